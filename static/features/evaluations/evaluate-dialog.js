/**
 * Starts an evaluation straight from an interaction, ad hoc: choose scorecards, and who does it.
 * @module
 */
import { ApiError } from "/lib/http.js";
import { navigate } from "/lib/router.js";
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { confirmDialog, openDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import { isMe, may } from "/features/accounts/who.js";
import { createEvaluation } from "/features/evaluations/calls.js";
import { dueField } from "/features/evaluations/due-field.js";
import { evaluatorField } from "/features/evaluations/evaluator-field.js";
import { scorecardPicker } from "/features/evaluations/scorecard-picker.js";
import "/features/evaluations/labels.js";

/**
 * @param {{ id: string, externalId: string }} interaction
 * @returns {Promise<import("/features/evaluations/calls.js").Item | null>} what was created
 */
export async function evaluateDialog(interaction) {
  const cards = scorecardPicker();
  const evaluator = evaluatorField({ me: true });
  const name = field({
    label: t("evaluations.sessionName"),
    hint: t("evaluations.sessionNameHint"),
    props: { maxlength: 250 },
  });
  const due = dueField();
  /** @type {import("/features/evaluations/calls.js").Item | null} */
  let made = null;
  await openDialog({
    title: t("evaluations.evaluateTitle", { id: interaction.externalId }),
    width: "medium",
    body: [cards.element, h("div", { class: "fields two" }, evaluator.element, due.element), name.element],
    actions: [{ label: t("lib.cancel") }, { label: t("evaluations.evaluate"), look: "primary", run: start }],
  }).closed;
  if (!made) return null;
  return made;

  async function start() {
    cards.setError(cards.chosen().length > 0 ? null : t("evaluations.scorecardsMissing"));
    if (cards.chosen().length === 0) return false;
    const dueAt = await due.read();
    if (dueAt === undefined) return false;
    const input = {
      interactionId: interaction.id,
      scorecards: cards.chosen(),
      evaluatorId: evaluator.value() || undefined,
      dueAt: dueAt ?? undefined,
      name: name.value() || undefined,
      adHoc: true,
    };
    made = await create(input);
    if (!made) return false;
    if (isMe(made.evaluator)) await navigate(`/evaluations/${made.id}`);
    else {
      toast(
        made.evaluator ? t("evaluations.assignedToast", { name: made.evaluator.name }) : t("evaluations.createdToast"),
        {
          kind: "good",
          action: { label: t("evaluations.openFirst"), run: () => void navigate(`/evaluations/${made?.id}`) },
        },
      );
    }
    return true;
  }

  /** @param {Parameters<typeof createEvaluation>[0]} input */
  async function create(input) {
    try {
      return await createEvaluation(input);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "already_evaluated" || !may("reuse_evaluated")) throw error;
      const isSure = await confirmDialog({
        title: t("evaluations.reuseTitle"),
        body: t("evaluations.reuseText", { id: interaction.externalId }),
        confirm: t("evaluations.reuse"),
      });
      return isSure ? await createEvaluation({ ...input, reuseEvaluated: true }) : null;
    }
  }
}
