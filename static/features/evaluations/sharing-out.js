/**
 * Who of several people gets which of several things: as a draw shares out, so that choosing by hand is alike.
 * @module
 */

/**
 * Whose evaluations are made of the interaction at `index`; null is nobody's yet.
 * @param {number} index
 * @param {string[]} people
 * @param {string} distribution `shared`: one after another; `each`: all of them
 * @returns {(string | null)[]}
 */
export function evaluatorsOf(index, people, distribution) {
  if (people.length === 0) return [null];
  return distribution === "each" ? people : [people[index % people.length]];
}
