/**
 * Where an agent begins: what there is to do, and what is done.
 * @module
 */
import { h } from "/lib/dom.js";
import { setQuery } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { shortDateTime } from "/lib/times.js";
import { dataGrid } from "/lib/ui/datagrid.js";
import { chip, emptyState, pageHead } from "/lib/ui/parts.js";
import { tabs } from "/lib/ui/tabs.js";
import { listItems } from "/features/action-items/calls.js";
import "/features/action-items/labels.js";

await styles(import.meta.url, "./action-items.css");

/** @typedef {import("/features/action-items/calls.js").Item} Item */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {import("/lib/router.js").Shown}
 */
export function show({ query, signal }) {
  const lists = tabs({
    label: t("actionItems.homeTitle"),
    chosen: query.get("show") === "done" ? "closed" : "open",
    onchange: (id) => void setQuery({ show: id === "closed" ? "done" : null }),
    tabs: [
      { id: "open", label: t("actionItems.todo"), content: () => grid("open", signal) },
      { id: "closed", label: t("actionItems.done"), content: () => grid("closed", signal) },
    ],
  });
  return {
    title: t("actionItems.homeTitle"),
    element: h(
      "div",
      { class: "page" },
      pageHead({ title: t("actionItems.homeTitle"), sub: t("actionItems.homeSub") }),
      lists.element,
    ),
    update: (visit) => lists.choose(visit.query.get("show") === "done" ? "closed" : "open"),
  };
}

/** @param {"open" | "closed"} state @param {AbortSignal} signal */
function grid(state, signal) {
  const isOpen = state === "open";
  const items = dataGrid({
    label: t(isOpen ? "actionItems.todo" : "actionItems.done"),
    columns: [
      {
        label: t("actionItems.summary"),
        cell: (item) => [
          h("a", { class: "row-link", href: `/action-items/${item.id}` }, item.summary),
          h("span", { class: "sub" }, item.interaction.externalId),
        ],
      },
      { label: t("actionItems.from"), className: "nowrap", cell: (item) => item.createdBy.name },
      { label: t("actionItems.written"), className: "nowrap", cell: (item) => shortDateTime(item.createdAt) },
      { label: t("actionItems.due"), className: "nowrap", cell: due },
      { label: t("actionItems.replies"), className: "number", cell: (item) => item.messageCount || "–" },
    ],
    load: (cursor, abort) => listItems({ state, mine: true }, abort, cursor),
    href: (item) => `/action-items/${item.id}`,
    empty: () =>
      emptyState({
        icon: "check",
        title: t(isOpen ? "actionItems.emptyTitle" : "actionItems.emptyDoneTitle"),
        text: t(isOpen ? "actionItems.emptyText" : "actionItems.emptyDoneText"),
      }),
    summary: (shown) => t("actionItems.shown", { count: shown }),
    signal,
  });
  void items.reload();
  return items.element;
}

/** @param {Item} item */
function due(item) {
  if (!item.dueAt) return "–";
  const when = shortDateTime(item.dueAt);
  const isLate = item.state === "open" && new Date(item.dueAt) < new Date();
  return isLate ? chip(t("actionItems.overdue", { when }), { tone: "bad" }) : when;
}
