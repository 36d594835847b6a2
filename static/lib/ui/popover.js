/**
 * A panel beside the button that opens it: light dismiss and top layer by the browser's popover, placed by
 * us so that it stays inside the window.
 * @module
 */
import { h, uniqueId } from "/lib/dom.js";

/**
 * @typedef {object} Popover
 * @property {HTMLElement} panel
 * @property {() => void} open
 * @property {() => void} close
 * @property {() => boolean} isOpen
 */

/**
 * @param {HTMLElement} anchor the button; gets aria-expanded
 * @param {HTMLElement} panel
 * @param {{ onopen?: () => void, onclose?: () => void, align?: "start" | "end" }} [options]
 * @returns {Popover}
 */
export function popover(anchor, panel, { onopen, onclose, align = "start" } = {}) {
  panel.id ||= uniqueId("popover");
  panel.popover = "auto";
  panel.classList.add("popover");
  anchor.setAttribute("aria-expanded", "false");
  anchor.setAttribute("aria-controls", panel.id);
  /** @type {AbortController | null} */
  let placing = null;
  /** When the browser closed it because something else was pressed. */
  let dismissedAt = -Infinity;
  let isClosing = false;

  panel.addEventListener("beforetoggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed" && !isClosing) dismissedAt = performance.now();
  });
  panel.addEventListener("toggle", () => {
    anchor.setAttribute("aria-expanded", String(isOpen()));
    if (isOpen()) return;
    placing?.abort();
    if (panel.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    panel.remove();
    onclose?.();
  });
  anchor.addEventListener("click", (event) => {
    // The press that dismissed it is the same click: it should not open it again. A key dismisses nothing.
    if (isOpen() || (event.detail > 0 && performance.now() - dismissedAt < 200)) return;
    open();
  });
  return { panel, open, close, isOpen };

  /** Once it is hidden it stays in the page until the browser has told so, and may be opened again before. */
  function isOpen() {
    return panel.isConnected && panel.matches(":popover-open");
  }

  function open() {
    placing?.abort();
    // Within the landmark of its button, so that whoever walks by landmarks finds it.
    (anchor.closest("dialog, main, header") ?? document.body).append(panel);
    panel.showPopover();
    onopen?.();
    place();
    placing = new AbortController();
    const options = { signal: placing.signal, capture: true, passive: true };
    addEventListener("resize", place, options);
    addEventListener("scroll", place, options);
  }

  function close() {
    if (!isOpen()) return;
    isClosing = true;
    panel.hidePopover();
    isClosing = false;
  }

  function place() {
    const at = anchor.getBoundingClientRect();
    const own = panel.getBoundingClientRect();
    const isRightToLeft = getComputedStyle(anchor).direction === "rtl";
    const fromRight = (align === "end") !== isRightToLeft;
    const left = fromRight ? at.right - own.width : at.left;
    const below = at.bottom + 4;
    const top = below + own.height > innerHeight - 8 && at.top - 4 - own.height > 8 ? at.top - 4 - own.height : below;
    panel.style.left = `${Math.max(8, Math.min(left, innerWidth - own.width - 8))}px`;
    panel.style.top = `${top}px`;
    panel.style.maxBlockSize = `${Math.max(120, innerHeight - top - 8)}px`;
  }
}

/**
 * An empty panel for `popover`.
 * @param {string} className
 * @param {...import("/lib/dom.js").Child} children
 */
export function panel(className, ...children) {
  return h("div", { class: className }, ...children);
}
