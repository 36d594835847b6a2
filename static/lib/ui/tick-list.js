/**
 * Boxes to tick, of which a long list can be searched; the arrow keys go from one to the next.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";
import { checkbox } from "/lib/ui/field.js";

/** @typedef {{ value: string, label: string, hint?: string }} Choice */

/** From how many on a list can be searched. */
const SEARCHED_FROM = 9;

/**
 * @typedef {object} TickList
 * @property {HTMLInputElement} find
 * @property {HTMLElement} list
 * @property {(options: Choice[]) => void} setOptions
 * @property {() => void} draw shows what is ticked now
 * @property {() => void} restart shows all, with nothing searched for
 * @property {() => void} focus
 */

/**
 * @param {object} options
 * @param {string} options.label what there is to choose, as the search says it
 * @param {(value: string) => boolean} options.isTicked
 * @param {(value: string, on: boolean) => boolean | void} options.ontick false leaves the box as it was
 * @returns {TickList}
 */
export function tickList({ label, isTicked, ontick }) {
  /** @type {Choice[]} */
  let all = [];
  const name = t("lib.filterChoices", { name: label.toLowerCase() });
  const find = h("input", {
    type: "search",
    class: "choices-find",
    placeholder: name,
    aria: { label: name },
    oninput: draw,
    onkeydown: moved,
  });
  const list = h("div", { class: "choices-list", onkeydown: moved });
  return { find, list, setOptions, draw, restart, focus };

  /** @param {Choice[]} options */
  function setOptions(options) {
    all = options;
    find.hidden = all.length < SEARCHED_FROM;
    draw();
  }

  function draw() {
    const wanted = find.hidden ? "" : find.value.trim().toLowerCase();
    const shown = all.filter((one) => one.label.toLowerCase().includes(wanted));
    replace(
      list,
      shown.length === 0 && h("p", { class: "muted", role: "status" }, t("lib.noChoices")),
      shown.map(({ value, label, hint }) => {
        const box = checkbox({
          label,
          hint,
          checked: isTicked(value),
          props: {
            onchange: () => {
              if (ontick(value, box.control.checked) === false) box.control.checked = !box.control.checked;
            },
          },
        });
        return box.element;
      }),
    );
  }

  function restart() {
    find.value = "";
    draw();
  }

  function focus() {
    (find.hidden ? list.querySelector("input") : find)?.focus();
  }

  /** @param {KeyboardEvent} event */
  function moved(event) {
    if (event.key === "Enter" && event.currentTarget === find) {
      // What is searched for is no reason to send a form.
      event.preventDefault();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [find, ...list.querySelectorAll("input")].filter((one) => !one.hidden);
    const at = stops.findIndex((one) => one === document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
