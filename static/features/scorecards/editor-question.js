/**
 * One question under edit: a line while it is closed, all its settings while it is open.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { chip } from "/lib/ui/parts.js";
import { isFailing } from "/features/evaluations/score.js";
import { withDefault, withType } from "/features/scorecards/card.js";
import { boxField, choiceField, textField } from "/features/scorecards/editor-fields.js";
import { optionsEditor } from "/features/scorecards/editor-options.js";
import { at, insert, put, split } from "/features/scorecards/places.js";
import { handle, moveButtons } from "/features/scorecards/reorder.js";
import "/features/scorecards/editor-labels.js";

/** @typedef {import("/features/scorecards/editor-desk.js").Desk} Desk */
/** @typedef {import("/features/scorecards/card.js").CardQuestion} CardQuestion */

/**
 * @param {Desk} desk
 * @param {string} pointer
 * @param {CardQuestion} question
 * @param {number} number on the form, from 1
 */
export function questionEditor(desk, pointer, question, number) {
  const isOpen = desk.isOpen(question.key);
  const what = t("editor.question", { number });
  const words = h(
    "span",
    { class: ["edit-words", question.text === "" && "muted"] },
    question.text || t("editor.untitled"),
  );
  return h(
    "li",
    { class: ["edit-question", isOpen && "is-open"], dataset: { place: pointer } },
    h(
      "div",
      { class: "edit-line" },
      handle(pointer, what),
      h(
        "button",
        {
          type: "button",
          class: "edit-toggle",
          dataset: { at: pointer },
          aria: { expanded: isOpen, label: `${what}: ${question.text || t("editor.untitled")}` },
          onclick: () => {
            desk.setOpen(question.key, !isOpen);
            desk.redraw(isOpen ? pointer : `${pointer}/text`);
          },
        },
        h("span", { class: "edit-number" }, number),
        words,
        question.required && h("span", { class: "star" }, "★"),
      ),
      h("span", { class: "chips" }, chip(t(`editor.${question.type}`)), fails(question), chip(worth(question))),
      button({
        icon: "copy",
        iconOnly: true,
        small: true,
        look: "bare",
        label: t("editor.copy", { what }),
        onclick: () => copy(desk, pointer),
      }),
      moveButtons(desk, pointer, what),
    ),
    isOpen && body(desk, pointer, question, (text) => (words.textContent = text || t("editor.untitled"))),
  );
}

/**
 * @param {Desk} desk
 * @param {string} pointer
 * @param {CardQuestion} question
 * @param {(text: string) => void} reworded
 */
function body(desk, pointer, question, reworded) {
  const policy = question.commentPolicy;
  const now = () => /** @type {CardQuestion} */ (at(desk.card, pointer));
  const text = textField(desk, `${pointer}/text`, { label: t("editor.text"), rows: 2, max: 500, required: true });
  text.control.addEventListener("input", () => reworded(text.value()));
  return h(
    "div",
    { class: "edit-body fields" },
    text.element,
    textField(desk, `${pointer}/helpText`, { label: t("editor.help"), hint: t("editor.helpHint"), rows: 2, max: 4096 })
      .element,
    h(
      "div",
      { class: "fields three" },
      choiceField(desk, `${pointer}/type`, {
        label: t("editor.type"),
        options: ["yesNo", "singleChoice", "ratingScale"].map((value) => ({ value, label: t(`editor.${value}`) })),
        become: (value) =>
          put(desk.card, pointer, withType(now(), /** @type {CardQuestion["type"]} */ (value), () => desk.newKey())),
      }).element,
      choiceField(desk, `${pointer}/default`, {
        label: t("editor.default"),
        value: question.default ?? "",
        options: [
          { value: "", label: t("editor.noDefault") },
          ...question.options.map((option, index) => ({
            value: option.key,
            label: option.label || t("editor.option", { number: index + 1 }),
          })),
        ],
        become: (value) => withDefault(desk.card, pointer, value === "" ? null : value),
      }).element,
      choiceField(desk, `${pointer}/commentPolicy`, {
        label: t("editor.policy"),
        value: typeof policy === "object" ? "onOptions" : policy,
        options: [
          { value: "optional", label: t("editor.optional") },
          { value: "required", label: t("editor.commentRequired") },
          { value: "onOptions", label: t("editor.onOptions") },
        ],
        become: (value) =>
          put(desk.card, `${pointer}/commentPolicy`, value === "onOptions" ? { onOptions: failing(now()) } : value),
      }).element,
    ),
    h(
      "div",
      { class: "edit-boxes" },
      boxField(desk, `${pointer}/required`, t("editor.required")),
      boxField(desk, `${pointer}/allowNA`, t("editor.allowNA")),
    ),
    optionsEditor(desk, pointer, question),
  );
}

/**
 * The options that ask for a comment at first: those that fail.
 * @param {CardQuestion} question
 */
function failing(question) {
  const found = question.options.filter(isFailing);
  return (found.length > 0 ? found : question.options.slice(-1)).map((option) => option.key);
}

/** @param {CardQuestion} question */
function worth(question) {
  return t("editor.maxPoints", { count: Math.max(0, ...question.options.map((option) => option.points)) });
}

/** @param {CardQuestion} question */
function fails(question) {
  const scopes = question.options.map((option) => option.autoFail);
  if (scopes.includes("evaluation")) return chip(t("editor.failsEvaluation"), { tone: "bad" });
  return scopes.includes("section") && chip(t("editor.failsSection"), { tone: "bad" });
}

/**
 * @param {Desk} desk
 * @param {string} pointer
 */
function copy(desk, pointer) {
  const { list, index } = split(pointer);
  const key = desk.newKey();
  desk.setOpen(key, true);
  desk.apply(insert(desk.card, list, index + 1, { ...at(desk.card, pointer), key }), `${list}/${index + 1}/text`);
}
