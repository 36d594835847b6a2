/**
 * What the screen in front shows, on the timeline: a strip of how much happens on it, with black and still
 * stretches, and a small picture of the time under the pointer.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clock } from "/lib/times.js";
import { getThumbnails } from "/features/recordings/calls.js";
import { activityIn, pictureAt } from "/features/recordings/thumbnail-sheet.js";
import "/features/recordings/player-labels.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").Range} Range */
/** @typedef {import("/features/recordings/recording.js").Thumbnails} Thumbnails */

/** A bar and the gap after it, CSS px. */
const [BAR, GAP] = [2, 1];

/**
 * @typedef {object} ScreenTrack
 * @property {HTMLElement} lane
 * @property {HTMLElement} preview
 * @property {(recordings: Recording[], signal: AbortSignal, came: () => void) => void} load
 * @property {(screen: Recording | null, view: Range, colours: Record<string, string>) => void} draw
 * @property {(element: HTMLElement, options: { ms: (x: number) => number, signal: AbortSignal }) => void} watch
 *   shows the picture while the pointer rests over that element
 */

/** @returns {ScreenTrack} */
export function screenTrack() {
  /** @type {Map<string, Thumbnails>} */
  const sheets = new Map();
  /** @type {Recording | null} */
  let front = null;
  const canvas = h("canvas", { class: "activity-canvas", aria: { hidden: true } });
  const label = h("span", { class: "lane-label" }, t("player.activity"));
  const lane = h(
    "div",
    { class: "lane activity", hidden: true, title: t("player.activityHint") },
    label,
    h("div", { class: "lane-track" }, canvas),
  );
  const picture = h("div", { class: "preview-picture" });
  const words = h("div", { class: "preview-words" });
  const preview = h("div", { class: "timeline-preview", aria: { hidden: true }, hidden: true }, picture, words);
  return { lane, preview, load, draw, watch };

  /**
   * @param {Recording[]} recordings
   * @param {AbortSignal} signal
   * @param {() => void} came
   */
  function load(recordings, signal, came) {
    sheets.clear();
    front = null;
    lane.hidden = true;
    for (const { id, kind, state } of recordings) {
      if (kind !== "screen" || state !== "ready") continue;
      // A screen that was read before there were pictures plays all the same.
      getThumbnails(id, signal).then((sheet) => {
        sheets.set(id, sheet);
        came();
      }, () => {});
    }
  }

  /**
   * @param {Recording | null} screen
   * @param {Range} view
   * @param {Record<string, string>} colours
   */
  function draw(screen, view, colours) {
    front = screen;
    const sheet = screen && sheets.get(screen.id);
    lane.hidden = !sheet;
    if (!sheet || !screen) return;
    label.textContent = t("player.activityOf", { number: screen.monitor ?? 1 });
    const { clientWidth: width, clientHeight: height } = canvas;
    const context = canvas.getContext("2d");
    if (!context || width === 0) return;
    const ratio = devicePixelRatio || 1;
    [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const startMs = view.startMs - screen.offsetMs;
    const length = view.endMs - view.startMs;
    const x = (/** @type {number} */ ms) => (ms - startMs) / length * width;
    const shades = /** @type {const} */ ([[sheet.stills, "ink-2", 0.1], [sheet.blacks, "warn", 0.4]]);
    for (const [ranges, colour, alpha] of shades) {
      context.fillStyle = colours[colour];
      context.globalAlpha = alpha;
      for (const range of ranges) context.fillRect(x(range.startMs), 0, x(range.endMs) - x(range.startMs), height);
    }
    context.globalAlpha = 0.8;
    context.fillStyle = colours["ink-2"];
    const columns = Math.floor(width / (BAR + GAP));
    const bars = activityIn(sheet.activity, startMs, startMs + length * columns * (BAR + GAP) / width, columns);
    for (const [column, value] of bars.entries()) {
      // Little that happens is seen as well: a line typed is a hundredth of a window that opens.
      const size = value === 0 ? 0 : Math.max(1.5, Math.sqrt(value) * (height - 2));
      context.fillRect(column * (BAR + GAP), height - size, BAR, size);
    }
    context.globalAlpha = 1;
  }

  /**
   * @param {HTMLElement} element
   * @param {{ ms: (x: number) => number, signal: AbortSignal }} options
   */
  function watch(element, { ms, signal }) {
    const hide = () => (preview.hidden = true);
    element.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      show(ms(event.clientX), event.clientX);
    }, { signal });
    for (const name of ["pointerleave", "pointerdown", "pointercancel"]) {
      element.addEventListener(name, hide, { signal });
    }
  }

  /** @param {number} ms @param {number} clientX */
  function show(ms, clientX) {
    const frame = preview.parentElement?.getBoundingClientRect();
    if (!frame) return;
    const sheet = front && sheets.get(front.id);
    const at = sheet && front ? pictureAt(sheet, ms - front.offsetMs) : null;
    picture.hidden = !at;
    if (sheet && at) {
      picture.style.inlineSize = `${sheet.width}px`;
      picture.style.blockSize = `${sheet.height}px`;
      picture.style.backgroundImage = `url("${sheet.url}")`;
      picture.style.backgroundPosition = `${-at.x}px ${-at.y}px`;
    }
    const open = front && windowAt(front, ms);
    replace(words, h("b", null, clock(ms)), open && h("span", null, open));
    preview.hidden = false;
    const half = preview.offsetWidth / 2;
    const left = Math.min(Math.max(clientX - frame.left, half + 4), frame.width - half - 4);
    preview.style.setProperty("--at", `${left}px`);
  }
}

/**
 * The title of the window that was in front then.
 * @param {Recording} screen
 * @param {number} ms
 */
function windowAt({ capture, offsetMs }, ms) {
  const found = capture?.windows?.findLast((one) => one.startMs + offsetMs <= ms);
  return found ? [found.application, found.title].filter(Boolean).join(" · ") : null;
}
