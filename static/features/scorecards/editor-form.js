/**
 * The form under edit: settings, weights, sections with their questions.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { exactPercent } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { menuButton } from "/lib/ui/menu.js";
import { newQuestion, weightLeft, withEvenWeights } from "/features/scorecards/card.js";
import { numberField, textField } from "/features/scorecards/editor-fields.js";
import { questionEditor } from "/features/scorecards/editor-question.js";
import { insert } from "/features/scorecards/places.js";
import { handle, moveButtons } from "/features/scorecards/reorder.js";
import "/features/scorecards/editor-labels.js";

/** @typedef {import("/features/scorecards/editor-desk.js").Desk} Desk */
/** @typedef {import("/features/scorecards/card.js").CardSection} CardSection */
/** @typedef {import("/features/scorecards/card.js").QuestionType} QuestionType */

/** @type {QuestionType[]} */
const types = ["yesNo", "singleChoice", "ratingScale"];

/**
 * The sections, and what is added to them.
 * @param {Desk} desk
 */
export function sectionsEditor(desk) {
  let number = 0;
  return [
    desk.card.sections.map((section, index) => {
      const first = number;
      number += section.questions.length;
      return sectionEditor(desk, section, index, first);
    }),
    button({
      label: t("editor.addSection"),
      icon: "add",
      onclick: () => addSection(desk),
      props: { dataset: { at: "/sections" } },
    }),
  ];
}

/**
 * What is missing to 100%, and the way there; empty where sections have no weights.
 * @param {Desk} desk
 */
export function weightsLine(desk) {
  const words = h("span", { role: "status" });
  const fill = h("i", { class: "weight-fill" });
  const share = button({
    label: t("editor.shareOut"),
    small: true,
    // The button goes with what it is for; whoever pressed it goes on at the weights.
    onclick: () => desk.apply(withEvenWeights(desk.card), "/sections/0/weight"),
  });
  const element = h("div", { class: "edit-weights" }, h("span", { class: "weight-bar" }, fill), words, share);
  return { element, set };

  function set() {
    const left = weightLeft(desk.card);
    element.hidden = desk.card.format !== "percentage" || desk.card.sections.length === 0;
    element.dataset.state = left === 0 ? "whole" : left > 0 ? "missing" : "over";
    const text = left === 0 ? t("editor.weightsWhole") : t(left > 0 ? "editor.weightsMissing" : "editor.weightsOver", {
      percent: exactPercent(Math.abs(left) * 10_000),
    });
    if (words.textContent !== text) replace(words, text);
    share.hidden = left === 0;
    fill.style.setProperty("--share", `${Math.min(100, (10_000 - left) / 100)}%`);
  }
}

/**
 * @param {Desk} desk
 * @param {CardSection} section
 * @param {number} index
 * @param {number} first how many questions stand before it
 */
function sectionEditor(desk, section, index, first) {
  const pointer = `/sections/${index}`;
  const what = t("editor.section", { number: index + 1 });
  return h(
    "section",
    { class: "card edit-section", dataset: { place: pointer }, aria: { label: what } },
    h(
      "header",
      { class: "edit-line edit-section-head" },
      handle(pointer, what),
      h("h2", { tabindex: -1, dataset: { at: pointer } }, what),
      moveButtons(desk, pointer, what),
    ),
    h(
      "div",
      { class: "edit-section-fields" },
      textField(desk, `${pointer}/title`, { label: t("editor.sectionTitle"), max: 250, required: true }).element,
      desk.card.format === "percentage" && numberField(desk, `${pointer}/weight`, {
        label: t("editor.weight"),
        min: 0,
        max: 100,
        unit: 100,
      }).element,
      textField(desk, `${pointer}/description`, { label: t("editor.description"), max: 4096, className: "all" })
        .element,
    ),
    h(
      "ol",
      { class: "edit-questions" },
      section.questions.map((question, at) =>
        questionEditor(desk, `${pointer}/questions/${at}`, question, first + at + 1)
      ),
    ),
    h(
      "footer",
      { class: "edit-section-foot" },
      menuButton({
        label: t("editor.addQuestion"),
        icon: "add",
        small: true,
        align: "start",
        props: { dataset: { at: `${pointer}/questions` } },
        items: types.map((type) => ({
          label: t(`editor.${type}`),
          run: () => addQuestion(desk, `${pointer}/questions`, section.questions.length, type),
        })),
      }),
    ),
  );
}

/**
 * @param {Desk} desk
 * @param {string} list
 * @param {number} index
 * @param {QuestionType} type
 */
function addQuestion(desk, list, index, type) {
  const question = newQuestion(type, () => desk.newKey());
  desk.setOpen(question.key, true);
  desk.apply(insert(desk.card, list, index, question), `${list}/${index}/text`);
}

/** @param {Desk} desk */
function addSection(desk) {
  const { card } = desk;
  const index = card.sections.length;
  const weight = card.format === "percentage" ? Math.max(0, weightLeft(card)) : 0;
  const section = { key: desk.newKey(), title: "", description: "", weight, questions: [] };
  desk.apply(insert(card, "/sections", index, section), `/sections/${index}/title`);
}
