/**
 * In which code page subtitles were written that are no Unicode: asked, since bytes do not say it.
 * @module
 */

/** The code pages the server reads, as people know them. */
export const codePages = /** @type {const} */ ([
  "windows-1250",
  "windows-1251",
  "windows-1252",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "windows-1258",
]);

/**
 * Whether bytes say themselves how they are to be read: UTF-16 by its mark, or UTF-8.
 * @param {Uint8Array} bytes
 */
export function isUnicode(bytes) {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first line in which a code page makes a difference, read in it.
 * @param {Uint8Array} bytes
 * @param {string} codePage
 */
export function sample(bytes, codePage) {
  const at = bytes.findIndex((byte) => byte >= 0x80);
  if (at < 0) return "";
  const start = Math.max(bytes.lastIndexOf(0x0a, at), bytes.lastIndexOf(0x0d, at)) + 1;
  const ends = [0x0a, 0x0d].map((byte) => bytes.indexOf(byte, at)).filter((end) => end >= 0);
  const line = bytes.subarray(start, Math.min(...ends, start + 120, bytes.length));
  return new TextDecoder(codePage).decode(line).trim();
}
