/**
 * The arithmetic of the timeline: which part is seen, where a moment of it is drawn, what overlaps what.
 * @module
 */

/** @typedef {{ startMs: number, endMs: number }} Range */

/** The least one can zoom to, ms. */
const LEAST_MS = 2000;

/**
 * The view after zooming by `factor` (above 1: closer) around a position that stays where it is.
 * @param {Range} view
 * @param {Range} whole
 * @param {number} factor
 * @param {number} anchorMs
 * @returns {Range}
 */
export function zoomed(view, whole, factor, anchorMs) {
  const length = view.endMs - view.startMs;
  const most = whole.endMs - whole.startMs;
  const wanted = Math.min(most, Math.max(Math.min(LEAST_MS, most), length / factor));
  const share = length > 0 ? (anchorMs - view.startMs) / length : 0;
  return within({ startMs: anchorMs - wanted * share, endMs: anchorMs + wanted * (1 - share) }, whole);
}

/**
 * A view of the same length that does not reach beyond the whole.
 * @param {Range} view
 * @param {Range} whole
 * @returns {Range}
 */
export function within(view, whole) {
  const length = Math.min(view.endMs - view.startMs, whole.endMs - whole.startMs);
  const startMs = Math.min(Math.max(view.startMs, whole.startMs), whole.endMs - length);
  return { startMs, endMs: startMs + length };
}

/**
 * The view that shows a position: turned like a page when the playhead runs out of it.
 * @param {Range} view
 * @param {Range} whole
 * @param {number} positionMs
 * @returns {Range}
 */
export function following(view, whole, positionMs) {
  if (positionMs >= view.startMs && positionMs < view.endMs) return view;
  const length = view.endMs - view.startMs;
  return within({ startMs: positionMs - length * 0.08, endMs: positionMs + length * 0.92 }, whole);
}

/**
 * Round positions to write times at, at most one every `pixels`.
 * @param {Range} view
 * @param {number} width px
 * @param {number} [pixels]
 * @returns {number[]}
 */
export function ticks(view, width, pixels = 84) {
  const least = (view.endMs - view.startMs) * pixels / Math.max(1, width);
  const steps = [500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000];
  const step = steps.find((one) => one >= least) ?? 3_600_000;
  const found = [];
  for (let at = Math.ceil(view.startMs / step) * step; at < view.endMs; at += step) found.push(at);
  return found;
}

/**
 * The row of each range, so that none covers another where there are rows enough.
 * @param {readonly Range[]} ranges
 * @param {number} rows
 * @returns {number[]}
 */
export function rowsOf(ranges, rows) {
  const free = Array.from({ length: rows }, () => -Infinity);
  const order = ranges.map((_, index) => index).sort((a, b) => ranges[a].startMs - ranges[b].startMs);
  /** @type {number[]} */
  const result = [];
  for (const index of order) {
    const found = free.findIndex((end) => end <= ranges[index].startMs);
    const row = found >= 0 ? found : free.indexOf(Math.min(...free));
    free[row] = Math.max(free[row], ranges[index].endMs);
    result[index] = row;
  }
  return result;
}

/**
 * Points too near each other to be hit one by one, gathered.
 * @template T
 * @param {readonly T[]} points
 * @param {(point: T) => number} at
 * @param {number} nearMs
 * @returns {T[][]}
 */
export function gathered(points, at, nearMs) {
  /** @type {T[][]} */
  const groups = [];
  for (const point of [...points].sort((a, b) => at(a) - at(b))) {
    const last = groups.at(-1);
    if (last && at(point) - at(last[0]) < nearMs) last.push(point);
    else groups.push([point]);
  }
  return groups;
}

/**
 * Where two people speak at once for `leastMs` or longer. For legs, which the server measures one by one.
 * @param {readonly Range[]} a ascending, without overlap
 * @param {readonly Range[]} b
 * @param {number} [leastMs] a shorter one is a "yes"
 * @returns {Range[]}
 */
export function overTalk(a, b, leastMs = 300) {
  /** @type {Range[]} */
  const found = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const startMs = Math.max(a[i].startMs, b[j].startMs);
    const endMs = Math.min(a[i].endMs, b[j].endMs);
    if (endMs - startMs >= leastMs) found.push({ startMs, endMs });
    if (a[i].endMs <= b[j].endMs) i++;
    else j++;
  }
  return found;
}
