/**
 * Places in a scorecard under edit, by JSON pointer: what stands there, and how it is put, taken out and moved.
 * @module
 */

/** @typedef {import("/features/scorecards/card.js").Card} Card */

/** @param {string} pointer */
function names(pointer) {
  return pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/**
 * What stands at a place; undefined where there is no such place.
 * @param {any} card
 * @param {string} pointer
 * @returns {any}
 */
export function at(card, pointer) {
  return names(pointer).reduce((value, name) => value?.[name], card);
}

/**
 * The card with a value at a place that is there.
 * @param {Card} card
 * @param {string} pointer
 * @param {any} value
 * @returns {Card}
 */
export function put(card, pointer, value) {
  return changed(card, names(pointer), () => value);
}

/**
 * The card with one element more, put into a list at an index.
 * @param {Card} card
 * @param {string} list
 * @param {number} index
 * @param {any} value
 * @returns {Card}
 */
export function insert(card, list, index, value) {
  return changed(card, names(list), (all) => all.toSpliced(index, 0, value));
}

/**
 * The card without the element at a place.
 * @param {Card} card
 * @param {string} pointer
 * @returns {Card}
 */
export function without(card, pointer) {
  const { list, index } = split(pointer);
  return changed(card, names(list), (all) => all.toSpliced(index, 1));
}

/**
 * The card with an element one place up (-1) or down (1), and where it then is. A question that leaves its section
 * enters the one beside it. Null where there is no such place.
 * @param {Card} card
 * @param {string} pointer
 * @param {-1 | 1} step
 * @returns {{ card: Card, pointer: string } | null}
 */
export function moved(card, pointer, step) {
  const { list, index } = split(pointer);
  const target = index + step;
  if (target >= 0 && target < at(card, list).length) return movedTo(card, pointer, list, target);
  const match = /^\/sections\/(\d+)\/questions$/.exec(list);
  if (!match) return null;
  const section = Number(match[1]) + step;
  if (section < 0 || section >= card.sections.length) return null;
  const other = `/sections/${section}/questions`;
  return movedTo(card, pointer, other, step > 0 ? 0 : card.sections[section].questions.length);
}

/**
 * The card with an element taken out of its place and put into a list of its kind at an index, counted without it.
 * @param {Card} card
 * @param {string} pointer
 * @param {string} list
 * @param {number} index
 * @returns {{ card: Card, pointer: string }}
 */
export function movedTo(card, pointer, list, index) {
  return { card: insert(without(card, pointer), list, index, at(card, pointer)), pointer: `${list}/${index}` };
}

/**
 * The card with an element put before or after another of its kind, and where it then is; null where nothing moves.
 * @param {Card} card
 * @param {string} pointer
 * @param {string} beside
 * @param {boolean} isAfter
 */
export function movedBeside(card, pointer, beside, isAfter) {
  if (kindOf(pointer) !== kindOf(beside)) return null;
  const from = split(pointer);
  const to = split(beside);
  const goal = to.index + (isAfter ? 1 : 0);
  const isSameList = from.list === to.list;
  const index = isSameList && from.index < goal ? goal - 1 : goal;
  return isSameList && index === from.index ? null : movedTo(card, pointer, to.list, index);
}

/**
 * The list of an element and its index in it.
 * @param {string} pointer
 */
export function split(pointer) {
  const cut = pointer.lastIndexOf("/");
  return { list: pointer.slice(0, cut), index: Number(pointer.slice(cut + 1)) };
}

/**
 * What a place holds: "section", "question" or "option", with the question an option belongs to; "" for others.
 * @param {string} pointer
 */
export function kindOf(pointer) {
  if (/^\/sections\/\d+$/.test(pointer)) return "section";
  if (/^\/sections\/\d+\/questions\/\d+$/.test(pointer)) return "question";
  const option = /^(\/sections\/\d+\/questions\/\d+)\/options\/\d+$/.exec(pointer);
  return option ? `option of ${option[1]}` : "";
}

/**
 * The nearest place around a pointer, itself first, that a test accepts; null when none does.
 * @param {string} pointer
 * @param {(pointer: string) => boolean} accepts
 */
export function nearest(pointer, accepts) {
  for (let place = pointer; place !== ""; place = place.slice(0, place.lastIndexOf("/"))) {
    if (accepts(place)) return place;
  }
  return null;
}

/**
 * @param {any} value
 * @param {string[]} path
 * @param {(before: any) => any} change
 * @returns {any}
 */
function changed(value, path, change) {
  if (path.length === 0) return change(value);
  const [name, ...rest] = path;
  if (Array.isArray(value)) return value.with(Number(name), changed(value[Number(name)], rest, change));
  return { ...value, [name]: changed(value[name], rest, change) };
}
