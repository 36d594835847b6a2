/**
 * A filter that opens a list of boxes to tick: any of them may match. Long lists can be searched.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";
import { button } from "/lib/ui/button.js";
import { checkbox } from "/lib/ui/field.js";
import { filterPanel } from "/lib/ui/filter-panel.js";

/** @typedef {{ value: string, label: string }} Choice */

/**
 * @typedef {object} Choices
 * @property {HTMLButtonElement} element
 * @property {(chosen: string[]) => void} set
 * @property {(options: Choice[]) => void} setOptions
 */

/**
 * @param {{ label: string, options: Choice[], chosen: string[], onchange: (chosen: string[]) => void, single?: boolean }} options
 * @returns {Choices}
 */
export function choices({ label, options, chosen, onchange, single = false }) {
  let all = options;
  let picked = new Set(chosen);
  const list = h("div", { class: "choices-list" });
  const find = h("input", {
    type: "search",
    class: "choices-find",
    placeholder: t("lib.filterChoices", { name: label.toLowerCase() }),
    aria: { label: t("lib.filterChoices", { name: label.toLowerCase() }) },
    oninput: fill,
  });
  const clear = button({
    label: t("lib.clear"),
    look: "bare",
    small: true,
    onclick: () => {
      changed([]);
      fill();
    },
  });
  const opened = filterPanel({ label, content: [find, list, h("footer", null, clear)], onopen: start });
  opened.body.addEventListener("keydown", moved);
  show();
  return {
    element: opened.element,
    set(next) {
      picked = new Set(next);
      show();
    },
    setOptions(next) {
      all = next;
      show();
    },
  };

  function start() {
    find.value = "";
    find.hidden = all.length < 9;
    fill();
    const first = find.hidden ? list.querySelector("input") : find;
    first?.focus();
  }

  function fill() {
    const wanted = find.value.trim().toLowerCase();
    const shown = all.filter((one) => one.label.toLowerCase().includes(wanted));
    replace(
      list,
      shown.length === 0 && h("p", { class: "muted" }, t("lib.noChoices")),
      shown.map((one) =>
        checkbox({
          label: one.label,
          checked: picked.has(one.value),
          props: { onchange: (/** @type {Event} */ event) => ticked(one.value, event) },
        }).element
      ),
    );
  }

  /**
   * @param {string} value
   * @param {Event} event
   */
  function ticked(value, event) {
    const on = /** @type {HTMLInputElement} */ (event.target).checked;
    if (single) {
      changed(on ? [value] : []);
      opened.close();
      return;
    }
    const next = new Set(picked);
    if (on) next.add(value);
    else next.delete(value);
    changed([...next]);
  }

  /** @param {string[]} next */
  function changed(next) {
    picked = new Set(next);
    show();
    onchange(next);
  }

  function show() {
    const names = all.filter((one) => picked.has(one.value)).map((one) => one.label);
    const unknown = picked.size - names.length;
    const text = picked.size === 0
      ? null
      : names.length === 1 && unknown === 0
      ? names[0]
      : t("lib.chosen", { count: picked.size });
    clear.hidden = picked.size === 0;
    opened.show(text);
  }

  /** @param {KeyboardEvent} event */
  function moved(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [...opened.body.querySelectorAll("input")].filter((one) => !one.hidden);
    const at = stops.findIndex((one) => one === document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
