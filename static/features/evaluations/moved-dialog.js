/**
 * Names the answers that another version of a form has no place for, before they go.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { answerWords, questionOf } from "/features/evaluations/answer-words.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {{ form: string, question: string, answer: import("/features/evaluations/score.js").Answer }} Misfit */

/**
 * Gives whether to go on without them.
 * @param {Session["forms"]} before the forms they were given on
 * @param {Session["forms"]} now
 * @param {Misfit[]} misfits
 */
export async function movedDialog(before, now, misfits) {
  const { closed } = openDialog({
    title: t("workbench.movedTitle"),
    width: "large",
    className: "conflict-dialog",
    body: [
      h("p", null, t("workbench.movedLead", { count: misfits.length })),
      h(
        "ol",
        { class: "conflicts" },
        misfits.map(({ form, question, answer }) => {
          const found = questionOf(before, { form, question }) ?? questionOf(now, { form, question });
          return h(
            "li",
            { class: "conflict" },
            h(
              "div",
              { class: "misfit-question" },
              found && h("span", { class: "question-number" }, found.number),
              found?.question.text ?? question,
            ),
            answerWords(found?.question, answer),
          );
        }),
      ),
    ],
    actions: [
      { label: t("workbench.later"), look: "bare", start: true, value: "" },
      { label: t("workbench.movedGoOn"), look: "primary", value: "go" },
    ],
  });
  return (await closed) === "go";
}
