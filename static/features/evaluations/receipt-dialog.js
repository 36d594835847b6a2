/**
 * The score receipt: every term of the sum, form by form; and what it would be with other answers.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import { openDialog } from "/lib/ui/dialog.js";
import { checkbox } from "/lib/ui/field.js";
import { receiptTable } from "/features/evaluations/receipt-table.js";
import { scoreForm, scoreSession } from "/features/evaluations/score.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * @param {Session} session
 * @param {FormAnswers[]} answers
 */
export function receiptDialog(session, answers) {
  const given = session.forms.map((form) => answers.find((one) => one.id === form.id)?.answers ?? {});
  const total = h("p", { class: "receipt-total", aria: { live: "polite" } });
  const tables = session.forms.map((form, index) => receiptTable(form.scorecard, given[index], { onchange: sum }));
  const trying = checkbox({
    label: t("workbench.whatIf"),
    hint: t("workbench.whatIfHint"),
    look: "switch",
    props: {
      onchange: () => {
        for (const table of tables) table.tryOut(trying.control.checked);
        sum();
      },
    },
  });
  const was = scoreSession(session.forms.map((form, index) => scoreForm(form.scorecard.content, given[index]))).score;
  sum();
  return openDialog({
    title: t("workbench.receiptTitle"),
    width: "large",
    body: h(
      "div",
      { class: "receipts" },
      h("div", { class: "receipt-head" }, trying.element, total),
      tables.map((table) => table.element),
    ),
    actions: [{ label: t("lib.close"), look: "primary" }],
  }).closed;

  function sum() {
    const score = scoreSession(tables.map((table) => table.result())).score;
    replace(
      total,
      h("span", null, t("workbench.total_")),
      score !== was && h("span", { class: "muted" }, t("workbench.whatIfWas", { score: percent(was) })),
      h("strong", null, percent(score)),
    );
  }
}
