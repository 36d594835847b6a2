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
 * @param {HTMLElement | null} [otherwise] has the keyboard when no row is left; else what stands first in the list
 */
export function redrawn(list, draw, otherwise = null) {
  const held = list.contains(document.activeElement) ? document.activeElement : null;
  const row = /** @type {HTMLElement | null | undefined} */ (held?.closest("[data-id]"));
  const at = row ? rowsOf(list).indexOf(row) : -1;
  draw();
  if (!held || list.contains(held)) return;
  const rows = rowsOf(list);
  const same = row ? sameControl(list, row, held) : controlsOf(list).find((one) => nameOf(one) === nameOf(held));
  const next = at < 0 ? null : rows[Math.min(at, rows.length - 1)];
  (same ?? (next ? controlsOf(next)[0] : null) ?? otherwise ?? controlsOf(list)[0])?.focus();
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
  const places = rows.flatMap((one) => [...controlsOf(one), one]);
  return places.find((one) => nameOf(one) === nameOf(control)) ?? null;
}

/** @param {HTMLElement} within */
function controlsOf(within) {
  return /** @type {HTMLElement[]} */ ([...within.querySelectorAll(CONTROLS)]);
}

/** @param {Element} control */
function nameOf(control) {
  return control.getAttribute("aria-label") ?? control.textContent;
}
