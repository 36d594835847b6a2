/**
 * Form fields: a label, the control, a hint, and its error where it belongs.
 * @module
 */
import { h, uniqueId } from "/lib/dom.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";

/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control
 * @property {(message: string | null) => void} setError
 * @property {() => string} value trimmed
 */

/**
 * @param {object} options
 * @param {string} options.label
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} [options.control] a text input when absent
 * @param {string} [options.hint]
 * @param {boolean} [options.required]
 * @param {Record<string, any>} [options.props] of the text input that is made
 * @param {import("/lib/dom.js").Child} [options.after] stands beside the control
 * @param {string} [options.className]
 * @returns {Field}
 */
export function field({ label, control, hint, required = false, props = {}, after, className = "" }) {
  const made = control ?? h("input", { type: "text", ...props });
  made.id ||= uniqueId("field");
  const hintId = `${made.id}-hint`;
  const errorId = `${made.id}-error`;
  const error = h("p", { class: "field-error", id: errorId, hidden: true, aria: { live: "polite" } });
  if (required) made.required = true;
  const described = () => [hint ? hintId : "", error.hidden ? "" : errorId].filter(Boolean).join(" ");
  if (described()) made.setAttribute("aria-describedby", described());
  const element = h(
    "div",
    { class: ["field", className] },
    h(
      "label",
      { for: made.id },
      label,
      required && h("span", { class: "star", title: t("lib.required"), aria: { hidden: true } }, "★"),
    ),
    after ? h("div", { class: "field-row" }, made, after) : made,
    hint && h("p", { class: "field-hint", id: hintId }, hint),
    error,
  );
  // What was wrong is being put right.
  // Before those who look at every letter and say what is wrong now.
  made.addEventListener("input", () => !error.hidden && setError(null), { capture: true });
  return { element, control: made, value: () => made.value.trim(), setError };

  /** @param {string | null} message */
  function setError(message) {
    error.hidden = message === null;
    error.textContent = message ?? "";
    if (message === null) made.removeAttribute("aria-invalid");
    else made.setAttribute("aria-invalid", "true");
    if (described()) made.setAttribute("aria-describedby", described());
    else made.removeAttribute("aria-describedby");
  }
}

/**
 * A list to choose one from.
 * @param {{ value: string, label: string }[]} options
 * @param {Record<string, any>} [props]
 */
export function select(options, props = {}) {
  return h("select", props, options.map((option) => h("option", { value: option.value }, option.label)));
}

/**
 * A box to tick, with its label.
 * @param {{ label: import("/lib/dom.js").Child, checked?: boolean, hint?: string, props?: Record<string, any>, look?: "box" | "switch" }} options
 * @returns {{ element: HTMLElement, control: HTMLInputElement }}
 */
export function checkbox({ label, checked = false, hint, props = {}, look = "box" }) {
  const control = h("input", { type: "checkbox", checked, role: look === "switch" ? "switch" : undefined, ...props });
  control.id ||= uniqueId("box");
  const element = h(
    "div",
    { class: ["check", look] },
    control,
    h("label", { for: control.id }, label, hint && h("span", { class: "field-hint" }, hint)),
  );
  return { element, control };
}

/**
 * Shows the server's field errors at the fields they point at; gives back those that point at none.
 * @param {{ pointer: string, detail: string }[]} errors
 * @param {Record<string, Field>} fields by JSON pointer: "/title"
 */
export function showErrors(errors, fields) {
  for (const one of Object.values(fields)) one.setError(null);
  const others = errors.filter((error) => {
    const at = fields[error.pointer];
    at?.setError(error.detail);
    return !at;
  });
  const first = errors.find((error) => fields[error.pointer]);
  if (first) fields[first.pointer].control.focus();
  return others;
}
