/**
 * An answer in words, wherever one is compared with another.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockRange } from "/lib/times.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */

/**
 * A question with its place on its form, from 1.
 * @param {Session["forms"]} forms
 * @param {{ form: string, question: string }} place
 */
export function questionOf(forms, place) {
  const questions = forms.find((form) => form.id === place.form)?.scorecard.content.sections
    .flatMap((section) => section.questions) ?? [];
  const index = questions.findIndex((question) => question.key === place.question);
  return index < 0 ? null : { question: questions[index], number: index + 1 };
}

/**
 * @param {import("/features/evaluations/score.js").Question | undefined} question
 * @param {import("/features/evaluations/score.js").Answer | null} answer
 */
export function answerWords(question, answer) {
  const option = question?.options.find((one) => one.key === answer?.option);
  const said = answer?.na ? t("workbench.na") : option?.label ?? answer?.option ?? t("workbench.noAnswer");
  return h(
    "span",
    { class: "conflict-answer" },
    h("strong", null, said),
    answer?.comment && h("span", { class: "conflict-note" }, answer.comment),
    answer?.evidence?.length
      ? h("span", { class: "muted" }, answer.evidence.map((one) => clockRange(one.startMs, one.endMs)).join(", "))
      : null,
  );
}
