/**
 * The lines of a transcript, and which of them a position falls on.
 * @module
 */

/** @typedef {{ index: number, startMs: number, endMs: number, speaker: string, party: "agent" | "customer" | "other", text: string, words?: import("/features/transcripts/spoken-word.js").WordTimes | null }} Segment */
/** @typedef {{ segments: Segment[], startMs: number, endMs: number }} Lines some lines, chosen */

/**
 * The line being said at a position, or the last one before it; -1 before the first.
 * @param {readonly Segment[]} segments sorted by start
 * @param {number} positionMs
 */
export function lineAt(segments, positionMs) {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle].startMs <= positionMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * From the first word to the last one.
 * @param {readonly Segment[]} segments
 */
export function spanOf(segments) {
  return {
    startMs: Math.min(...segments.map((one) => one.startMs)),
    endMs: Math.max(...segments.map((one) => one.endMs)),
  };
}

/**
 * Segments in the order they are read, whatever order they came in.
 * @param {readonly Segment[]} segments
 * @returns {Segment[]}
 */
export function inOrder(segments) {
  return [...segments].sort((a, b) => a.startMs - b.startMs || a.index - b.index);
}
