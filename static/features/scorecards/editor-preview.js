/**
 * The form as evaluators will see it, scored while one tries it; nothing of it is recorded.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { questionView } from "/features/evaluations/form-question.js";
import { scoreForm } from "/features/evaluations/score.js";
import "/features/scorecards/editor-labels.js";

await Promise.all([
  styles(import.meta.url, "../evaluations/form.css"),
  styles(import.meta.url, "../evaluations/question.css"),
]);

/** @typedef {import("/features/scorecards/card.js").Card} Card */
/** @typedef {import("/features/scorecards/card.js").CardQuestion} CardQuestion */
/** @typedef {import("/features/evaluations/score.js").Answers} Answers */
/** @typedef {import("/features/evaluations/score.js").ScoreResult} ScoreResult */

/** @param {() => Card} cardOf the card as it is now */
export function tryout(cardOf) {
  /** @type {Answers} */
  let answers = {};
  /** @type {Set<string>} questions that were answered here, defaults no longer apply to them */
  const touched = new Set();
  /** @type {Map<string, HTMLElement>} */
  let sectionScores = new Map();
  const number = h("output", { class: "score-number", aria: { label: t("editor.score") } });
  const detail = h("p", { class: "muted" });
  const form = h("div", { class: "tryout-form", tabindex: 0, role: "group", aria: { label: t("editor.preview") } });
  const element = h(
    "aside",
    { class: "card tryout", aria: { label: t("editor.preview") } },
    h(
      "header",
      { class: "tryout-head" },
      h("div", null, h("h2", null, t("editor.preview")), h("p", { class: "muted" }, t("editor.previewNote")), detail),
      number,
      button({
        label: t("editor.clearPreview"),
        small: true,
        onclick: () => {
          answers = {};
          touched.clear();
          draw();
        },
      }),
    ),
    form,
  );
  return { element, draw };

  function draw() {
    const card = cardOf();
    answers = fitting(card);
    sectionScores = new Map();
    let place = 0;
    const scroll = form.scrollTop;
    replace(
      form,
      card.sections.map((section, index) => {
        const score = h("span", { class: "section-state" });
        sectionScores.set(String(index), score);
        return h(
          "section",
          { class: "form-section" },
          h("header", null, h("h3", null, section.title || t("editor.section", { number: index + 1 })), score),
          section.description && h("p", { class: "muted section-about" }, section.description),
          section.questions.map((question) => one(question, place += 1, card.evidenceRequired)),
        );
      }),
    );
    form.scrollTop = scroll;
    tell();
  }

  /**
   * @param {CardQuestion} question
   * @param {number} place
   * @param {boolean} needsEvidence
   */
  function one(question, place, needsEvidence) {
    const view = questionView(named(question), place, {
      mayAnswer: true,
      needsEvidence,
      choose: (option) => set({ ...answers[question.key], option, na: undefined, touched: true }),
      chooseNA: () => set({ ...answers[question.key], option: undefined, na: true, touched: true }),
      withdraw: () => set(undefined),
      comment: (comment) => set({ ...answers[question.key], comment }),
      addEvidence: () => {},
      removeEvidence: () => {},
      play: () => {},
      entered: () => {},
    });
    view.set(answers[question.key]);
    return view.element;

    /** @param {import("/features/evaluations/score.js").Answer | undefined} answer */
    function set(answer) {
      touched.add(question.key);
      const { [question.key]: _, ...rest } = answers;
      answers = answer ? { ...rest, [question.key]: answer } : rest;
      view.set(answer);
      tell();
    }
  }

  /**
   * The answers that the card still offers, and the defaults of what was not touched.
   * @param {Card} card
   */
  function fitting(card) {
    /** @type {Answers} */
    const kept = {};
    for (const question of card.sections.flatMap((section) => section.questions)) {
      const answer = answers[question.key];
      const isThere = (/** @type {string | null | undefined} */ key) => question.options.some((one) => one.key === key);
      if (touched.has(question.key)) {
        if (answer?.na ? question.allowNA : isThere(answer?.option)) kept[question.key] = answer;
      } else if (card.defaultsOn && question.default !== null && isThere(question.default)) {
        kept[question.key] = { option: question.default, touched: false };
      }
    }
    return kept;
  }

  function tell() {
    const card = cardOf();
    const score = scoreForm(card, answers);
    number.textContent = score.score === null ? t("editor.notScored") : percent(score.score, card.passMark);
    number.className = `score-number ${score.passed ? "is-good" : hasFailed(score) ? "is-bad" : ""}`;
    replace(detail, words(card, score).join(" · "));
    score.sections.forEach((section, index) => {
      const at = sectionScores.get(String(index));
      if (at) at.textContent = section.score === null ? "" : percent(section.score);
    });
  }
}

/**
 * The question with words for what has none yet.
 * @param {CardQuestion} question
 */
function named(question) {
  const options = question.options.map((option, index) => ({
    ...option,
    label: option.label || t("editor.option", { number: index + 1 }),
  }));
  return { ...question, text: question.text || t("editor.untitled"), options };
}

/**
 * Whoever is not through yet has not failed: only an automatic fail is certain before the end.
 * @param {ScoreResult} score
 */
function hasFailed(score) {
  return score.passed === false && (score.autoFailed || score.missingRequired.length === 0);
}

/**
 * @param {Card} card
 * @param {ScoreResult} score
 */
function words(card, score) {
  return [
    score.passed ? t("editor.passed") : hasFailed(score) ? t("editor.failed") : null,
    card.format === "points" ? t("editor.earned", { earned: score.earned, possible: score.possible }) : null,
    score.scoreBeforeAutoFail !== null && score.scoreBeforeAutoFail !== score.score
      ? t("editor.beforeFail", { score: percent(score.scoreBeforeAutoFail) })
      : null,
  ].filter((one) => one !== null);
}
