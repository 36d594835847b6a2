/**
 * The waveforms, drawn on canvases: a lane per speaker, what was listened to in full colour, silence as a
 * dotted line, over-talk shaded; and the overview, the whole call in one thin strip.
 * @module
 */
import { h } from "/lib/dom.js";
import { clock } from "/lib/times.js";
import { envelope, zoomFor } from "/features/recordings/peaks.js";
import { ticks } from "/features/recordings/timeline-view.js";

/** @typedef {import("/features/recordings/recording.js").Range} Range */
/** @typedef {import("/features/recordings/recording.js").Party} Party */

/**
 * One speaker's sound on the interaction's timeline.
 * @typedef {object} Lane
 * @property {string} recording
 * @property {Party} party
 * @property {import("/features/recordings/peaks.js").Peaks[]} zooms those that have come
 * @property {number} channel
 * @property {number} offsetMs
 * @property {number} durationMs
 * @property {Range[]} silences on the timeline
 */

/** @typedef {{ view: Range, heard: readonly Range[], overTalk: readonly Range[] }} Scene */

/** A bar and the gap after it, CSS px. */
const [BAR, GAP] = [2, 1];

/** How much time a bar of a lane stands for. @param {Range} view @param {number} width CSS px */
export function msPerBar(view, width) {
  return (view.endMs - view.startMs) / Math.max(1, width / (BAR + GAP));
}

/** The colours the drawing needs, resolved from the tokens by elements that wear them. */
export class Palette {
  #names = ["agent", "customer", "other", "ink", "ink-2", "line", "warn", "accent", "surface"];
  #probes = this.#names.map((name) => h("i", { class: `wave-colour ${name}` }));
  element = h("span", { class: "wave-colours", hidden: true }, this.#probes);

  /** @returns {Record<string, string>} */
  read() {
    return Object.fromEntries(this.#names.map((name, index) => [name, getComputedStyle(this.#probes[index]).color]));
  }
}

/**
 * Draws the lanes, the times above them.
 * @param {HTMLCanvasElement} canvas
 * @param {Lane[]} lanes
 * @param {Scene} scene
 * @param {Record<string, string>} colours
 */
export function drawLanes(canvas, lanes, { view, heard, overTalk }, colours) {
  const frame = prepared(canvas);
  if (!frame) return;
  const { context, width, height } = frame;
  const rulerHeight = 14;
  const laneHeight = (height - rulerHeight) / Math.max(1, lanes.length);
  const length = view.endMs - view.startMs;
  /** @param {number} ms */
  const x = (ms) => (ms - view.startMs) / length * width;
  drawRuler(context, view, width, height, colours, x);
  for (const { startMs, endMs } of overTalk) {
    if (endMs < view.startMs || startMs > view.endMs) continue;
    context.globalAlpha = 0.16;
    context.fillStyle = colours.warn;
    context.fillRect(x(startMs), rulerHeight, Math.max(1, x(endMs) - x(startMs)), height - rulerHeight);
  }
  for (const [index, lane] of lanes.entries()) {
    const top = rulerHeight + index * laneHeight;
    const middle = top + laneHeight / 2;
    for (const { startMs, endMs } of lane.silences) {
      if (endMs < view.startMs || startMs > view.endMs) continue;
      context.globalAlpha = 0.07;
      context.fillStyle = colours["ink-2"];
      context.fillRect(x(startMs), top + 2, Math.max(1, x(endMs) - x(startMs)), laneHeight - 4);
    }
    context.fillStyle = colours[lane.party];
    context.globalAlpha = 0.5;
    drawDots(context, Math.max(0, x(lane.offsetMs)), Math.min(width, x(lane.offsetMs + lane.durationMs)), middle);
    const columns = Math.floor(width / (BAR + GAP));
    const msPerColumn = msPerBar(view, width);
    const peaks = zoomFor(lane.zooms, msPerColumn);
    if (!peaks) continue;
    const from = view.startMs - lane.offsetMs;
    const loud = loudness(lane, peaks, "lane", from, from + columns * msPerColumn, columns);
    const scale = 1 / Math.max(0.12, peaks.loudest);
    for (let column = 0; column < columns; column++) {
      const size = Math.sqrt(loud[column] * scale) * (laneHeight - 4);
      if (size < 1.6) continue;
      const at = view.startMs + (column + 0.5) * msPerColumn;
      context.globalAlpha = isIn(heard, at) ? 1 : 0.45;
      context.fillRect(column * (BAR + GAP), middle - size / 2, BAR, size);
    }
  }
  context.globalAlpha = 1;
}

/**
 * Draws the whole call in a strip: all voices in one, what was listened to underlined, what is seen framed.
 * @param {HTMLCanvasElement} canvas
 * @param {Lane[]} lanes
 * @param {Scene & { whole: Range }} scene
 * @param {Record<string, string>} colours
 */
export function drawOverview(canvas, lanes, { view, whole, heard }, colours) {
  const frame = prepared(canvas);
  if (!frame) return;
  const { context, width, height } = frame;
  const length = whole.endMs - whole.startMs;
  /** @param {number} ms */
  const x = (ms) => (ms - whole.startMs) / length * width;
  const columns = Math.floor(width / 2);
  const usable = height - 4;
  for (const lane of lanes) {
    const peaks = zoomFor(lane.zooms, length / columns);
    if (!peaks) continue;
    const from = whole.startMs - lane.offsetMs;
    const loud = loudness(lane, peaks, "overview", from, from + length, columns);
    context.fillStyle = colours[lane.party];
    context.globalAlpha = 0.55;
    for (let column = 0; column < columns; column++) {
      const size = Math.sqrt(loud[column] / Math.max(0.12, peaks.loudest)) * usable;
      if (size >= 1) context.fillRect(column * 2, (usable - size) / 2, 1, size);
    }
  }
  context.globalAlpha = 1;
  context.fillStyle = colours.line;
  context.fillRect(0, height - 3, width, 3);
  context.fillStyle = colours.accent;
  for (const { startMs, endMs } of heard) {
    context.fillRect(x(startMs), height - 3, Math.max(1, x(endMs) - x(startMs)), 3);
  }
  if (view.startMs <= whole.startMs && view.endMs >= whole.endMs) return;
  context.strokeStyle = colours.ink;
  context.strokeRect(x(view.startMs) + 0.5, 0.5, Math.max(3, x(view.endMs) - x(view.startMs) - 1), height - 4.5);
}

/**
 * The slices of sound a lane or its overview drew last: an hour is not measured again for every second heard.
 * @type {WeakMap<Lane, Map<string, { key: string, loud: Float32Array }>>}
 */
const measured = new WeakMap();

/**
 * @param {Lane} lane
 * @param {import("/features/recordings/peaks.js").Peaks} peaks
 * @param {"lane" | "overview"} use
 * @param {number} startMs
 * @param {number} endMs
 * @param {number} columns
 */
function loudness(lane, peaks, use, startMs, endMs, columns) {
  const key = [peaks.length, startMs, endMs, columns].join(" ");
  const kept = measured.get(lane) ?? new Map();
  measured.set(lane, kept);
  const found = kept.get(use);
  if (found?.key === key) return found.loud;
  const loud = envelope(peaks, lane.channel, startMs, endMs, columns);
  kept.set(use, { key, loud });
  return loud;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Range} view
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} colours
 * @param {(ms: number) => number} x
 */
function drawRuler(context, view, width, height, colours, x) {
  context.font = `10px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textBaseline = "top";
  for (const at of ticks(view, width)) {
    const left = Math.round(x(at));
    context.fillStyle = colours.line;
    context.globalAlpha = 0.8;
    context.fillRect(left, 0, 1, height);
    context.fillStyle = colours["ink-2"];
    context.globalAlpha = 1;
    const text = clock(at) + (at % 1000 ? `.${Math.abs(at) % 1000 / 100}` : "");
    if (left + 4 + context.measureText(text).width < width) context.fillText(text, left + 4, 1);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} from
 * @param {number} to
 * @param {number} y
 */
function drawDots(context, from, to, y) {
  for (let at = from - from % 3; at < to; at += 3) context.fillRect(at, y - 0.5, 1.5, 1);
}

/**
 * The canvas at the screen's resolution, empty; null while it has no size.
 * @param {HTMLCanvasElement} canvas
 */
function prepared(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext("2d");
  if (!context || width === 0 || height === 0) return null;
  const ratio = devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** @param {readonly Range[]} ranges @param {number} at */
function isIn(ranges, at) {
  return ranges.some((range) => range.startMs <= at && at < range.endMs);
}
