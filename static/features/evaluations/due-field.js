/**
 * The field for when evaluations are due: a day and a time, or nothing. A date that has passed is asked about.
 * @module
 */
import { t } from "/lib/text.js";
import { dateTime, instantOf } from "/lib/times.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";
import "/features/evaluations/labels.js";

/** @param {{ hint?: string }} [options] */
export function dueField({ hint = t("evaluations.dueHint") } = {}) {
  const due = field({ label: t("evaluations.due"), hint, props: { type: "datetime-local" } });
  return { element: due.element, read };

  /**
   * Gives the instant, null for none; undefined while something is wrong, or when a passed date is not meant.
   * @returns {Promise<string | null | undefined>}
   */
  async function read() {
    const isWrong = due.control.validity.badInput;
    due.setError(isWrong ? t("evaluations.dueWrong") : null);
    if (isWrong) {
      due.control.focus();
      return undefined;
    }
    const at = due.value() === "" ? null : instantOf(due.value());
    if (at === null || Date.parse(at) > Date.now()) return at;
    const isMeant = await confirmDialog({
      title: t("evaluations.duePastTitle"),
      body: t("evaluations.duePastText", { when: dateTime(at) }),
      confirm: t("evaluations.duePastNow"),
    });
    if (isMeant) return at;
    due.control.focus();
    return undefined;
  }
}
