/**
 * The score receipt: every term of the sum, section by section.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import { openDialog } from "/lib/ui/dialog.js";
import { weightText } from "/features/evaluations/form-view.js";
import { scoreForm, scoreSession } from "/features/evaluations/score.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * @param {Session} session
 * @param {FormAnswers[]} answers
 */
export function receiptDialog(session, answers) {
  const results = session.forms.map((form) => ({
    form,
    result: scoreForm(form.scorecard.content, answers.find((one) => one.id === form.id)?.answers ?? {}),
  }));
  const total = scoreSession(results.map(({ result }) => result));
  return openDialog({
    title: t("workbench.receiptTitle"),
    width: "large",
    body: h(
      "div",
      { class: "receipts" },
      results.map(receipt),
      results.length > 1 &&
        h(
          "p",
          { class: "receipt-total" },
          h("span", null, t("workbench.total_")),
          h("strong", null, percent(total.score)),
        ),
    ),
    actions: [{ label: t("lib.close"), look: "primary" }],
  }).closed;
}

/** @param {{ form: Session["forms"][number], result: import("/features/evaluations/score.js").ScoreResult }} given */
function receipt({ form, result }) {
  const card = form.scorecard.content;
  const isWeighted = card.format === "percentage";
  const weights = card.sections.reduce(
    (sum, section, index) => sum + (result.sections[index].possible > 0 ? section.weight ?? 0 : 0),
    0,
  );
  const rows = card.sections.map((section, index) => {
    const { earned, possible, score, autoFailed } = result.sections[index];
    const weight = section.weight ?? 0;
    const counts = score !== null && (!isWeighted || weight > 0);
    return h(
      "tr",
      null,
      h(
        "th",
        { scope: "row" },
        section.title,
        autoFailed && h("span", { class: "receipt-fail" }, t("workbench.receiptSectionFail", { possible })),
      ),
      h("td", null, earned),
      h("td", null, possible),
      h("td", null, percent(score)),
      isWeighted && h("td", null, weightText(weight)),
      isWeighted &&
        h("td", null, counts ? percent(Math.round((score ?? 0) * weight / weights)) : t("workbench.receiptNA")),
    );
  });
  return h(
    "section",
    null,
    h("h3", null, form.scorecard.name),
    h("p", { class: "muted" }, t(isWeighted ? "workbench.receiptWeighted" : "workbench.receiptPoints")),
    h(
      "table",
      { class: "receipt" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, t("workbench.receiptSection")),
          h("th", { scope: "col" }, t("workbench.receiptEarned")),
          h("th", { scope: "col" }, t("workbench.receiptPossible")),
          h("th", { scope: "col" }, t("workbench.receiptScore")),
          isWeighted && h("th", { scope: "col" }, t("workbench.receiptWeight")),
          isWeighted && h("th", { scope: "col" }, t("workbench.receiptPart")),
        ),
      ),
      h("tbody", null, rows),
      h(
        "tfoot",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "row" }, t("workbench.receiptTotal")),
          h("td", null, result.earned),
          h("td", null, result.possible),
          isWeighted && [h("td", null), h("td", null)],
          h("td", null, h("strong", null, percent(result.score, card.passMark ?? null))),
        ),
      ),
    ),
    result.autoFailed && h("p", { class: "receipt-fail" }, t("workbench.receiptAutoFail")),
  );
}
