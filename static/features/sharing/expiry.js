/**
 * How long a link may work: the choices a policy leaves.
 * @module
 */

const usual = [1, 24, 72, 168, 336, 720, 2160];

/**
 * The hours to choose from; the longest allowed is always the last.
 * @param {number} longest
 * @returns {number[]}
 */
export function expiryHours(longest) {
  return [...usual.filter((hours) => hours < longest), longest];
}

/**
 * The choice to begin with: a week, or the longest when it is shorter.
 * @param {number} longest
 */
export function firstExpiry(longest) {
  return Math.min(168, longest);
}

/**
 * Hours as days where they are whole ones.
 * @param {number} hours
 * @returns {{ key: "days" | "hours", count: number }}
 */
export function hoursText(hours) {
  return hours % 24 === 0 ? { key: "days", count: hours / 24 } : { key: "hours", count: hours };
}
