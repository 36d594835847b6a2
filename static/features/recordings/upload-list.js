/**
 * The files chosen for an interaction: dropped or picked, sent in parallel, attached and prepared.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";
import { guessOf } from "/features/recordings/file-guess.js";
import { uploadRow } from "/features/recordings/upload-row.js";
import "/features/recordings/labels.js";

/** @typedef {import("/features/recordings/upload-row.js").UploadRow} UploadRow */

/**
 * @param {{ takenMonitors: number[], onchange: () => void, onagain: (row: UploadRow) => void }} options `onagain`: one is to
 *   be prepared once more, alone
 */
export function uploadList({ takenMonitors, onchange, onagain }) {
  /** @type {UploadRow[]} */
  let rows = [];
  const list = h("ul", { class: "upload-list", aria: { label: t("recordings.files") } });
  const choose = h("input", {
    type: "file",
    multiple: true,
    hidden: true,
    onchange: () => {
      add([...(choose.files ?? [])]);
      choose.value = "";
    },
  });
  const chooseButton = button({ label: t("recordings.choose"), onclick: () => choose.click() });
  const zone = h(
    "div",
    {
      class: "drop-zone",
      ondragover: (/** @type {DragEvent} */ event) => {
        event.preventDefault();
        zone.classList.add("is-over");
      },
      ondragleave: () => zone.classList.remove("is-over"),
      ondrop: (/** @type {DragEvent} */ event) => {
        event.preventDefault();
        zone.classList.remove("is-over");
        add([...(event.dataTransfer?.files ?? [])]);
      },
    },
    icon("upload"),
    h("p", { class: "drop-title" }, t("recordings.drop")),
    h("p", { class: "muted" }, t("recordings.dropHint")),
    choose,
    chooseButton,
  );
  return {
    element: h("div", { class: "uploads" }, zone, list),
    rows: () => rows,
    isSending: () => rows.some((row) => row.isSending()),
    check: () => rows.map((row) => row.check()).every(Boolean),
    attachAll,
    setOpen: (/** @type {boolean} */ isOpen) => void (zone.hidden = !isOpen),
  };

  /** @param {File[]} files */
  function add(files) {
    for (const file of files) {
      const taken = [...takenMonitors, ...rows.flatMap((row) => row.monitor() ?? [])];
      const row = uploadRow(file, guessOf(file, taken), {
        onchange,
        onagain: () => onagain(row),
        onremove: () => {
          const at = rows.indexOf(row);
          rows = rows.filter((one) => one !== row);
          onchange();
          ((rows[at] ?? rows.at(-1))?.element ?? chooseButton).focus();
        },
      });
      rows.push(row);
      list.append(row.element);
    }
    onchange();
    // As many as fit, the first in any case.
    for (const row of [rows.at(-1), rows.at(-files.length)]) row?.element.scrollIntoView({ block: "nearest" });
  }

  /**
   * Attaches every file, or some; they are prepared side by side.
   * @param {string} interaction
   * @param {AbortSignal} signal
   * @param {UploadRow[]} some
   * @returns {Promise<boolean>} whether all of them are ready
   */
  async function attachAll(interaction, signal, some = rows) {
    let before = Promise.resolve();
    const all = some.map((row) => {
      const { placed, ready } = row.attach(interaction, signal, before);
      before = placed;
      return ready;
    });
    await Promise.all(all);
    return rows.every((row) => row.state() === "ready");
  }
}
