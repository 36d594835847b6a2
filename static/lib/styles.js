/**
 * Brings a feature's style sheet in when its page is first opened.
 * @module
 */

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

/**
 * Loads a style sheet beside the calling module, once: `await styles(import.meta.url, "./player.css")`.
 * It never fails: a page without its style is better than none.
 * @param {string} module
 * @param {string} path
 * @returns {Promise<void>}
 */
export function styles(module, path) {
  if (typeof document === "undefined") return Promise.resolve();
  const href = new URL(path, module).pathname;
  const known = asked.get(href);
  if (known) return known;
  // What the page was given with its head was there before its scripts ran.
  if (document.head.querySelector(`link[rel="stylesheet"][href="${href}"]`)) return Promise.resolve();
  /** @type {Promise<void>} */
  const loading = new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => resolve());
    document.head.append(link);
  });
  asked.set(href, loading);
  return loading;
}
