/**
 * Asks why a completed evaluation is changed, and saves it.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";
import { saveAnswers } from "/features/evaluations/calls.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * Gives the session as it was saved, or that the answers were stale, or null when it was put off.
 * @param {{ session: Session, forms: FormAnswers[], etag: string, changes: number }} options
 * @returns {Promise<{ saved: Session } | { stale: unknown } | null>}
 */
export async function reviseDialog({ session, forms, etag, changes }) {
  /** @type {{ saved: Session } | { stale: unknown } | null} */
  let result = null;
  const reason = field({
    label: t("workbench.reviseReason"),
    required: true,
    control: h("textarea", { rows: 3, maxlength: 1000 }),
  });
  const { closed } = openDialog({
    title: t("workbench.reviseTitle"),
    body: h("div", { class: "fields" }, h("p", null, t("workbench.reviseLead", { count: changes })), reason.element),
    actions: [{ label: t("lib.cancel"), value: "" }, { label: t("workbench.reviseSave"), look: "primary", run }],
  });
  await closed;
  return result;

  async function run() {
    reason.setError(null);
    if (reason.value() === "") {
      reason.setError(t("workbench.reviseReasonMissing"));
      reason.control.focus();
      return false;
    }
    try {
      result = { saved: await saveAnswers(session.id, forms, etag, reason.value()) };
    } catch (error) {
      // Somebody saved in between: that is settled question by question, not here.
      if (/** @type {{ status?: number }} */ (error).status !== 412) throw error;
      result = { stale: error };
    }
  }
}
