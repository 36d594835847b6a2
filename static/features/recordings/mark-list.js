/**
 * Everything that hangs on the timeline as a list, in the order of the call: of all kinds or some, found by its
 * words, walked by arrows; a click goes there.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { clock, clockRange } from "/lib/times.js";
import { emptyState } from "/lib/ui/parts.js";
import { countOf, found, KINDS } from "/features/recordings/mark-search.js";
import "/features/recordings/player-labels.js";

await styles(import.meta.url, "./mark-list.css");

/** @typedef {import("/features/recordings/timeline-marks.js").Mark} Mark */

/**
 * @typedef {object} MarkList
 * @property {HTMLElement} element
 * @property {(marks: Mark[]) => void} set
 */

/**
 * @param {{ onseek: (ms: number) => void }} options
 * @returns {MarkList}
 */
export function markList({ onseek }) {
  /** @type {Mark[]} */
  let all = [];
  /** @type {Set<string>} kinds that are shown; none chosen is all */
  const chosen = new Set();
  const search = h("input", {
    type: "search",
    class: "mark-search",
    placeholder: t("player.findMark"),
    aria: { label: t("player.findMark") },
    oninput: () => drawRows(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      list.querySelector("button")?.focus();
    },
  });
  const kinds = h("div", { class: "mark-kinds", role: "group", aria: { label: t("player.kindsOfMarks") } });
  const list = h("ol", { class: "mark-rows", onkeydown: moved });
  const none = h("div");
  const element = h(
    "section",
    { class: "mark-list", aria: { label: t("player.markList") } },
    h("div", { class: "mark-head" }, kinds, search),
    list,
    none,
  );
  draw();
  return {
    element,
    set(marks) {
      all = [...marks].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
      draw();
    },
  };

  function draw() {
    element.toggleAttribute("data-empty", all.length === 0);
    replace(
      kinds,
      KINDS.map((kind) => {
        const count = countOf(all, kind);
        return count === 0 ? null : h(
          "button",
          {
            type: "button",
            class: ["mark-filter", kind],
            aria: { pressed: chosen.has(kind) },
            onclick: (/** @type {MouseEvent} */ event) => {
              if (!chosen.delete(kind)) chosen.add(kind);
              const pressed = /** @type {HTMLElement} */ (event.currentTarget);
              pressed.setAttribute("aria-pressed", String(chosen.has(kind)));
              drawRows();
            },
          },
          h("i", { class: "mark-dot", aria: { hidden: true } }),
          t(`player.${kind}Marks`, { count }),
        );
      }),
    );
    drawRows();
  }

  function drawRows() {
    const shown = found(all, { kinds: chosen, words: search.value });
    const focused = list.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.id
      : null;
    replace(list, shown.map((mark) => h("li", null, row(mark))));
    list.hidden = shown.length === 0;
    if (focused) rows().find((one) => one.dataset.id === focused)?.focus();
    replace(
      none,
      shown.length === 0 &&
        emptyState({
          icon: "list",
          title: t(all.length === 0 ? "player.noMarks" : "player.noMarkFound"),
          text: t(all.length === 0 ? "player.noMarksText" : "player.noMarkFoundText"),
        }),
    );
  }

  /** @param {Mark} mark */
  function row(mark) {
    return h(
      "button",
      { type: "button", class: ["mark-row", mark.kind], dataset: { id: mark.id }, onclick: () => onseek(mark.startMs) },
      h(
        "span",
        { class: "mark-time" },
        mark.endMs > mark.startMs ? clockRange(mark.startMs, mark.endMs) : clock(mark.startMs),
      ),
      h(
        "span",
        { class: "mark-kind" },
        h("i", { class: "mark-dot", aria: { hidden: true } }),
        t(`player.${mark.kind}`),
      ),
      h("span", { class: "mark-words", dir: "auto" }, mark.label, mark.who && h("span", { class: "muted" }, mark.who)),
    );
  }

  /** @returns {HTMLElement[]} */
  function rows() {
    return [...list.querySelectorAll("button")];
  }

  /** @param {KeyboardEvent} event */
  function moved(event) {
    const every = rows();
    const at = every.findIndex((one) => one === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: every.length - 1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (next < 0) search.focus();
    else every[Math.min(next, every.length - 1)].focus();
  }
}
