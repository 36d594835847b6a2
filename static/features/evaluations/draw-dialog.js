/**
 * Draws evaluations from saved criteria: how many, by which scorecards, for whom, until when.
 * @module
 */
import { h } from "/lib/dom.js";
import { navigate } from "/lib/router.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field, select } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import { allCriteria, draw, drawable } from "/features/evaluations/calls.js";
import { dueField } from "/features/evaluations/due-field.js";
import { evaluatorsPicker } from "/features/evaluations/evaluators-picker.js";
import { scorecardPicker } from "/features/evaluations/scorecard-picker.js";
import "/features/evaluations/labels.js";

/**
 * @param {string | null} [criteriaId] chosen to begin with
 * @returns {Promise<boolean>} whether any were drawn
 */
export async function drawDialog(criteriaId = null) {
  const criteria = await allCriteria();
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
  const by = field({
    label: t("evaluations.sizeBy"),
    control: select([
      { value: "count", label: t("evaluations.sizeAll") },
      { value: "perAgent", label: t("evaluations.sizeAgent") },
    ]),
  });
  const there = h("p", { class: "draw-available", role: "status" });
  const cards = scorecardPicker();
  const sharing = field({
    label: t("evaluations.distribution"),
    control: select([
      { value: "shared", label: t("evaluations.distributionShared") },
      { value: "each", label: t("evaluations.distributionEach") },
    ]),
  });
  sharing.element.hidden = true;
  const evaluators = evaluatorsPicker({ onchange: (count) => sharing.element.hidden = count < 2 });
  const seed = field({ label: t("evaluations.seed"), hint: t("evaluations.seedHint"), props: { maxlength: 100 } });
  const due = dueField();
  let wasDrawn = false;
  void count();
  await openDialog({
    title: t("evaluations.drawTitle"),
    width: "medium",
    body: [
      which.element,
      there,
      cards.element,
      h("div", { class: "fields two" }, many.element, by.element),
      evaluators.element,
      sharing.element,
      h("div", { class: "fields two" }, due.element, seed.element),
    ],
    actions: [{ label: t("lib.cancel") }, { label: t("evaluations.draw"), look: "primary", run: start }],
  }).closed;
  return wasDrawn;

  async function count() {
    there.textContent = "";
    const found = await drawable(which.value()).catch(() => null);
    if (!found) return;
    const open = found.matching - found.evaluated - found.available;
    there.textContent = found.matching === 0 ? t("evaluations.availableNone") : [
      `${t("evaluations.available", { count: found.available })} ${
        t("evaluations.availableAgents", { count: found.agents })
      }.`,
      t("evaluations.availableMore", { matching: found.matching, evaluated: found.evaluated }),
      open > 0 && t("evaluations.availableOpen", { count: open }),
    ].filter(Boolean).join(" ");
  }

  async function start() {
    const wanted = Number(many.value());
    const isCount = Number.isInteger(wanted) && wanted >= 1;
    many.setError(isCount ? null : t("evaluations.countWrong"));
    cards.setError(cards.chosen().length > 0 ? null : t("evaluations.scorecardsMissing"));
    if (!isCount && cards.chosen().length > 0) many.control.focus();
    if (!isCount || cards.chosen().length === 0) return false;
    const dueAt = await due.read();
    if (dueAt === undefined) return false;
    const result = await draw(which.value(), {
      [by.value()]: wanted,
      scorecards: cards.chosen(),
      evaluatorIds: evaluators.chosen(),
      distribution: /** @type {"shared" | "each"} */ (sharing.value()),
      seed: seed.value().trim() || undefined,
      dueAt: dueAt ?? undefined,
    });
    wasDrawn = result.drawn > 0;
    const message = result.shortfall > 0
      ? t("evaluations.shortfall", { drawn: result.drawn, count: result.shortfall })
      : t("evaluations.drawnWith", { count: result.evaluations.length, seed: result.seed });
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
