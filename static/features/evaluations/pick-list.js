/**
 * Some of many to choose within a dialog: boxes to tick, a search over them, and what is chosen in words, so that it is
 * seen whatever is searched for.
 * @module
 */
import { h, replace, uniqueId } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { tickList } from "/lib/ui/tick-list.js";
import "/features/evaluations/labels.js";

/** @typedef {import("/lib/ui/tick-list.js").Choice} Choice */

/**
 * @typedef {object} PickList
 * @property {HTMLElement} element
 * @property {(options: Choice[]) => void} setOptions
 * @property {(value: string) => void} pick
 * @property {() => string[]} chosen in the order of choosing
 * @property {(message: string | null) => void} setError
 */

/**
 * @param {object} options
 * @param {string} options.label
 * @param {string} [options.hint]
 * @param {string} [options.empty] said when there is nothing to choose
 * @param {{ count: number, message: string }} [options.most] and what is said to one more
 * @param {(count: number) => void} [options.onchange] told how many are chosen
 * @returns {PickList}
 */
export function pickList({ label, hint, empty, most, onchange }) {
  /** @type {Set<string>} */
  const picked = new Set();
  /** @type {Choice[]} */
  let all = [];
  const boxes = tickList({ label, isTicked: (value) => picked.has(value), ontick: ticked });
  const names = h("p", { class: "picker-chosen", role: "status", hidden: true });
  const error = h("p", { class: "field-error", role: "alert", hidden: true });
  const labelId = uniqueId("picker");
  boxes.find.hidden = true;
  const frame = h("div", { class: "picker-list" }, boxes.find, boxes.list);
  const element = h(
    "div",
    { class: "field", role: "group", aria: { labelledby: labelId } },
    h("span", { class: "field-label", id: labelId }, label),
    frame,
    names,
    hint && h("p", { class: "field-hint" }, hint),
    error,
  );
  return { element, setOptions, pick, chosen: () => [...picked], setError: refuse };

  /** @param {string | null} message */
  function refuse(message) {
    setError(message);
    if (message !== null) boxes.focus();
  }

  /** @param {Choice[]} options */
  function setOptions(options) {
    all = options;
    if (all.length === 0 && empty) replace(frame, h("p", { class: "muted" }, empty));
    else boxes.setOptions(all);
    tell();
  }

  /** @param {string} value */
  function pick(value) {
    picked.add(value);
    boxes.draw();
    tell();
  }

  /** @param {string} value @param {boolean} on */
  function ticked(value, on) {
    if (on && most && picked.size >= most.count) {
      setError(most.message);
      return false;
    }
    if (on) picked.add(value);
    else picked.delete(value);
    setError(null);
    tell();
    onchange?.(picked.size);
  }

  // A short list shows by itself what is chosen.
  function tell() {
    const chosen = [...picked].flatMap((value) => all.filter((one) => one.value === value).map((one) => one.label));
    names.hidden = boxes.find.hidden || chosen.length === 0;
    names.textContent = t("evaluations.chosenNames", { names: chosen.join(" · ") });
  }

  /** @param {string | null} message */
  function setError(message) {
    error.hidden = message === null;
    error.textContent = message ?? "";
    if (message !== null) error.scrollIntoView({ block: "nearest" });
  }
}
