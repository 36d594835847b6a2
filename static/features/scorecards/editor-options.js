/**
 * The options of a question under edit: label, points, automatic fail and comment, a row each.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { field } from "/lib/ui/field.js";
import { scale, scaleOf, withMoreOptions, withOptions } from "/features/scorecards/card.js";
import { choiceField, numberField, textField } from "/features/scorecards/editor-fields.js";
import { at, put } from "/features/scorecards/places.js";
import { handle, moveButtons } from "/features/scorecards/reorder.js";
import "/features/scorecards/editor-labels.js";

/** @typedef {import("/features/scorecards/editor-desk.js").Desk} Desk */
/** @typedef {import("/features/scorecards/card.js").CardQuestion} CardQuestion */

const MOST_OPTIONS = 256;

/**
 * @param {Desk} desk
 * @param {string} pointer of the question
 * @param {CardQuestion} question
 */
export function optionsEditor(desk, pointer, question) {
  const asks = typeof question.commentPolicy === "object";
  const isScale = question.type === "ratingScale";
  return h(
    "fieldset",
    { class: "edit-options" },
    h("legend", { class: "field-label" }, t("editor.options")),
    isScale && scaleFields(desk, pointer, question),
    h(
      "div",
      { class: ["edit-option", "edit-columns"], aria: { hidden: true } },
      h("span", null, ""),
      h("span", null, t("editor.colLabel")),
      h("span", null, t("editor.colPoints")),
      h("span", null, t("editor.colAutoFail")),
      h("span", null, asks ? t("editor.colComment") : ""),
      h("span", null, ""),
    ),
    h("ol", null, question.options.map((_, index) => row(desk, pointer, question, index))),
    question.type === "singleChoice" && question.options.length < MOST_OPTIONS && button({
      label: t("editor.addOption"),
      icon: "add",
      small: true,
      onclick: () =>
        desk.apply(
          put(desk.card, pointer, withMoreOptions(at(desk.card, pointer), () => desk.newKey())),
          `${pointer}/options/${question.options.length}/label`,
        ),
      props: { dataset: { at: `${pointer}/options` } },
    }),
  );
}

/**
 * @param {Desk} desk
 * @param {string} pointer
 * @param {CardQuestion} question
 * @param {number} index
 */
function row(desk, pointer, question, index) {
  const place = `${pointer}/options/${index}`;
  const number = index + 1;
  const isScale = question.type === "ratingScale";
  const what = t("editor.option", { number });
  return h(
    "li",
    { class: "edit-option", dataset: { place, ...(isScale ? { fixed: "" } : {}) } },
    isScale ? h("span", null, "") : handle(place, what),
    textField(desk, `${place}/label`, { label: t("editor.label", { number }), max: 250, isBare: true }).element,
    numberField(desk, `${place}/points`, { label: t("editor.pointsOf", { number }), min: 0, max: 1000, isBare: true })
      .element,
    choiceField(desk, `${place}/autoFail`, {
      label: t("editor.autoFailOf", { number }),
      isBare: true,
      options: [
        { value: "none", label: t("editor.none") },
        { value: "section", label: t("editor.failsSection") },
        { value: "evaluation", label: t("editor.failsEvaluation") },
      ],
    }).element,
    commentBox(desk, pointer, question, index),
    moveButtons(desk, place, what, {
      mayMove: !isScale,
      mayRemove: question.type === "singleChoice" && question.options.length > 2,
    }),
  );
}

/**
 * @param {Desk} desk
 * @param {string} pointer
 * @param {CardQuestion} question
 * @param {number} index
 */
function commentBox(desk, pointer, question, index) {
  const policy = question.commentPolicy;
  if (typeof policy !== "object") return h("span", null, "");
  const { key, label } = question.options[index];
  const place = `${pointer}/commentPolicy/onOptions`;
  return h("input", {
    type: "checkbox",
    checked: policy.onOptions.includes(key),
    dataset: { at: `${pointer}/options/${index}#comment` },
    aria: { label: t("editor.onOption", { name: label || index + 1 }) },
    onchange: () => {
      const has = policy.onOptions.includes(key);
      const next = has ? policy.onOptions.filter((one) => one !== key) : [...policy.onOptions, key];
      desk.apply(put(desk.card, place, next), `${pointer}/options/${index}#comment`);
    },
  });
}

/**
 * @param {Desk} desk
 * @param {string} pointer
 * @param {CardQuestion} question
 */
function scaleFields(desk, pointer, question) {
  const now = scaleOf(question) ?? { min: 1, max: question.options.length };
  const number = (/** @type {string} */ label, /** @type {number} */ value, /** @type {string} */ part) => {
    const control = h("input", { type: "number", step: 1, value, dataset: { at: `${pointer}/options#${part}` } });
    return field({ label, control });
  };
  const low = number(t("editor.lowest"), now.min, "low");
  const high = number(t("editor.highest"), now.max, "high");
  for (const [one, part] of /** @type {const} */ ([[low, "low"], [high, "high"]])) {
    one.control.addEventListener("change", () => {
      const [min, max] = [Number(low.value()), Number(high.value())];
      const isRight = Number.isInteger(min) && Number.isInteger(max) && max > min && max - min < MOST_OPTIONS;
      if (!isRight) return one.setError(t("editor.scaleOrder"));
      const was = /** @type {CardQuestion} */ (at(desk.card, pointer));
      const next = withOptions(was, scale(min, max, was.options));
      desk.apply(put(desk.card, pointer, next), `${pointer}/options#${part}`);
    });
  }
  return h("div", { class: "edit-scale" }, low.element, high.element);
}
