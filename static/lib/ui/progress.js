/**
 * How far a piece of work is, how long it still takes, and the way to end it.
 * @module
 */
import { h, uniqueId } from "/lib/dom.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";
import { timeLeft } from "/lib/times.js";
import { button } from "/lib/ui/button.js";

/**
 * @typedef {object} ProgressState
 * @property {string} [label]
 * @property {number | null} [value] 0..1; null while nobody knows
 * @property {string} [detail] the line under it, in place of the time left
 * @property {number | null} [remainingMs]
 * @property {"running" | "done" | "failed" | "paused"} [state]
 */

/**
 * @param {{ label: string, actions?: { icon: import("/lib/ui/icons.js").IconName, label: string, run: () => void }[] }} options
 * @returns {{ element: HTMLElement, set: (state: ProgressState) => void, actions: HTMLButtonElement[] }}
 */
export function progressBar({ label, actions = [] }) {
  const labelId = uniqueId("progress");
  const title = h("span", { class: "progress-label", id: labelId }, label);
  const bar = h("progress", { max: 1, aria: { labelledby: labelId } });
  const detail = h("span", { class: "progress-detail" });
  const buttons = actions.map((action) =>
    button({ icon: action.icon, iconOnly: true, label: action.label, look: "bare", small: true, onclick: action.run })
  );
  const element = h(
    "div",
    { class: "progress", dataset: { state: "running" } },
    h("div", { class: "progress-line" }, title, detail),
    h("div", { class: "progress-line" }, bar, buttons),
  );
  return {
    element,
    actions: buttons,
    set(state) {
      if (state.label !== undefined) title.textContent = state.label;
      if (state.state) element.dataset.state = state.state;
      if (state.value === null) bar.removeAttribute("value");
      else if (state.value !== undefined) bar.value = Math.max(0, Math.min(1, state.value));
      const left = timeLeft(state.remainingMs);
      detail.textContent = state.detail ?? (left ? t("lib.timeLeft", { time: left }) : "");
    },
  };
}
