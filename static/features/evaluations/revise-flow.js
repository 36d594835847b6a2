/**
 * Saves a completed evaluation: first what is required, then why it is changed.
 * @module
 */
import { t } from "/lib/text.js";
import { toast } from "/lib/ui/toast.js";
import { saveAnswers } from "/features/evaluations/calls.js";
import { getCompletion } from "/features/evaluations/calls.js";
import { differences } from "/features/evaluations/conflicts.js";
import { reasonDialog } from "/features/evaluations/reason-dialog.js";
import { answersOf } from "/features/evaluations/session-answers.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/** What stands in the way of a revision, the worst first, and how it is said. */
const GAPS = /** @type {const} */ ([
  ["missingRequired", "workbench.requiredFirst"],
  ["unconfirmed", "workbench.unconfirmedFirst"],
  ["missingComments", "workbench.noteFirst"],
  ["missingEvidence", "workbench.evidenceFirst"],
]);

/**
 * Gives the session as it was saved, that the answers were stale, or null when nothing was saved.
 * @param {Session} session
 * @param {FormAnswers[]} forms
 * @param {string} etag
 * @param {(form: string, question: string) => void} goTo
 * @param {string} [said] the reason as far as it was given before
 * @returns {Promise<{ saved: Session } | { stale: unknown, reason: string } | null>}
 */
export async function revise(session, forms, etag, goTo, said = "") {
  const changes = differences(forms, answersOf(session)).length;
  if (changes === 0) {
    toast(t("workbench.nothingToSave"));
    return null;
  }
  // The draft is settled: what the server finds missing is missing of these answers.
  const found = await getCompletion(session.id);
  for (const [list, label] of GAPS) {
    const open = found.forms.flatMap((form) => (form[list] ?? []).map((question) => ({ form: form.id, question })));
    if (open.length === 0) continue;
    toast(t(label, { count: open.length }), { kind: "bad" });
    goTo(open[0].form, open[0].question);
    return null;
  }
  const words = {
    title: t("workbench.reviseTitle"),
    text: t("workbench.reviseLead", { count: changes }),
    question: t("workbench.reviseReason"),
    missing: t("workbench.reviseReasonMissing"),
    confirm: t("workbench.reviseSave"),
    said,
  };
  return await reasonDialog(words, async (reason) => {
    try {
      return { saved: await saveAnswers(session.id, forms, etag, reason) };
    } catch (error) {
      // Somebody saved in between: that is settled question by question, not here.
      if (/** @type {{ status?: number }} */ (error).status !== 412) throw error;
      return { stale: error, reason };
    }
  });
}
