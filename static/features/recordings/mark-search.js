/**
 * Which marks are shown: by their kind, and by words that stand in them.
 * @module
 */

/** @typedef {import("/features/recordings/timeline-marks.js").Mark} Mark */

/** The kinds one can choose from, in the order they are offered. */
export const KINDS = /** @type {const} */ (["evidence", "moment", "comment", "redaction"]);

/**
 * @param {readonly Mark[]} marks
 * @param {{ kinds: ReadonlySet<string>, words: string }} wanted no kinds are all; every word has to be there
 */
export function found(marks, { kinds, words }) {
  const all = plain(words).split(/\s+/).filter(Boolean);
  return marks.filter((mark) => {
    if (kinds.size > 0 && !kinds.has(mark.kind)) return false;
    const text = plain([mark.label, mark.name, mark.who].filter(Boolean).join(" "));
    return all.every((word) => text.includes(word));
  });
}

/** @param {readonly Mark[]} marks @param {string} kind */
export function countOf(marks, kind) {
  return marks.filter((mark) => mark.kind === kind).length;
}

/** In small letters, without accents. @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
