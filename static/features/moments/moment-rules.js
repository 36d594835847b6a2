/**
 * What a moment must be: between one second and ten minutes, its end after its start.
 * @module
 */

/** The least and most a moment may last, ms. */
export const [LEAST_MS, MOST_MS] = [1000, 600_000];

/**
 * What is wrong with a range, as the name of a label; null when it makes a moment.
 * @param {number | null} startMs
 * @param {number | null} endMs
 * @returns {{ at: "start" | "end", label: string } | null}
 */
export function faultOf(startMs, endMs) {
  if (startMs === null) return { at: "start", label: "moments.noPosition" };
  if (endMs === null) return { at: "end", label: "moments.noPosition" };
  if (endMs <= startMs) return { at: "end", label: "moments.endBeforeStart" };
  if (endMs - startMs < LEAST_MS) return { at: "end", label: "moments.tooShort" };
  if (endMs - startMs > MOST_MS) return { at: "end", label: "moments.tooLong" };
  return null;
}

/**
 * A position as it is typed, to the millisecond where needed: "02:21.4".
 * @param {number} ms
 */
export function typed(ms) {
  const whole = Math.round(Math.abs(ms));
  const [hours, minutes, seconds] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60, whole % 60_000];
  const [full, rest] = [Math.floor(seconds / 1000), seconds % 1000];
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const fraction = rest ? `.${String(rest).padStart(3, "0").replace(/0+$/, "")}` : "";
  return `${ms < 0 ? "-" : ""}${hours ? `${hours}:` : ""}${two(minutes)}:${two(full)}${fraction}`;
}

/**
 * The range a new moment begins with: what is chosen, else ten seconds up to here.
 * @param {{ startMs: number, endMs: number } | null} range
 * @param {number} hereMs
 * @param {{ startMs: number, endMs: number }} whole
 */
export function proposed(range, hereMs, whole) {
  if (range) return range;
  const endMs = Math.round(Math.min(Math.max(hereMs, whole.startMs + 10_000), whole.endMs));
  return { startMs: Math.max(whole.startMs, endMs - 10_000), endMs };
}
