/**
 * *Show more options* of completing: what is done once it is completed, files exported and others told.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { checkbox } from "/lib/ui/field.js";
import { toastError } from "/lib/ui/toast.js";
import { download } from "/features/exports/export-menu.js";
import { passwordFields } from "/features/exports/password-fields.js";
import "/features/exports/labels.js";

/** @typedef {import("/features/exports/calls.js").Format} Format */

/**
 * @typedef {object} Option something else that can be done
 * @property {HTMLElement | null} element
 * @property {() => boolean} isReady
 * @property {() => Promise<void>} run
 */

/**
 * @param {Option[]} others
 * @returns {{ element: HTMLElement, isReady: () => boolean, run: (id: string) => Promise<void> }} isReady says at the
 * field what is missing; run exports what was chosen
 */
export function moreOptions(others = []) {
  const password = passwordFields();
  password.element.hidden = true;
  /** @type {string | null} */
  let secret = null;
  const boxes = {
    csv: checkbox({ label: t("exports.alsoCSV") }),
    xlsx: checkbox({
      label: t("exports.alsoXLSX"),
      props: {
        onchange: () => {
          password.element.hidden = !boxes.xlsx.control.checked;
          if (boxes.xlsx.control.checked) password.focus();
        },
      },
    }),
    pdf: checkbox({ label: t("exports.alsoPDF") }),
  };
  const element = h(
    "details",
    { class: "export-more" },
    h("summary", null, t("exports.more")),
    h(
      "div",
      { role: "group", aria: { label: t("exports.afterwards") } },
      boxes.csv.element,
      boxes.xlsx.element,
      password.element,
      boxes.pdf.element,
      others.map((one) => one.element),
    ),
  );
  return { element, isReady, run };

  function isReady() {
    // All say what they lack; the password stands before the others, so it has the focus.
    const missing = others.filter((one) => !one.isReady());
    secret = boxes.xlsx.control.checked ? password.value() : null;
    const isReady = missing.length === 0 && (!boxes.xlsx.control.checked || secret !== null);
    if (!isReady) element.open = true;
    return isReady;
  }

  /** @param {string} id */
  async function run(id) {
    for (const format of /** @type {Format[]} */ (["csv", "xlsx", "pdf"])) {
      if (!boxes[format].control.checked) continue;
      try {
        await download(id, format, format === "xlsx" ? secret ?? undefined : undefined);
      } catch (error) {
        toastError(t("exports.failedAfter", { why: error instanceof Error ? error.message : String(error) }));
      }
    }
    secret = null;
    for (const one of others) {
      await one.run().catch((error) => toastError(t("exports.failedAfter", { why: error.message })));
    }
  }
}
