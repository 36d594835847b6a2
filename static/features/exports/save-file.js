/**
 * Hands a file to the browser, which puts it where downloads go.
 * @module
 */
import { h } from "/lib/dom.js";

/** @param {import("/features/exports/calls.js").ExportedFile} file */
export function saveFile({ name, content }) {
  const url = URL.createObjectURL(content);
  follow(url, name);
  // The browser has begun to copy it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What lies at an address of the API. @param {string} url */
export function saveFrom(url) {
  follow(url, "");
}

/** @param {string} url @param {string} name */
function follow(url, name) {
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}
