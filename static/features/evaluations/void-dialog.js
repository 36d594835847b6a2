/**
 * Asks why an evaluation is withdrawn, and voids it.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";
import { voidEvaluation } from "/features/evaluations/calls.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */

/**
 * Gives the voided session, or null when it was left as it is.
 * @param {Session} session
 * @param {string} etag
 * @returns {Promise<Session | null>}
 */
export async function voidDialog(session, etag) {
  /** @type {Session | null} */
  let result = null;
  const reason = field({
    label: t("workbench.voidReason"),
    required: true,
    control: h("textarea", { rows: 3, maxlength: 1000 }),
  });
  const { closed } = openDialog({
    title: t("workbench.voidTitle"),
    body: h("div", { class: "fields" }, h("p", null, t("workbench.voidText")), reason.element),
    actions: [{ label: t("lib.cancel"), value: "" }, { label: t("workbench.voidNow"), look: "danger", run }],
  });
  reason.control.focus();
  await closed;
  return result;

  async function run() {
    if (reason.value() === "") {
      reason.setError(t("workbench.voidReasonMissing"));
      reason.control.focus();
      return false;
    }
    result = await voidEvaluation(session.id, reason.value(), etag);
  }
}
