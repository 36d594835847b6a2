/**
 * Fields bound to places of the card under edit.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { checkbox, field, select } from "/lib/ui/field.js";
import { decimalsOf, inUnits } from "/features/scorecards/exact.js";
import { at, put } from "/features/scorecards/places.js";
import "/features/scorecards/editor-labels.js";

/** @typedef {import("/features/scorecards/editor-desk.js").Desk} Desk */

/**
 * @typedef {object} Look
 * @property {string} label
 * @property {string} [hint]
 * @property {boolean} [required]
 * @property {string} [className]
 * @property {boolean} [isBare] the label is for those who do not see the column it stands in
 */

/**
 * A text; several rows make it an area.
 * @param {Desk} desk
 * @param {string} pointer
 * @param {Look & { rows?: number, max: number }} look
 */
export function textField(desk, pointer, { rows = 1, max, ...look }) {
  const props = { value: at(desk.card, pointer), maxlength: max, autocomplete: "off" };
  const control = rows > 1 ? h("textarea", { ...props, rows }) : h("input", { type: "text", ...props });
  control.addEventListener("input", () => desk.type(pointer, control.value));
  return bound(desk, pointer, control, look);
}

/**
 * A number; `unit` is how much of what is kept makes one of what is shown: 100 basis points are 1%.
 * @param {Desk} desk
 * @param {string} pointer
 * @param {Look & { min: number, max: number, unit?: number, mayBeEmpty?: boolean, oninput?: () => void }} look
 */
export function numberField(desk, pointer, { min, max, unit = 1, mayBeEmpty = false, oninput, ...look }) {
  const kept = at(desk.card, pointer);
  const control = h("input", {
    type: "number",
    min,
    max,
    step: unit === 1 ? 1 : "any",
    value: kept === null ? "" : kept / unit,
  });
  const made = bound(desk, pointer, control, look);
  control.addEventListener("input", () => {
    if (control.value === "" && mayBeEmpty && !control.validity.badInput) {
      desk.type(pointer, null);
      return oninput?.();
    }
    const value = Number(control.value || NaN);
    if (!(value >= min && value <= max)) {
      return made.setError(t(unit === 1 ? "editor.wholeNumber" : "editor.decimal", { min, max }));
    }
    const whole = inUnits(control.value, unit);
    if (whole === null) {
      return made.setError(
        unit === 1 ? t("editor.wholeNumber", { min, max }) : t("editor.tooFine", { min, max, count: decimalsOf(unit) }),
      );
    }
    desk.type(pointer, whole);
    oninput?.();
  });
  return made;
}

/**
 * A choice of one; `become` makes the next card of it where more than the place itself changes.
 * @param {Desk} desk
 * @param {string} pointer
 * @param {Look & { options: { value: string, label: string }[], value?: string, become?: (value: string) => import("/features/scorecards/card.js").Card }} look
 */
export function choiceField(desk, pointer, { options, value, become, ...look }) {
  const control = select(options, { value: value ?? at(desk.card, pointer) });
  control.addEventListener("change", () => {
    desk.apply(become ? become(control.value) : put(desk.card, pointer, control.value), pointer);
  });
  return bound(desk, pointer, control, look);
}

/**
 * A box to tick.
 * @param {Desk} desk
 * @param {string} pointer
 * @param {string} label
 */
export function boxField(desk, pointer, label) {
  const { element, control } = checkbox({ label, checked: at(desk.card, pointer) });
  control.dataset.at = pointer;
  control.addEventListener("change", () => desk.apply(put(desk.card, pointer, control.checked), pointer));
  return element;
}

/**
 * @param {Desk} desk
 * @param {string} pointer
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control
 * @param {Look} look
 */
function bound(desk, pointer, control, { label, hint, required, className = "", isBare = false }) {
  const made = field({ label, hint, required, control, className: isBare ? `${className} bare-label` : className });
  desk.bind(pointer, made);
  return made;
}
