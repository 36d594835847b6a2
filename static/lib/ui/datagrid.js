/**
 * A list as a table that grows by keyset pages: sorted by its heads, walked by arrows, opened by Enter.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { isAbort } from "/lib/http.js";
import { addKeys } from "/lib/keyboard.js";
import { navigate } from "/lib/router.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";
import { button } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";
import { moreRow, notice, skeleton } from "/lib/ui/parts.js";
import { announce } from "/lib/ui/toast.js";

/**
 * @template T
 * @typedef {object} Column
 * @property {string} label
 * @property {(item: T) => import("/lib/dom.js").Child} cell
 * @property {string} [className]
 * @property {{ up?: string, down?: string }} [sort] the values `sort` takes for ascending and descending
 * @property {boolean} [quiet] its head is for screen readers alone
 */

/**
 * @template T
 * @typedef {object} PageOf
 * @property {T[]} items
 * @property {string | null} next
 * @property {{ count: number, capped: boolean } | undefined} [total]
 */

/** What a list holds beyond the rows shown, when all of those are chosen. @typedef {{ total: { count: number, capped: boolean } | undefined }} Beyond */

/**
 * @template T
 * @typedef {object} GridOptions
 * @property {string} label
 * @property {Column<T>[] | (() => Column<T>[])} columns the first holds the link that opens the row
 * @property {(cursor: string | null, signal: AbortSignal) => Promise<PageOf<T>>} load
 * @property {() => Node} empty
 * @property {(shown: number, total: { count: number, capped: boolean } | undefined) => string} summary
 * @property {() => string} [sort]
 * @property {(sort: string) => void} [onsort]
 * @property {(item: T) => string | null} [href] where a press on the row goes
 * @property {{ label: (item: T) => string, onchange: (chosen: T[], beyond: Beyond | null) => void }} [choose] rows can
 *   be chosen: what the box of one is called, and what to do when others are
 * @property {AbortSignal} signal
 */

/**
 * @template T
 * @param {GridOptions<T>} options
 * @returns {{ element: HTMLElement, reload: () => Promise<void>, redraw: () => void, items: () => T[], chooseNone: () => void, chooseBeyond: (most: number) => Promise<void>, focus: () => void }}
 */
export function dataGrid(options) {
  const { label, load, empty, summary, signal } = options;
  const columns = () => typeof options.columns === "function" ? options.columns() : options.columns;
  const body = h("tbody");
  const head = h("thead");
  const foot = h("div");
  const table = h("table", { class: "grid", aria: { label } }, head, body);
  const frame = h("div", { class: "grid-scroll", tabindex: -1 }, table);
  const element = h("div", { class: "grid-frame" }, frame, foot);
  /** @type {T[]} */
  let items = [];
  /** @type {string | null} where the rows go on that are not shown */
  let next = null;
  /** @type {{ count: number, capped: boolean } | undefined} */
  let total;
  let turn = new AbortController();
  signal.addEventListener("abort", () => turn.abort(), { once: true });
  addKeys([
    {
      id: "list.next",
      keys: ["ArrowDown", "J"],
      label: t("lib.rowNext"),
      group: t("lib.keysList"),
      repeats: true,
      run: () => move(1),
    },
    {
      id: "list.previous",
      keys: ["ArrowUp", "K"],
      label: t("lib.rowPrevious"),
      group: t("lib.keysList"),
      repeats: true,
      run: () => move(-1),
    },
  ], signal);
  const { choose } = options;
  /** @type {Map<T, HTMLInputElement>} the boxes of the rows */
  const boxes = new Map();
  const every = h("input", {
    type: "checkbox",
    class: "row-box",
    aria: { label: t("lib.chooseAll") },
    onchange: () => chooseAll(every.checked),
  });
  if (choose) {
    addKeys([{
      id: "list.choose",
      keys: ["X"],
      label: t("lib.rowChoose"),
      group: t("lib.keysList"),
      when: () => focusedBox() !== undefined,
      run: () => focusedBox()?.click(),
    }], signal);
  }
  return { element, reload, redraw, items: () => items, chooseNone: () => chooseAll(false), chooseBeyond, focus };

  /** Takes the focus from what is there no more: a bar of things to do with rows, once none is chosen. */
  function focus() {
    const first = choose ? every : links()[0];
    first?.focus();
    if (first && first === document.activeElement) return;
    // Nothing is left to choose from: the way on stands in the place of the rows.
    const way = element.querySelector(".empty :is(a, button)");
    if (!(way instanceof HTMLElement)) element.tabIndex = -1;
    (way instanceof HTMLElement ? way : element).focus();
  }

  async function reload() {
    turn.abort();
    turn = new AbortController();
    const focused = focusedRow();
    items = [];
    next = null;
    boxes.clear();
    chosen();
    drawHead();
    element.setAttribute("aria-busy", "true");
    // A quick answer should not flash grey lines in between.
    const waiting = setTimeout(() => {
      replace(body, h("tr", null, h("td", { colspan: columns().length + (choose ? 1 : 0) }, skeleton(8))));
      replace(foot);
    }, 150);
    try {
      const page = await load(null, turn.signal);
      clearTimeout(waiting);
      replace(body);
      add(page);
      // Whoever changed or deleted a row goes on in its place.
      const rows = links();
      if (focused >= 0 && document.activeElement === document.body) rows[Math.min(focused, rows.length - 1)]?.focus();
    } catch (error) {
      clearTimeout(waiting);
      if (!isAbort(error)) failed(error, () => void reload());
    }
    element.removeAttribute("aria-busy");
  }

  /** Shows the rows it has in the columns there are now; what was chosen stays chosen. */
  function redraw() {
    const kept = new Set(items.filter((item) => boxes.get(item)?.checked));
    boxes.clear();
    drawHead();
    replace(body, items.map(row));
    for (const [item, one] of boxes) one.checked = kept.has(item);
    if (choose) chosen();
  }

  /** @param {PageOf<T>} page */
  function add(page) {
    items.push(...page.items);
    next = page.next;
    total = page.total ?? total;
    body.append(...page.items.map(row));
    if (choose) chosen();
    table.hidden = items.length === 0;
    if (items.length === 0) {
      replace(foot, empty());
      announce(foot.querySelector(".empty-title")?.textContent ?? "");
      return;
    }
    const text = summary(items.length, page.total);
    announce(text);
    replace(foot, moreRow({ more: page.next != null, text, run: () => void more(String(page.next)) }));
  }

  /** @param {string} cursor */
  async function more(cursor) {
    const first = items.length;
    replace(foot, skeleton(2, "inset"));
    try {
      add(await load(cursor, turn.signal));
      links()[first]?.focus();
    } catch (error) {
      if (!isAbort(error)) failed(error, () => void more(cursor));
    }
  }

  /**
   * Shows what is not shown yet, so many rows at most, and chooses all.
   * @param {number} most
   */
  async function chooseBeyond(most) {
    const run = turn;
    replace(foot, skeleton(2, "inset"));
    try {
      while (next !== null && items.length < most) {
        const page = await load(next, run.signal);
        if (run.signal.aborted) return;
        add(page);
      }
      chooseAll(true);
    } catch (error) {
      if (!isAbort(error)) failed(error, () => void chooseBeyond(most));
    }
  }

  /**
   * @param {unknown} error
   * @param {() => void} again
   */
  function failed(error, again) {
    if (items.length === 0) replace(body);
    const text = error instanceof Error ? error.message : String(error);
    replace(
      foot,
      notice(text, { tone: "bad", action: button({ label: t("lib.again"), small: true, onclick: again }) }),
    );
  }

  /** @param {T} item */
  function row(item) {
    const to = options.href?.(item) ?? null;
    return h(
      "tr",
      { class: to ? "clickable" : "", onclick: (/** @type {MouseEvent} */ event) => to && pressed(event, to) },
      choose && h("td", { class: "row-choice" }, box(item, choose.label(item))),
      columns().map((column, index) =>
        index === 0
          ? h("th", { scope: "row", class: column.className }, column.cell(item))
          : h("td", { class: column.className }, column.cell(item))
      ),
    );
  }

  function drawHead() {
    const sorted = options.sort?.() ?? "";
    const focused = [...head.querySelectorAll("th")].findIndex((one) => one.contains(document.activeElement));
    replace(
      head,
      h(
        "tr",
        null,
        choose && h("td", { class: "row-choice" }, every),
        columns().map((column) => heading(column, sorted)),
      ),
    );
    // Whoever sorts by keyboard presses the same head again.
    if (focused >= 0) head.querySelectorAll("th")[focused]?.querySelector("button")?.focus();
  }

  /**
   * @param {T} item
   * @param {string} label
   */
  function box(item, label) {
    const made = h("input", { type: "checkbox", class: "row-box", aria: { label }, onchange: chosen });
    boxes.set(item, made);
    return made;
  }

  /** @param {boolean} isChosen */
  function chooseAll(isChosen) {
    for (const one of boxes.values()) one.checked = isChosen;
    chosen();
  }

  /** Says which rows are chosen now. */
  function chosen() {
    const found = items.filter((item) => boxes.get(item)?.checked);
    for (const one of boxes.values()) one.closest("tr")?.setAttribute("aria-selected", String(one.checked));
    every.checked = items.length > 0 && found.length === items.length;
    every.indeterminate = found.length > 0 && found.length < items.length;
    choose?.onchange(found, every.checked && next !== null ? { total } : null);
  }

  /** The box of the row that has the focus. */
  function focusedBox() {
    return [...boxes.values()].find((one) => one.closest("tr")?.contains(document.activeElement));
  }

  /**
   * @param {Column<T>} column
   * @param {string} sorted
   */
  function heading(column, sorted) {
    const by = column.sort;
    if (!by) {
      return h("th", { scope: "col", class: column.className }, column.quiet ? hidden(column.label) : column.label);
    }
    const isUp = by.up !== undefined && sorted === by.up;
    const isDown = by.down !== undefined && sorted === by.down;
    const next = isDown ? by.up ?? by.down : isUp ? by.down ?? by.up : by.down ?? by.up;
    return h(
      "th",
      { scope: "col", class: column.className, aria: { sort: isUp ? "ascending" : isDown ? "descending" : undefined } },
      h(
        "button",
        { type: "button", class: ["sort", (isUp || isDown) && "is-set"], onclick: () => options.onsort?.(next ?? "") },
        column.label,
        icon(isUp ? "up" : isDown ? "down" : "sort"),
      ),
    );
  }

  /** @returns {HTMLElement[]} */
  function links() {
    return [...body.querySelectorAll(".row-link")].filter((one) => one instanceof HTMLElement);
  }

  /** Which row has the focus, -1 for none. */
  function focusedRow() {
    return links().findIndex((one) => one.closest("tr")?.contains(document.activeElement));
  }

  /** @param {number} by */
  function move(by) {
    const all = links();
    const at = focusedRow();
    const next = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }
}

/** @param {string} text */
function hidden(text) {
  return h("span", { class: "visually-hidden" }, text);
}

/**
 * @param {MouseEvent} event
 * @param {string} to
 */
function pressed(event, to) {
  const isOnControl = event.target instanceof Element && event.target.closest("a, button, input, label, select");
  if (isOnControl || String(getSelection()) !== "") return;
  if (event.ctrlKey || event.metaKey) open(to);
  else void navigate(to);
}
