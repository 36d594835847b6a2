/**
 * Asks why before something is done to an evaluation, and does it with the reason given.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";

/**
 * @typedef {object} ReasonWords
 * @property {string} title
 * @property {string} text what will happen
 * @property {string} question the label of the reason
 * @property {string} missing what is said when no reason is given
 * @property {string} confirm
 * @property {"primary" | "danger"} [look] of what confirms
 * @property {string} [said] the reason to begin with
 */

/**
 * Gives what was done, or null when it was left.
 * @template T
 * @param {ReasonWords} words
 * @param {(reason: string) => Promise<T>} run what it throws is shown in the dialog
 * @returns {Promise<T | null>}
 */
export async function reasonDialog({ title, text, question, missing, confirm, look = "primary", said = "" }, run) {
  /** @type {T | null} */
  let done = null;
  const reason = field({
    label: question,
    required: true,
    control: h("textarea", { rows: 3, maxlength: 1000, value: said }),
  });
  const { closed } = openDialog({
    title,
    body: h("div", { class: "fields" }, h("p", null, text), reason.element),
    actions: [{ label: t("lib.cancel"), value: "" }, { label: confirm, look, run: act }],
  });
  await closed;
  return done;

  async function act() {
    if (reason.value() === "") {
      reason.setError(missing);
      reason.control.focus();
      return false;
    }
    done = await run(reason.value());
  }
}
