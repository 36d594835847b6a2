/**
 * Passwords people can read out, in groups of four.
 * @module
 */

/** Without i, l, o, 0 and 1, which are taken for one another. */
const signs = "abcdefghjkmnpqrstuvwxyz23456789";

/**
 * A password of sixteen signs, about 79 random bits.
 * @param {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array} [fill]
 */
export function makePassword(fill = (bytes) => crypto.getRandomValues(bytes)) {
  const limit = 256 - (256 % signs.length);
  /** @type {string[]} */
  const chosen = [];
  while (chosen.length < 16) {
    // A byte at or above the limit would make the first signs likelier than the rest.
    for (const byte of fill(new Uint8Array(32))) {
      if (byte < limit && chosen.length < 16) chosen.push(signs[byte % signs.length]);
    }
  }
  return chosen.join("").replace(/(.{4})(?=.)/g, "$1-");
}
