/**
 * Says that an evaluation is expired, what still works, and the way out: another date.
 * @module
 */
import { reload } from "/lib/router.js";
import { t } from "/lib/text.js";
import { dateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { notice } from "/lib/ui/parts.js";
import { toast } from "/lib/ui/toast.js";
import { getEvaluation, setDueDate } from "/features/evaluations/calls.js";
import { dueField } from "/features/evaluations/due-field.js";
import "/features/evaluations/labels.js";
import "/features/evaluations/workbench-labels.js";

/** @param {import("/features/evaluations/calls.js").Session} session expired */
export function expiredNotice(session) {
  const { may, dueAt } = session;
  const text = [
    t("workbench.expiredNotice", { when: dateTime(dueAt ?? "") }),
    !may.extend && t("workbench.expiredAsk"),
  ].filter(Boolean).join(" ");
  const action = may.extend
    ? button({ label: t("workbench.extend"), small: true, onclick: () => void extend(session.id) })
    : null;
  return notice(text, { tone: "warn", action });
}

/** @param {string} id */
async function extend(id) {
  const due = dueField({ hint: t("evaluations.extendHint") });
  const answer = await openDialog({
    title: t("workbench.extendTitle"),
    body: due.element,
    actions: [{ label: t("lib.cancel") }, {
      label: t("evaluations.extendNow"),
      look: "primary",
      value: "set",
      run: async () => {
        const dueAt = await due.read();
        if (dueAt === undefined) return false;
        const { etag } = await getEvaluation(id);
        await setDueDate(id, dueAt, etag);
      },
    }],
  }).closed;
  if (answer !== "set") return;
  toast(t("workbench.extended"), { kind: "good" });
  await reload();
}
