/**
 * A filter that opens a list of boxes to tick: any of them may match. Long lists can be searched.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";
import { button } from "/lib/ui/button.js";
import { filterPanel } from "/lib/ui/filter-panel.js";
import { tickList } from "/lib/ui/tick-list.js";

/** @typedef {import("/lib/ui/tick-list.js").Choice} Choice */

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
  const boxes = tickList({ label, isTicked: (value) => picked.has(value), ontick: ticked });
  const clear = button({
    label: t("lib.clear"),
    look: "bare",
    small: true,
    onclick: () => {
      changed([]);
      boxes.draw();
    },
  });
  const opened = filterPanel({
    label,
    content: [boxes.find, boxes.list, h("footer", null, clear)],
    onopen: () => {
      boxes.setOptions(all);
      boxes.restart();
      boxes.focus();
    },
  });
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

  /** @param {string} value @param {boolean} on */
  function ticked(value, on) {
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
}
