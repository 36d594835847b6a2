/**
 * How hard a password is to guess, as a hint while it is typed.
 * @module
 */

/** What the server takes. */
export const shortest = 8;

/**
 * "short" is refused; the rest is advice. Length counts most, then that its signs are not all of one kind or the same.
 * @param {string} password
 * @returns {"short" | "weak" | "fair" | "strong"}
 */
export function strength(password) {
  const signs = [...password];
  if (signs.length < shortest) return "short";
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  const different = new Set(signs.map((sign) => sign.toLowerCase())).size;
  if (different < 5) return "weak";
  const points = signs.length + 2 * (kinds - 1);
  return points >= 18 ? "strong" : points >= 13 ? "fair" : "weak";
}
