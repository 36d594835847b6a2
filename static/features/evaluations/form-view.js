/**
 * A form: its head with the running total, its sections and questions, one of which is current.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { questionView } from "/features/evaluations/form-question.js";
import { isAnswered, scoreForm } from "/features/evaluations/score.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/score.js").Range} Range */
/** @typedef {import("/features/evaluations/score.js").ScoreResult} ScoreResult */
/** @typedef {import("/features/evaluations/sheet.js").Sheet} Sheet */
/** @typedef {{ key: string, number: number, text: string, evidence: Range[] }} QuestionInfo */

/**
 * @typedef {object} FormView
 * @property {HTMLElement} element
 * @property {ScoreResult} score what the answers on screen come to
 * @property {() => void} refresh takes the sheet's answers over
 * @property {(step: 1 | -1) => void} move
 * @property {(question: string) => void} goTo
 * @property {(question: string) => void} write goes there and writes its note
 * @property {() => { key: string, number: number } | null} current
 * @property {(index: number) => boolean} canAnswer
 * @property {(index: number) => void} answer with the option of that place
 * @property {() => boolean} canNA
 * @property {() => void} answerNA
 * @property {() => void} withdraw takes the current answer back
 */

/**
 * @param {Session["forms"][number]} form
 * @param {Sheet} sheet
 * @param {object} host
 * @param {boolean} host.mayAnswer
 * @param {() => void} host.onmove another question is current
 * @param {() => Range | null} host.range what evidence would be added
 * @param {(number: number) => void} host.onevidence
 * @param {(range: Range) => void} host.play
 * @returns {FormView}
 */
export function formView(form, sheet, host) {
  const card = form.scorecard.content;
  let number = 0;
  let at = -1;
  const sections = card.sections.map((section) => {
    const state = h("span", { class: "section-state" });
    const questions = section.questions.map((question) => {
      number += 1;
      const index = number - 1;
      const view = questionView(question, number, {
        mayAnswer: host.mayAnswer,
        needsEvidence: card.evidenceRequired === true,
        choose: (option) => sheet.choose(form.id, question.key, option),
        chooseNA: () => sheet.chooseNA(form.id, question.key),
        withdraw: () => sheet.withdraw(form.id, question.key),
        comment: (text) => sheet.comment(form.id, question.key, text),
        addEvidence: () => addEvidence(index),
        removeEvidence: (range) => sheet.removeEvidence(form.id, question.key, range),
        play: host.play,
        entered: () => select(index),
      });
      return { question, number, view };
    });
    const keys = section.questions.map((question) => question.key);
    const isNA = () => keys.every((key) => sheet.answer(form.id, key)?.na === true);
    const canBeNA = host.mayAnswer && section.questions.every((question) => question.allowNA === true);
    const toNA = canBeNA
      ? button({
        label: t("workbench.sectionNA"),
        small: true,
        look: "bare",
        props: { "aria-pressed": "false", title: t("workbench.sectionNAHint") },
        onclick: () => sheet.setNA(form.id, keys, !isNA()),
      })
      : null;
    const element = h(
      "section",
      { class: "form-section", aria: { label: section.title } },
      h("header", null, h("h3", null, section.title), toNA, state),
      section.description && h("p", { class: "section-about muted" }, section.description),
      questions.map((one) => one.view.element),
    );
    return { section, state, toNA, isNA, element, questions };
  });
  const all = sections.flatMap((section) => section.questions);
  const element = h("div", { class: "form-questions" }, sections.map((section) => section.element));
  let score = scoreForm(card, sheet.answersOf(form.id));
  refresh();
  return {
    element,
    get score() {
      return score;
    },
    refresh,
    move,
    goTo,
    write(key) {
      goTo(key);
      all[at]?.view.write();
    },
    current: () => all[at] ? { key: all[at].question.key, number: all[at].number } : null,
    canAnswer: (index) => host.mayAnswer && currentOrFirst()?.question.options[index] !== undefined,
    answer(index) {
      const option = currentOrFirst()?.question.options[index];
      if (option) sheet.choose(form.id, entered().question.key, option.key);
    },
    canNA: () => host.mayAnswer && currentOrFirst()?.question.allowNA === true,
    answerNA: () => sheet.chooseNA(form.id, entered().question.key),
    withdraw() {
      if (all[at]) sheet.withdraw(form.id, all[at].question.key);
    },
  };

  function refresh() {
    const answers = sheet.answersOf(form.id);
    for (const { question, view } of all) view.set(answers[question.key]);
    score = scoreForm(card, answers);
    for (const [index, { section, state, toNA, isNA }] of sections.entries()) {
      const result = score.sections[index];
      toNA?.setAttribute("aria-pressed", String(isNA()));
      const weight = card.format === "percentage"
        ? t("workbench.sectionWeight", { weight: weightText(section.weight ?? 0) })
        : "";
      const hasAnswers = section.questions.some((question) => isAnswered(answers[question.key]));
      const shown = result.autoFailed
        ? t("workbench.sectionFailed")
        : !hasAnswers || result.score === null
        ? t("workbench.sectionEmpty")
        : card.format === "points"
        ? t("workbench.sectionPoints", { earned: result.earned, possible: result.possible })
        : percent(result.score);
      replace(
        state,
        h("span", { class: ["section-score", result.autoFailed && "is-bad"] }, shown),
        weight && h("span", null, weight),
      );
    }
  }

  /** The current question, made so when there was none. */
  function entered() {
    if (at < 0) select(0);
    return all[Math.max(0, at)];
  }

  function currentOrFirst() {
    return all[Math.max(0, at)];
  }

  /** @param {number} index */
  function select(index) {
    if (index === at || !all[index]) return;
    all[at]?.view.setCurrent(false);
    at = index;
    all[at].view.setCurrent(true);
    host.onmove();
  }

  /** @param {1 | -1} step */
  function move(step) {
    const next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step));
    show(next);
  }

  /** @param {string} key */
  function goTo(key) {
    const index = all.findIndex((one) => one.question.key === key);
    if (index >= 0) show(index);
  }

  /** @param {number} index */
  function show(index) {
    select(index);
    const { element: shown } = all[index].view;
    shown.scrollIntoView({ block: "nearest" });
    all[index].view.focus();
  }

  /** @param {number} index */
  function addEvidence(index) {
    select(index);
    const range = host.range();
    if (!range) return;
    sheet.addEvidence(form.id, all[index].question.key, range);
    host.onevidence(all[index].number);
  }
}

/** A weight as people write it: "20", "12.5". @param {number} basisPoints */
export function weightText(basisPoints) {
  return String(basisPoints / 100);
}

/**
 * The questions of a form with their numbers and evidence.
 * @param {Session["forms"][number]} form
 * @param {Sheet} sheet
 * @returns {QuestionInfo[]}
 */
export function questionsOf(form, sheet) {
  const answers = sheet.answersOf(form.id);
  return form.scorecard.content.sections.flatMap((section) => section.questions).map((question, index) => ({
    key: question.key,
    number: index + 1,
    text: question.text,
    evidence: answers[question.key]?.evidence ?? [],
  }));
}
