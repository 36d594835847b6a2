/**
 * A filter behind a button that says what it is set to; its fields stand in a panel beside the button.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { button } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";
import { panel, popover } from "/lib/ui/popover.js";

/** @typedef {import("/lib/ui/field.js").Field} Field */

/**
 * @typedef {object} FilterPanel
 * @property {HTMLButtonElement} element the button
 * @property {HTMLElement} body what it opens
 * @property {() => void} close
 * @property {(value: string | null) => void} show says what it is set to; null is nothing
 */

/**
 * @param {object} options
 * @param {string} options.label
 * @param {string} [options.className] of the panel
 * @param {import("/lib/dom.js").Child} options.content
 * @param {() => void} options.onopen fills the fields and gives one of them the focus
 * @returns {FilterPanel}
 */
export function filterPanel({ label, className = "", content, onopen }) {
  const opener = button({ props: { class: "choices-button", aria: { haspopup: "dialog" } } });
  const body = panel(`choices ${className}`.trim(), content);
  body.setAttribute("role", "dialog");
  body.setAttribute("aria-label", label);
  const opened = popover(opener, body, { onopen });
  return { element: opener, body, close: opened.close, show };

  /** @param {string | null} value */
  function show(value) {
    opener.classList.toggle("is-set", value !== null);
    replace(
      opener,
      h("span", { class: "choices-name" }, label),
      value && h("span", { class: "choices-value" }, value),
      icon("down", "caret"),
    );
  }
}

/**
 * Two fields, from where to where, that are applied together once both are right.
 * @param {object} options
 * @param {Field} options.from
 * @param {Field} options.to
 * @param {(field: Field) => string | null | undefined} options.read null of an empty one, undefined of one that is wrong
 * @param {(from: string, to: string) => boolean} options.isBackwards
 * @param {{ apply: string, wrong: string, backwards: string }} options.says
 * @param {import("/lib/dom.js").Child} [options.before] stands before the button
 * @param {(from: string | null, to: string | null) => void} options.onapply
 * @returns {HTMLElement}
 */
export function rangeForm({ from, to, read, isBackwards, says, before, onapply }) {
  return h(
    "form",
    { class: "range-form", novalidate: true, onsubmit: apply },
    h("div", { class: "fields two" }, from.element, to.element),
    h("footer", null, before, button({ label: says.apply, small: true, props: { type: "submit" } })),
  );

  /** @param {Event} event */
  function apply(event) {
    event.preventDefault();
    const [start, end] = [from, to].map((one) => {
      const value = read(one);
      one.setError(value === undefined ? says.wrong : null);
      return value;
    });
    if (start === undefined) return from.control.focus();
    if (end === undefined) return to.control.focus();
    if (start !== null && end !== null && isBackwards(start, end)) {
      to.setError(says.backwards);
      return to.control.focus();
    }
    onapply(start, end);
  }
}
