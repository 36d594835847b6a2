/**
 * The keyboard's place in a list whose rows (each with its `data-id`) are drawn anew: at the control of the same name
 * in the row of the same id, else in the row that took its place.
 * @module
 */

/** What can have the focus. */
const CONTROLS = "button, a[href], input, select, textarea";

/**
 * What stands now where a control stood that is no longer in the page.
 * @param {Element} gone
 * @returns {HTMLElement | null}
 */
export function standIn(gone) {
  const row = gone.closest("[data-id]");
  return row instanceof HTMLElement ? sameControl(document.body, row, gone) : null;
}

/**
 * Draws a list anew.
 * @param {HTMLElement} list
 * @param {() => void} draw
 * @param {HTMLElement | null} [otherwise] has the keyboard when no row is left
 */
export function redrawn(list, draw, otherwise = null) {
  const held = list.contains(document.activeElement) ? document.activeElement : null;
  const row = held?.closest("[data-id]");
  const at = row instanceof HTMLElement ? rowsOf(list).indexOf(row) : -1;
  draw();
  if (!held || !(row instanceof HTMLElement) || list.contains(held)) return;
  const rows = rowsOf(list);
  const next = rows[Math.min(at, rows.length - 1)]?.querySelector(CONTROLS);
  (sameControl(list, row, held) ?? (next instanceof HTMLElement ? next : otherwise))?.focus();
}

/** @param {HTMLElement} list */
function rowsOf(list) {
  return /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-id]")]);
}

/**
 * @param {HTMLElement} within
 * @param {HTMLElement} row
 * @param {Element} control
 */
function sameControl(within, row, control) {
  // The same thing may stand in several lists.
  const rows = rowsOf(within).filter((one) => one.dataset.id === row.dataset.id);
  const controls = /** @type {HTMLElement[]} */ (rows.flatMap((one) => [...one.querySelectorAll(CONTROLS)]));
  return controls.find((one) => nameOf(one) === nameOf(control)) ?? null;
}

/** @param {Element} control */
function nameOf(control) {
  return control.getAttribute("aria-label") ?? control.textContent;
}
