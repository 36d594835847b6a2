/**
 * What an agent is told about an evaluation: a summary, until when, and whether the score may be seen.
 * @module
 */
import { h } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { instantOf } from "/lib/times.js";
import { checkbox, field, showErrors } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import { notifyAgent } from "/features/action-items/calls.js";
import "/features/action-items/labels.js";

/** @typedef {{ id: string, interaction: { agent: import("/features/accounts/who.js").Ref | null } }} Told */

/**
 * @typedef {object} NotifyFields
 * @property {HTMLElement} element
 * @property {() => void} focus
 * @property {() => boolean} isReady says at the field what is missing
 * @property {() => Promise<boolean>} tell false when a field was wrong, which is said there
 */

/**
 * @param {Told} evaluation
 * @returns {NotifyFields}
 */
export function notifyFields(evaluation) {
  const name = evaluation.interaction.agent?.name ?? "";
  const summary = field({
    label: t("actionItems.notifySummary"),
    required: true,
    hint: t("actionItems.notifySummaryHint"),
    control: h("textarea", { rows: 2, maxlength: 500 }),
  });
  const due = field({ label: t("actionItems.notifyDue"), props: { type: "datetime-local" } });
  const score = checkbox({ label: t("actionItems.notifyShow"), hint: t("actionItems.notifyShowHint") });
  return {
    element: h("div", { class: "fields" }, summary.element, due.element, score.element),
    focus: () => summary.control.focus(),
    isReady() {
      const isSaid = summary.value().trim() !== "";
      summary.setError(isSaid ? null : t("actionItems.summaryMissing"));
      if (!isSaid) summary.control.focus();
      return isSaid;
    },
    async tell() {
      try {
        await notifyAgent(evaluation.id, {
          summary: summary.value(),
          dueAt: (due.value() && instantOf(due.value())) || undefined,
          showScore: score.control.checked,
        });
      } catch (error) {
        if (!(error instanceof ApiError) || error.errors.length === 0) throw error;
        if (showErrors(error.errors, { "/summary": summary, "/dueAt": due }).length > 0) throw error;
        return false;
      }
      toast(t("actionItems.notified", { name }), { kind: "good" });
      return true;
    },
  };
}
