/**
 * Action items to be done and done, as two lists: those one is asked to do, or those one wrote.
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
import { isMe } from "/features/accounts/who.js";
import { listItems } from "/features/action-items/calls.js";
import "/features/action-items/labels.js";

await styles(import.meta.url, "./action-items.css");

/** @typedef {import("/features/action-items/calls.js").Item} Item */

/**
 * Which items a page lists, and its words: those it does not give are the labels of the home page.
 * @typedef {object} Wanted
 * @property {string} title
 * @property {string} sub
 * @property {{ mine: true } | { sent: true }} only
 * @property {{ label: string, of: (item: Item) => string }} person whom a row names
 * @property {{ open: string, closed: string }} tabs
 * @property {(isOpen: boolean) => { title: string, text: string }} empty
 */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @param {Wanted} wanted
 * @returns {import("/lib/router.js").Shown}
 */
export function itemLists({ query, signal }, wanted) {
  const lists = tabs({
    label: wanted.title,
    chosen: query.get("show") === "done" ? "closed" : "open",
    onchange: (id) => void setQuery({ show: id === "closed" ? "done" : null }),
    tabs: (/** @type {const} */ (["open", "closed"])).map((id) => ({
      id,
      label: wanted.tabs[id],
      content: () => grid(id, wanted, signal),
    })),
  });
  lists.element.classList.add("item-lists");
  return {
    title: wanted.title,
    element: h("div", { class: "page" }, pageHead({ title: wanted.title, sub: wanted.sub }), lists.element),
    update: (visit) => lists.choose(visit.query.get("show") === "done" ? "closed" : "open"),
  };
}

/**
 * @param {"open" | "closed"} state
 * @param {Wanted} wanted
 * @param {AbortSignal} signal
 */
function grid(state, { only, person, tabs: names, empty }, signal) {
  const items = dataGrid({
    label: names[state],
    columns: [
      {
        label: t("actionItems.summary"),
        cell: (item) => [
          h("a", { class: "row-link", href: `/action-items/${item.id}` }, item.summary),
          h("span", { class: "sub" }, item.interaction.externalId),
        ],
      },
      { label: person.label, className: "nowrap", cell: person.of },
      { label: t("actionItems.written"), className: "nowrap", cell: (item) => shortDateTime(item.createdAt) },
      { label: t("actionItems.due"), className: "nowrap", cell: due },
      { label: t("actionItems.replies"), className: "nowrap", cell: answered },
    ],
    load: (cursor, abort) => listItems({ state, ...only }, abort, cursor),
    href: (item) => `/action-items/${item.id}`,
    empty: () => emptyState({ icon: "check", ...empty(state === "open") }),
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

/** How much was said; whoever has the last word where it is not the reader. @param {Item} item */
function answered({ messageCount, lastMessageAt, lastMessageBy, state }) {
  if (messageCount === 0 || !lastMessageBy || !lastMessageAt) return "–";
  const last = t("actionItems.lastBy", { name: lastMessageBy.name, when: shortDateTime(lastMessageAt) });
  const isNews = state === "open" && !isMe(lastMessageBy);
  return [
    isNews ? chip(t("actionItems.answered"), { tone: "accent", dot: true }) : messageCount,
    h("span", { class: "sub" }, last),
  ];
}
