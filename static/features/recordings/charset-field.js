/**
 * The choice of a code page beside a transcript that is no Unicode; hidden where bytes say themselves how they are read.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { field, select } from "/lib/ui/field.js";
import { codePages, isUnicode, sample } from "/features/transcripts/charset.js";
import "/features/recordings/labels.js";

/** Subtitles are small; what is longer is no transcript, and the server says so. */
const LONGEST = 16 << 20;

/**
 * @param {File} file
 * @returns {{ element: HTMLElement, value: () => string | null, look: (isWanted: boolean) => Promise<void> }}
 *   `look` shows the choice where the file needs it
 */
export function charsetField(file) {
  /** @type {Uint8Array | null} */
  let bytes = null;
  const shown = h("output", { class: "charset-sample" });
  const pages = codePages.map((page) => ({ value: page, label: t(`recordings.${page}`) }));
  const choice = field({
    label: t("recordings.charset"),
    hint: t("recordings.charsetHint"),
    control: select([{ value: "", label: t("recordings.charsetNone") }, ...pages], { value: "", onchange: draw }),
  });
  const element = h("div", { class: "charset", hidden: true }, choice.element, shown);
  return { element, value: () => element.hidden ? null : choice.value() || null, look };

  /** @param {boolean} isWanted */
  async function look(isWanted) {
    // WebVTT and JSON are UTF-8 by their standards.
    const mayNeed = isWanted && /\.srt$/i.test(file.name) && file.size <= LONGEST;
    if (mayNeed && !bytes) bytes = new Uint8Array(await file.arrayBuffer());
    element.hidden = !mayNeed || !bytes || isUnicode(bytes);
    draw();
  }

  function draw() {
    const page = choice.value();
    const text = bytes && page ? sample(bytes, page) : "";
    shown.textContent = text && t("recordings.charsetSample", { text });
    shown.hidden = !text;
  }
}
