/**
 * Has interactions evaluated that somebody chose by hand: by which scorecards, by whom, until when, and what became of
 * each.
 * @module
 */
import { h } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { checkbox, field, select } from "/lib/ui/field.js";
import { may } from "/features/accounts/who.js";
import { showResults } from "/features/evaluations/bulk-bar.js";
import { createEvaluation } from "/features/evaluations/calls.js";
import { dueField } from "/features/evaluations/due-field.js";
import { evaluatorsPicker } from "/features/evaluations/evaluators-picker.js";
import { scorecardPicker } from "/features/evaluations/scorecard-picker.js";
import { evaluatorsOf } from "/features/evaluations/sharing-out.js";
import { styles } from "/lib/styles.js";
import "/features/evaluations/labels.js";

await styles(import.meta.url, "./evaluations.css");

/** @typedef {import("/features/interactions/calls.js").Interaction} Interaction */
/** @typedef {import("/features/evaluations/calls.js").ChangeResult} ChangeResult */

/**
 * @param {Interaction[]} interactions
 * @returns {Promise<boolean>} whether any evaluation was made
 */
export async function pickDialog(interactions) {
  const evaluated = interactions.filter((one) => one.evaluated).length;
  const cards = scorecardPicker();
  const sharing = field({
    label: t("evaluations.distribution"),
    control: select([
      { value: "shared", label: t("evaluations.distributionShared") },
      { value: "each", label: t("evaluations.distributionEach") },
    ]),
  });
  sharing.element.hidden = true;
  const people = evaluatorsPicker({ onchange: (count) => sharing.element.hidden = count < 2 });
  const due = dueField();
  const again = checkbox({
    label: t("evaluations.pickAgain", { count: evaluated }),
    hint: t("evaluations.pickAgainHint"),
  });
  const status = h("p", { class: "muted", role: "status" });
  /** @type {Map<string, ChangeResult>} what is made is not made twice, when a second try is needed */
  const results = new Map();
  let isDone = false;
  await openDialog({
    title: t("evaluations.pickTitle", { count: interactions.length }),
    width: "medium",
    body: [
      cards.element,
      people.element,
      sharing.element,
      due.element,
      evaluated > 0 && may("reuse_evaluated") && again.element,
      status,
    ],
    actions: [{ label: t("lib.cancel") }, { label: t("evaluations.pickNow"), look: "primary", run: start }],
  }).closed;
  const all = [...results.values()];
  if (isDone) await showResults(interactions.map(({ id, externalId }) => ({ id, name: externalId })), all);
  return all.some((one) => one.code === null);

  async function start() {
    cards.setError(cards.chosen().length > 0 ? null : t("evaluations.scorecardsMissing"));
    if (cards.chosen().length === 0) return false;
    const dueAt = await due.read();
    if (dueAt === undefined) return false;
    for (const [index, { id }] of interactions.entries()) {
      status.textContent = t("evaluations.pickProgress", { done: index, total: interactions.length });
      for (const evaluatorId of evaluatorsOf(index, people.chosen(), sharing.value())) {
        const key = `${id} ${evaluatorId}`;
        if (results.has(key)) continue;
        const result = await make(id, {
          interactionId: id,
          scorecards: cards.chosen(),
          evaluatorId: evaluatorId ?? undefined,
          dueAt: dueAt ?? undefined,
          reuseEvaluated: again.control.checked || undefined,
        });
        results.set(key, result);
      }
    }
    isDone = true;
  }
}

/**
 * @param {string} id
 * @param {Parameters<typeof createEvaluation>[0]} input
 * @returns {Promise<ChangeResult>} what became of it; only what the server declines is one
 */
async function make(id, input) {
  try {
    await createEvaluation(input);
    return { id, code: null, detail: null };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500) throw error;
    return { id, code: error.code, detail: error.message };
  }
}
