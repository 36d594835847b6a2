/**
 * The line between two panes: dragged, moved by arrows, remembered. It sets `--share` (percent of the first
 * pane) on the frame.
 * @module
 */
import { h } from "/lib/dom.js";
import { rememberedStore } from "/lib/store.js";

/**
 * @param {object} options
 * @param {string} options.name under which it is remembered
 * @param {string} options.label
 * @param {"columns" | "rows"} options.direction
 * @param {HTMLElement} options.frame what both panes stand in
 * @param {number} options.initial percent
 * @param {number} options.least percent
 * @param {number} options.most percent
 */
export function splitter({ name, label, direction, frame, initial, least, most }) {
  const share = rememberedStore(`split.${name}`, initial);
  const isColumns = direction === "columns";
  const element = h("div", {
    class: ["splitter", direction],
    role: "separator",
    tabindex: 0,
    aria: {
      label,
      orientation: isColumns ? "vertical" : "horizontal",
      valuemin: least,
      valuemax: most,
    },
    onpointerdown: (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
      element.classList.add("is-held");
    },
    onpointermove: (/** @type {PointerEvent} */ event) => {
      if (element.hasPointerCapture(event.pointerId)) set(percentAt(event));
    },
    onpointerup: () => element.classList.remove("is-held"),
    onpointercancel: () => element.classList.remove("is-held"),
    ondblclick: () => set(initial),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const forward = isColumns && getComputedStyle(frame).direction === "rtl" ? -1 : 1;
      const step = { ArrowLeft: -forward, ArrowRight: forward, ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
      const next = event.key === "Home" ? least : event.key === "End" ? most : share.get() + step * 2;
      if (step === 0 && event.key !== "Home" && event.key !== "End") return;
      event.preventDefault();
      event.stopPropagation();
      set(next);
    },
  });
  set(share.get());
  return element;

  /** @param {number} percent */
  function set(percent) {
    const kept = Math.round(Math.min(most, Math.max(least, Number(percent) || initial)) * 10) / 10;
    share.set(kept);
    frame.style.setProperty("--share", String(kept));
    element.setAttribute("aria-valuenow", String(Math.round(kept)));
  }

  /** @param {PointerEvent} event */
  function percentAt(event) {
    const box = frame.getBoundingClientRect();
    if (!isColumns) return (event.clientY - box.top) / box.height * 100;
    const from = getComputedStyle(frame).direction === "rtl" ? box.right - event.clientX : event.clientX - box.left;
    return from / box.width * 100;
  }
}
