/**
 * Draws evaluations from saved criteria: how many, by which scorecards, for whom, until when.
 * @module
 */
import { h } from "/lib/dom.js";
import { navigate } from "/lib/router.js";
import { t } from "/lib/text.js";
import { instantOf } from "/lib/times.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field, select } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import { draw, drawable, listCriteria } from "/features/evaluations/calls.js";
import { evaluatorField } from "/features/evaluations/evaluator-field.js";
import { scorecardPicker } from "/features/evaluations/scorecard-picker.js";
import "/features/evaluations/labels.js";

/**
 * @param {string | null} [criteriaId] chosen to begin with
 * @returns {Promise<boolean>} whether any were drawn
 */
export async function drawDialog(criteriaId = null) {
  const criteria = (await listCriteria()).items;
  if (criteria.length === 0) {
    await nothingToDrawFrom();
    return false;
  }
  const which = field({
    label: t("evaluations.which"),
    control: select(criteria.map((one) => ({ value: one.id, label: one.name })), {
      value: criteriaId ?? criteria[0].id,
      onchange: () => void count(),
    }),
  });
  const many = field({
    label: t("evaluations.howMany"),
    props: { type: "number", min: 1, max: 500, step: 1, value: "5", inputmode: "numeric" },
  });
  const there = h("p", { class: "draw-available", role: "status" });
  const cards = scorecardPicker();
  const evaluator = evaluatorField();
  const due = field({
    label: t("evaluations.due"),
    hint: t("evaluations.dueHint"),
    props: { type: "datetime-local" },
  });
  let wasDrawn = false;
  void count();
  await openDialog({
    title: t("evaluations.drawTitle"),
    width: "medium",
    body: [
      which.element,
      there,
      cards.element,
      h("div", { class: "fields two" }, many.element, evaluator.element),
      due.element,
    ],
    actions: [{ label: t("lib.cancel") }, { label: t("evaluations.draw"), look: "primary", run: start }],
  }).closed;
  return wasDrawn;

  async function count() {
    there.textContent = "";
    const found = await drawable(which.value()).catch(() => null);
    if (!found) return;
    there.textContent = `${t("evaluations.available", { count: found.available })}. ${
      t("evaluations.availableMore", { matching: found.matching, evaluated: found.evaluated })
    }`;
  }

  async function start() {
    const wanted = Number(many.value());
    const isCount = Number.isInteger(wanted) && wanted >= 1;
    many.setError(isCount ? null : t("evaluations.countWrong"));
    cards.setError(cards.chosen().length > 0 ? null : t("evaluations.scorecardsMissing"));
    if (!isCount || cards.chosen().length === 0) return false;
    const result = await draw(which.value(), {
      count: wanted,
      scorecards: cards.chosen(),
      evaluatorId: evaluator.value() || null,
      dueAt: due.value() ? instantOf(due.value()) : undefined,
    });
    wasDrawn = result.drawn > 0;
    const message = result.shortfall > 0
      ? t("evaluations.shortfall", { drawn: result.drawn, count: result.shortfall })
      : t("evaluations.drawn", { count: result.drawn });
    toast(message, { kind: result.drawn > 0 ? "good" : "plain" });
    return true;
  }
}

async function nothingToDrawFrom() {
  const answer = await openDialog({
    title: t("evaluations.criteriaEmpty"),
    body: h("p", null, t("evaluations.criteriaEmptyText")),
    actions: [{ label: t("lib.cancel") }, { label: t("evaluations.goFilter"), look: "primary", value: "go" }],
  }).closed;
  if (answer === "go") await navigate("/interactions");
}
