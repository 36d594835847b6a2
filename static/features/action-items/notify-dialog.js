/**
 * Tells the agent about an evaluation: a summary, until when, and whether the score may be seen.
 * @module
 */
import { h } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { instantOf } from "/lib/times.js";
import { openDialog } from "/lib/ui/dialog.js";
import { checkbox, field, showErrors } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import { notifyAgent } from "/features/action-items/calls.js";
import "/features/action-items/labels.js";

/**
 * @param {{ id: string, interaction: { agent: import("/features/accounts/who.js").Ref | null } }} evaluation
 * @returns {Promise<boolean>} whether the agent was told
 */
export async function notifyDialog(evaluation) {
  const name = evaluation.interaction.agent?.name ?? "";
  const summary = field({
    label: t("actionItems.notifySummary"),
    hint: t("actionItems.notifySummaryHint"),
    control: h("textarea", { rows: 2, maxlength: 500, required: true }),
  });
  const due = field({ label: t("actionItems.notifyDue"), props: { type: "datetime-local" } });
  const score = checkbox({ label: t("actionItems.notifyShow"), hint: t("actionItems.notifyShowHint") });
  let isTold = false;
  const { closed } = openDialog({
    title: t("actionItems.notifyTitle"),
    width: "medium",
    body: [h("p", null, t("actionItems.notifyLead", { name })), summary.element, due.element, score.element],
    actions: [{ label: t("lib.cancel") }, { label: t("actionItems.notify"), look: "primary", run: tell }],
  });
  summary.control.focus();
  await closed;
  return isTold;

  async function tell() {
    try {
      await notifyAgent(evaluation.id, {
        summary: summary.value(),
        dueAt: due.value() ? instantOf(due.value()) : undefined,
        showScore: score.control.checked,
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.errors.length === 0) throw error;
      if (showErrors(error.errors, { "/summary": summary, "/dueAt": due }).length > 0) throw error;
      return false;
    }
    isTold = true;
    toast(t("actionItems.notified", { name }), { kind: "good" });
    return true;
  }
}
