/**
 * Shows a row of a list (each with its `data-id`): brings it wholly into sight and marks it for a moment. The keyboard
 * stays where it is.
 * @module
 */

/** How long it is marked, ms. */
const markedMs = 2500;
/** What people do when they want to look elsewhere. */
const ownWays = ["wheel", "touchmove", "pointerdown", "keydown"];

/**
 * What stands above may still grow (a lane of the timeline, for one), so the row is kept in sight while it is marked, or
 * until somebody looks elsewhere. It jumps there: nothing moves that somebody would have to follow.
 * @param {HTMLElement} list
 * @param {string} id
 */
export function reveal(list, id) {
  if (!rowOf(list, id)) return;
  const over = new AbortController();
  const growth = new ResizeObserver(show);
  rowOf(list, id)?.classList.add("is-hit");
  growth.observe(scrollerOf(list));
  for (const way of ownWays) {
    addEventListener(way, () => growth.disconnect(), { signal: over.signal, passive: true, capture: true });
  }
  setTimeout(() => {
    over.abort();
    growth.disconnect();
    rowOf(list, id)?.classList.remove("is-hit");
  }, markedMs);
  show();

  function show() {
    rowOf(list, id)?.scrollIntoView({ block: "nearest" });
  }
}

/**
 * @param {HTMLElement} list
 * @param {string} id
 */
function rowOf(list, id) {
  return /** @type {HTMLElement[]} */ ([...list.children]).find((row) => row.dataset.id === id);
}

/** @param {HTMLElement} list */
function scrollerOf(list) {
  for (let one = list.parentElement; one; one = one.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(one).overflowY)) return one;
  }
  return document.documentElement;
}
