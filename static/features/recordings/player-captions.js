/**
 * What is said, under the screens.
 * @module
 */

/** @typedef {{ startMs: number, endMs: number, text: string, speaker?: string }} Caption */

/**
 * The caption at a position; of several at once the one that began last. Null where nothing is said.
 * @param {readonly Caption[]} captions sorted by start
 * @param {number} positionMs
 */
export function captionAt(captions, positionMs) {
  const now = captions.findLast((one) => one.startMs <= positionMs && positionMs < one.endMs);
  if (!now) return null;
  return now.speaker ? `${now.speaker}: ${now.text}` : now.text;
}
