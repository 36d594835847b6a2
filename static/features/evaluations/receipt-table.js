/**
 * The receipt of one form: its sections and questions, what each earned, could have earned and counts as.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { exactPercent, percent } from "/lib/times.js";
import { weightText } from "/features/evaluations/form-view.js";
import { scoreForm, WHOLE } from "/features/evaluations/score.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/score.js").Answers} Answers */
/** @typedef {import("/features/evaluations/score.js").Question} Question */
/** @typedef {import("/features/evaluations/score.js").ScoreResult} ScoreResult */

/**
 * @typedef {object} ReceiptTable
 * @property {HTMLElement} element
 * @property {() => ScoreResult} result of the answers it shows
 * @property {(isOn: boolean) => void} tryOut lets other answers be tried; off, it shows the given ones again
 */

/** How a choice stands in a list of answers: none, N/A, or an option. */
const NONE = "";
const NA = "na";

/**
 * @param {import("/features/evaluations/calls.js").Session["forms"][number]["scorecard"]} scorecard
 * @param {Answers} given
 * @param {{ onchange: () => void }} host
 * @returns {ReceiptTable}
 */
export function receiptTable(scorecard, given, { onchange }) {
  const card = scorecard.content;
  const isWeighted = card.format === "percentage";
  const columns = isWeighted ? 6 : 3;
  let answers = given;
  let result = scoreForm(card, answers);
  const sections = card.sections.map((section) => ({
    section,
    cells: Array.from({ length: columns }, () => h("td", null)),
    fail: h("span", { class: "receipt-fail", hidden: true }),
    questions: section.questions.map((question) => ({
      question,
      earned: h("td", null),
      possible: h("td", null),
      answer: h("span", { class: "receipt-answer" }),
      choice: choice(question),
    })),
  }));
  const total = Array.from({ length: columns }, () => h("td", null));
  const notes = h("div", { class: "receipt-notes" });
  const head = ["receiptEarned", "receiptPossible", "receiptScore"].concat(
    isWeighted ? ["receiptWeight", "receiptShare", "receiptPart"] : [],
  );
  draw();
  return {
    element: h(
      "section",
      null,
      h("h3", null, scorecard.name),
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
            head.map((name) => h("th", { scope: "col" }, t(`workbench.${name}`))),
          ),
        ),
        sections.map(({ section, cells, fail, questions }) =>
          h(
            "tbody",
            null,
            h("tr", { class: "receipt-section" }, h("th", { scope: "row" }, section.title, fail), cells),
            questions.map((one) =>
              h(
                "tr",
                null,
                h("th", { scope: "row" }, h("span", null, one.question.text), one.answer, one.choice),
                one.earned,
                one.possible,
                h("td", { colspan: columns - 2 }),
              )
            ),
          )
        ),
        h("tfoot", null, h("tr", null, h("th", { scope: "row" }, t("workbench.receiptTotal")), total)),
      ),
      notes,
    ),
    result: () => result,
    tryOut(isOn) {
      answers = given;
      for (const { questions } of sections) {
        for (const { question, answer, choice } of questions) {
          choice.hidden = !isOn;
          answer.hidden = isOn;
          choice.value = given[question.key]?.na ? NA : optionValue(given[question.key]?.option);
        }
      }
      draw();
    },
  };

  /** @param {Question} question */
  function choice(question) {
    const list = /** @type {HTMLSelectElement} */ (h(
      "select",
      {
        hidden: true,
        aria: { label: t("workbench.whatIfFor", { question: question.text }) },
        onchange: () => {
          const { [question.key]: _, ...others } = answers;
          const value = list.value;
          if (value === NONE) answers = others;
          else if (value === NA) answers = { ...others, [question.key]: { na: true } };
          else answers = { ...others, [question.key]: { option: value.slice(1) } };
          draw();
          onchange();
        },
      },
      h("option", { value: NONE }, t("workbench.noAnswer")),
      question.options.map((option) => h("option", { value: optionValue(option.key) }, optionWords(option))),
      question.allowNA && h("option", { value: NA }, t("workbench.na")),
    ));
    return list;
  }

  function draw() {
    result = scoreForm(card, answers);
    const weights = sections.reduce(
      (sum, { section }, index) => sum + (result.sections[index].possible > 0 ? section.weight ?? 0 : 0),
      0,
    );
    for (const [index, { section, cells, fail, questions }] of sections.entries()) {
      const { earned, possible, score, autoFailed } = result.sections[index];
      const weight = section.weight ?? 0;
      const counts = score !== null && weight > 0;
      fail.hidden = !autoFailed;
      fail.textContent = t("workbench.receiptSectionFail", { possible });
      const values = [String(earned), String(possible), percent(score)];
      if (isWeighted) {
        values.push(weightText(weight));
        values.push(counts ? percent(Math.round(WHOLE * weight / weights)) : t("workbench.receiptNA"));
        values.push(counts ? percent(Math.round((score ?? 0) * weight / weights)) : "–");
      }
      fill(cells, values);
      for (const one of questions) drawQuestion(one);
    }
    const sums = [String(result.earned), String(result.possible)];
    while (sums.length < columns - 1) sums.push("");
    fill(total, [...sums, percent(result.score, card.passMark ?? null)]);
    replace(notes, words().map((text) => h("p", { class: result.passed === false && "receipt-fail" }, text)));
  }

  /** @param {{ question: Question, earned: HTMLElement, possible: HTMLElement, answer: HTMLElement }} row */
  function drawQuestion({ question, earned, possible, answer }) {
    const said = answers[question.key];
    const option = question.options.find((one) => one.key === said?.option);
    const most = question.options.reduce((highest, one) => Math.max(highest, one.points), 0);
    const isLeftOut = said?.na || (!option && !question.required && card.unansweredOptional === "exclude");
    earned.textContent = isLeftOut ? "–" : String(option?.points ?? 0);
    possible.textContent = isLeftOut ? "–" : String(most);
    answer.textContent = said?.na ? t("workbench.na") : option?.label ?? t("workbench.noAnswer");
    answer.classList.toggle("is-bad", option?.autoFail !== undefined && option.autoFail !== "none");
  }

  function words() {
    const mark = card.passMark ?? null;
    const found = [];
    if (result.score === null) found.push(t("workbench.receiptNull"));
    if (result.autoFailed) found.push(t("workbench.receiptAutoFail"));
    if (result.scoreBeforeAutoFail !== result.score) {
      found.push(t("workbench.receiptBefore", { score: percent(result.scoreBeforeAutoFail) }));
    }
    if (mark !== null && !result.autoFailed && result.passed !== null) {
      found.push(
        t(result.passed ? "workbench.receiptPassed" : "workbench.receiptFailed", { mark: exactPercent(mark) }),
      );
    }
    return found;
  }
}

/** @param {string | undefined} key an option may be called anything, "na" too */
function optionValue(key) {
  return key === undefined ? NONE : `=${key}`;
}

/** As the form says it. @param {Question["options"][number]} option */
function optionWords({ label, autoFail = "none" }) {
  if (autoFail === "none") return label;
  return `${label} · ${t(autoFail === "evaluation" ? "workbench.failsEvaluation" : "workbench.failsSection")}`;
}

/** @param {HTMLElement[]} cells @param {string[]} values */
function fill(cells, values) {
  for (const [index, cell] of cells.entries()) cell.textContent = values[index] ?? "";
}
