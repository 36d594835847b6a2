/**
 * What differs between two contents of a scorecard, element by element: known by their keys, wherever they stand.
 * @module
 */

/** @typedef {import("/features/scorecards/card.js").Card} Card */
/**
 * One difference. `element` is the kind, `name` what the element is called; `member` and the values are there when
 * one of its settings changed.
 * @typedef {{
 *   kind: "added" | "removed" | "moved" | "changed", element: "scorecard" | "section" | "question" | "option",
 *   name: string, member?: string, before?: any, after?: any
 * }} Difference
 */
/** @typedef {{ element: Difference["element"], key: string, name: string, parent: string, members: Record<string, any>, below: Element[] }} Element */

/**
 * @param {Card} before
 * @param {Card} after
 * @returns {Difference[]} in the order of the card after, what is gone last
 */
export function differences(before, after) {
  const had = flat(elementOf(before));
  const has = flat(elementOf(after));
  const known = new Map(had.map((one) => [one.key, one]));
  const left = new Set(has.map((one) => one.key));
  /** @type {Difference[]} */
  const found = [];
  for (const now of has) {
    const then = known.get(now.key);
    if (!then) {
      if (!isNew(now.parent)) found.push({ kind: "added", element: now.element, name: now.name });
      continue;
    }
    if (now.parent !== then.parent) found.push({ kind: "moved", element: now.element, name: now.name });
    for (const member of Object.keys(now.members)) {
      const [old, value] = [then.members[member], now.members[member]];
      if (JSON.stringify(old) === JSON.stringify(value)) continue;
      found.push({
        kind: "changed",
        element: now.element,
        name: then.name || now.name,
        member,
        before: old,
        after: value,
      });
    }
    const order = inOrder(then.below, left);
    for (const one of strays(order, inOrder(now.below, new Set(order)))) {
      found.push({
        kind: "moved",
        element: now.below[0].element,
        name: now.below.find((each) => each.key === one)?.name ?? "",
      });
    }
  }
  for (const then of had) {
    if (!left.has(then.key) && left.has(then.parent)) {
      found.push({ kind: "removed", element: then.element, name: then.name });
    }
  }
  return found;

  /** @param {string} key */
  function isNew(key) {
    return key !== "" && !known.has(key);
  }
}

/** @param {Element[]} elements @param {Set<string>} among */
function inOrder(elements, among) {
  return elements.map((one) => one.key).filter((key) => among.has(key));
}

/**
 * The fewest keys that have to move to bring one order into the other: all but a longest run that keeps its order.
 * @param {string[]} order
 * @param {string[]} wanted
 */
function strays(order, wanted) {
  const at = wanted.map((key) => order.indexOf(key));
  const best = at.map(() => 1);
  const from = at.map(() => -1);
  let end = -1;
  at.forEach((value, index) => {
    for (let earlier = 0; earlier < index; earlier += 1) {
      if (at[earlier] < value && best[earlier] >= best[index]) {
        best[index] = best[earlier] + 1;
        from[index] = earlier;
      }
    }
    if (end < 0 || best[index] > best[end]) end = index;
  });
  const stays = new Set();
  for (; end >= 0; end = from[end]) stays.add(end);
  return wanted.filter((_, index) => !stays.has(index));
}

/** @param {Element} element @returns {Element[]} */
function flat(element) {
  return [element, ...element.below.flatMap(flat)];
}

/** @param {Card} card @returns {Element} */
function elementOf({ sections, ...members }) {
  const below = sections.map(({ questions, ...section }) => {
    const key = `s ${section.key}`;
    return element(
      "section",
      key,
      section.title,
      "card",
      section,
      questions.map((question) => {
        const own = `q ${question.key}`;
        const { options, ...rest } = question;
        return element(
          "question",
          own,
          question.text,
          key,
          rest,
          options.map((option) =>
            element("option", `${own} ${option.key}`, `${question.text}: ${option.label}`, own, option, [])
          ),
        );
      }),
    );
  });
  return element("scorecard", "card", members.name, "", members, below);
}

/**
 * @param {Element["element"]} kind
 * @param {string} key
 * @param {string} name
 * @param {string} parent
 * @param {Record<string, any>} members
 * @param {Element[]} below
 * @returns {Element}
 */
function element(kind, key, name, parent, members, below) {
  return { element: kind, key, name, parent, members, below };
}
