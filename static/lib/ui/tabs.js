/**
 * Tabs as ARIA wants them: arrows move, the chosen one is the only stop.
 * @module
 */
import { h, replace, uniqueId } from "/lib/dom.js";

/**
 * @typedef {object} Tab
 * @property {string} id
 * @property {string} label
 * @property {number | null} [count]
 * @property {() => Node} content made when first chosen
 */

/**
 * @param {{ label: string, tabs: Tab[], chosen?: string | null, onchange?: (id: string) => void }} options
 * @returns {{ element: HTMLElement, choose: (id: string) => void, setCount: (id: string, count: number | null) => void, refresh: (id: string) => void }}
 */
export function tabs({ label, tabs: all, chosen = null, onchange }) {
  const prefix = uniqueId("tab");
  /** @type {Map<string, Node>} */
  const made = new Map();
  let at = all.some((tab) => tab.id === chosen) ? String(chosen) : all[0].id;
  const counts = new Map(all.map((tab) => [tab.id, tab.count ?? null]));
  const body = h("div", { class: "tab-panel", role: "tabpanel", tabindex: 0, id: `${prefix}-panel` });
  const heads = all.map((tab) =>
    h("button", {
      type: "button",
      class: "tab",
      role: "tab",
      id: `${prefix}-${tab.id}`,
      aria: { controls: `${prefix}-panel` },
      onclick: () => choose(tab.id, true),
    })
  );
  const list = h("div", { class: "tab-list", role: "tablist", aria: { label }, onkeydown: moved }, heads);
  draw();
  return {
    element: h("div", { class: "tabs" }, list, body),
    choose: (id) => choose(id, false),
    setCount(id, count) {
      counts.set(id, count);
      drawHeads();
    },
    refresh(id) {
      made.delete(id);
      if (id === at) draw();
    },
  };

  /**
   * @param {string} id
   * @param {boolean} tell
   */
  function choose(id, tell) {
    if (id === at || !all.some((tab) => tab.id === id)) return;
    at = id;
    draw();
    if (tell) onchange?.(id);
  }

  function draw() {
    drawHeads();
    const tab = all.find((one) => one.id === at) ?? all[0];
    const content = made.get(at) ?? tab.content();
    made.set(at, content);
    body.setAttribute("aria-labelledby", `${prefix}-${at}`);
    replace(body, content);
  }

  function drawHeads() {
    for (const [index, tab] of all.entries()) {
      const isChosen = tab.id === at;
      heads[index].setAttribute("aria-selected", String(isChosen));
      heads[index].tabIndex = isChosen ? 0 : -1;
      const count = counts.get(tab.id);
      replace(heads[index], tab.label, count != null && count > 0 && h("span", { class: "tab-count" }, count));
    }
  }

  /** @param {KeyboardEvent} event */
  function moved(event) {
    const index = all.findIndex((tab) => tab.id === at);
    const forward = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward, Home: -index, End: all.length - 1 - index }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (index + step + all.length) % all.length;
    choose(all[next].id, true);
    heads[next].focus();
  }
}
