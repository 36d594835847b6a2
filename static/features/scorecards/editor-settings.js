/**
 * The settings of a scorecard under edit.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { field } from "/lib/ui/field.js";
import { boxField, choiceField, numberField, textField } from "/features/scorecards/editor-fields.js";
import "/features/scorecards/editor-labels.js";

/**
 * @param {import("/features/scorecards/editor-desk.js").Desk} desk
 * @param {{ isKeyFixed: boolean }} known
 */
export function settingsEditor(desk, { isKeyFixed }) {
  const key = textField(desk, "/key", { label: t("editor.key"), hint: t("editor.keyHint"), max: 250, required: true });
  if (isKeyFixed) /** @type {HTMLInputElement} */ (key.control).readOnly = true;
  return h(
    "section",
    { class: "card edit-settings", aria: { label: t("editor.settings") } },
    h("header", { class: "card-head" }, h("h2", null, t("editor.settings"))),
    h(
      "div",
      { class: "card-body fields two" },
      textField(desk, "/name", { label: t("editor.name"), max: 250, required: true }).element,
      key.element,
      textField(desk, "/description", { label: t("editor.description"), rows: 2, max: 4096, className: "all" }).element,
      choiceField(desk, "/format", {
        label: t("editor.format"),
        options: ["percentage", "points"].map((value) => ({ value, label: t(`editor.${value}`) })),
      }).element,
      numberField(desk, "/passMark", {
        label: t("editor.passMark"),
        hint: t("editor.passMarkHint"),
        min: 0,
        max: 100,
        unit: 1_000_000,
        mayBeEmpty: true,
      }).element,
      choiceField(desk, "/unansweredOptional", {
        label: t("editor.unanswered"),
        options: ["zero", "exclude"].map((value) => ({ value, label: t(`editor.${value}`) })),
      }).element,
      tagsField(desk).element,
      boxField(desk, "/defaultsOn", t("editor.defaultsOn")),
      boxField(desk, "/evidenceRequired", t("editor.evidenceRequired")),
    ),
  );
}

/** @param {import("/features/scorecards/editor-desk.js").Desk} desk */
function tagsField(desk) {
  const control = h("input", { type: "text", value: desk.card.tags.join(", ") });
  const made = field({ label: t("editor.tags"), hint: t("editor.tagsHint"), control });
  desk.bind("/tags", made);
  control.addEventListener("input", () => {
    const tags = control.value.split(",").map((tag) => tag.trim()).filter((tag) => tag !== "");
    if (JSON.stringify(tags) !== JSON.stringify(desk.card.tags)) desk.type("/tags", tags);
  });
  return made;
}
