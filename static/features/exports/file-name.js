/**
 * The name a server gives a file.
 * @module
 */

/**
 * The name in a Content-Disposition: the exact one (RFC 8187) where there is one; null when there is none.
 * @param {string | null} header
 */
export function fileNameOf(header) {
  const exact = /filename\*=UTF-8''([^;]+)/i.exec(header ?? "");
  if (exact) {
    try {
      return decodeURIComponent(exact[1]);
    } catch {
      // The plain name is as good as we get.
    }
  }
  return /filename="([^"]*)"/i.exec(header ?? "")?.[1] ?? null;
}
