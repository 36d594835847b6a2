/**
 * The rectangles over a screen: drawn and dragged with a pointer, moved and resized with keys.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { areaBetween, contained, moved, percentText, shifted, within } from "/features/moments/redaction-rules.js";
import "/features/moments/redaction-labels.js";

/** @typedef {import("/features/moments/redaction-rules.js").Area} Area */

/**
 * @typedef {object} AreaLayer
 * @property {HTMLElement} element
 * @property {(areas: Area[], chosen: Area | null) => void} show those that are black now, and the one that is edited
 * @property {(video: HTMLVideoElement | null) => void} watch follows the place of this picture
 * @property {() => void} focus
 */

/**
 * @param {object} options
 * @param {(area: Area) => void} options.ondraw a rectangle was drawn
 * @param {(area: Area) => void} options.onchange the chosen one was moved or resized
 * @param {() => void} options.onremove
 * @param {AbortSignal} options.signal
 * @returns {AreaLayer}
 */
export function areaLayer({ ondraw, onchange, onremove, signal }) {
  /** @type {HTMLVideoElement | null} */
  let video = null;
  /** @type {Area | null} */
  let chosen = null;
  const picture = h("div", { class: "area-picture" });
  const element = h("div", { class: "area-layer" }, picture);
  const handle = h("i", { class: "area-handle", aria: { hidden: true } });
  const box = h("div", {
    class: "area is-chosen",
    role: "group",
    tabindex: 0,
    hidden: true,
    aria: { roledescription: t("redactions.areaRole"), description: t("redactions.areaHelp") },
    onkeydown: pressed,
  }, handle);
  picture.addEventListener("pointerdown", grabbed);
  const sizes = new ResizeObserver(fit);
  sizes.observe(element);
  signal.addEventListener("abort", () => sizes.disconnect(), { once: true });
  return { element, show, watch, focus: () => box.focus() };

  /** @param {HTMLVideoElement | null} next */
  function watch(next) {
    video?.removeEventListener("loadedmetadata", fit);
    video = next;
    video?.addEventListener("loadedmetadata", fit, { signal });
    fit();
  }

  function fit() {
    const frame = { width: element.clientWidth, height: element.clientHeight };
    const shown = { width: video?.videoWidth ?? 0, height: video?.videoHeight ?? 0 };
    for (const [name, px] of Object.entries(contained(frame, shown))) {
      picture.style.setProperty(`--${name}`, `${px}px`);
    }
  }

  /**
   * @param {Area[]} areas
   * @param {Area | null} next
   */
  function show(areas, next) {
    chosen = next;
    box.hidden = !chosen;
    if (chosen) {
      place(box, chosen);
      box.setAttribute("aria-label", areaName(chosen));
    }
    const black = areas.map((area) => place(h("div", { class: "area" }), area));
    // The chosen one stays where it is, so that it keeps the focus and the pointer.
    for (const one of [...picture.children]) if (one !== box) one.remove();
    picture.prepend(...black);
    if (!box.isConnected) picture.append(box);
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (!chosen) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      onremove();
      return;
    }
    const next = moved(chosen, event.key, { resizes: event.shiftKey, isSmall: event.ctrlKey || event.metaKey });
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    onchange(next);
  }

  /** @param {PointerEvent} event */
  function grabbed(event) {
    if (event.button !== 0) return;
    const from = at(event);
    // As it is now: the one that is edited changes while it is dragged.
    const start = chosen && { ...chosen };
    const target = event.target instanceof Node ? event.target : null;
    const grip = start && target === handle ? "size" : start && target && box.contains(target) ? "move" : "draw";
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
    if (grip !== "draw") box.focus();
    const ghost = h("div", { class: "area is-drawn" });
    const drag = new AbortController();
    const options = { signal: drag.signal };
    picture.addEventListener("pointermove", (moving) => {
      const to = at(moving);
      const [across, down] = [(to.x - from.x) * 10_000, (to.y - from.y) * 10_000];
      if (grip === "draw") {
        if (!ghost.isConnected) picture.append(ghost);
        place(ghost, areaBetween(from, to));
      } else if (start && grip === "move") onchange(shifted(start, across, down));
      else if (start) {
        onchange(within({ ...start, width: start.width + across, height: start.height + down }));
      }
    }, options);
    const end = (/** @type {PointerEvent} */ last) => {
      drag.abort();
      ghost.remove();
      const to = at(last);
      const isDrawn = Math.abs(to.x - from.x) > 0.01 && Math.abs(to.y - from.y) > 0.01;
      if (grip === "draw" && last.type === "pointerup" && isDrawn) ondraw(areaBetween(from, to));
    };
    picture.addEventListener("pointerup", end, options);
    picture.addEventListener("pointercancel", end, options);
  }

  /** Where a pointer is, in shares of the picture. @param {PointerEvent} event */
  function at(event) {
    const place = picture.getBoundingClientRect();
    return {
      x: (event.clientX - place.left) / Math.max(1, place.width),
      y: (event.clientY - place.top) / Math.max(1, place.height),
    };
  }
}

/**
 * What a rectangle is called.
 * @param {Area} area
 */
export function areaName(area) {
  return t("redactions.area", {
    left: percentText(area.x),
    top: percentText(area.y),
    width: percentText(area.width),
    height: percentText(area.height),
  });
}

/**
 * @param {HTMLElement} element
 * @param {Area} area
 */
function place(element, area) {
  for (const name of /** @type {const} */ (["x", "y", "width", "height"])) {
    element.style.setProperty(`--${name}`, `${area[name] / 100}%`);
  }
  return element;
}
