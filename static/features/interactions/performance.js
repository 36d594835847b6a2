/**
 * The evaluations of one interaction, and starting another.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { isAbort } from "/lib/http.js";
import { t } from "/lib/text.js";
import { shortDateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { chip, emptyState, notice, skeleton } from "/lib/ui/parts.js";
import { may } from "/features/accounts/who.js";
import { listEvaluations } from "/features/evaluations/calls.js";
import { dueText, scoreText, stateChip } from "/features/evaluations/state.js";
import "/features/evaluations/labels.js";
import "/features/interactions/labels.js";

/** @typedef {import("/features/evaluations/calls.js").Item} Item */

/**
 * @param {object} options
 * @param {string} options.interaction
 * @param {() => void} options.onevaluate
 * @param {(count: number) => void} options.onchange
 * @param {AbortSignal} options.signal
 * @returns {{ element: HTMLElement, reload: () => Promise<void> }}
 */
export function performance({ interaction, onevaluate, onchange, signal }) {
  const element = h("div", { class: "performance" }, skeleton(4, "inset"));
  void reload();
  return { element, reload };

  async function reload() {
    try {
      const { items } = await listEvaluations({ interaction, limit: 100 }, signal);
      onchange(items.length);
      draw(items);
    } catch (error) {
      if (!isAbort(error)) {
        replace(element, notice(error instanceof Error ? error.message : String(error), { tone: "bad" }));
      }
    }
  }

  /** @param {Item[]} items */
  function draw(items) {
    const start = (/** @type {"primary" | "plain"} */ look) =>
      may("create_evaluations")
        ? button({ label: t("interactions.evaluate"), icon: "add", small: look === "plain", look, onclick: onevaluate })
        : null;
    if (items.length === 0) {
      const text = { title: t("interactions.notEvaluatedYet"), text: t("interactions.notEvaluatedText") };
      replace(element, emptyState({ icon: "card", ...text, action: start("primary") }));
      return;
    }
    replace(
      element,
      h("div", { class: "panel-head" }, start("plain")),
      h("ul", { class: "performance-list" }, items.map(row)),
    );
  }
}

/** @param {Item} item */
function row(item) {
  return h(
    "li",
    { class: "performance-row" },
    h(
      "div",
      null,
      h("a", { class: "row-link", href: `/evaluations/${item.id}` }, item.name),
      h("span", { class: "sub" }, item.scorecards.map((one) => one.name).join(", ")),
    ),
    h("span", { class: "performance-score" }, scoreText(item)),
    h(
      "div",
      { class: "performance-facts" },
      stateChip(item),
      chip(item.evaluator?.name ?? t("evaluations.nobody"), { icon: "user" }),
      item.completedAt
        ? h("span", { class: "muted" }, t("evaluations.completedAt", { when: shortDateTime(item.completedAt) }))
        : item.dueAt && h("span", { class: "muted" }, t("evaluations.due"), " ", dueText(item)),
    ),
  );
}
