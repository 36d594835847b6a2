/**
 * A page about a conversation: a head, the conversation, and what belongs to it beside it.
 * @module
 */
import { h } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { splitter } from "/features/interactions/splitter.js";

await styles(import.meta.url, "./conversation-page.css");

/**
 * @param {object} options
 * @param {import("/lib/dom.js").Child} options.crumbs where it hangs
 * @param {string} options.title
 * @param {import("/lib/dom.js").Child} options.head what stands behind the title
 * @param {HTMLElement | null} options.conversation null where it is not to be heard
 * @param {HTMLElement} options.side
 * @param {Omit<Parameters<typeof splitter>[0], "direction" | "frame">} options.split
 */
export function conversationPage({ crumbs, title, head, conversation, side, split }) {
  const columns = h("div", { class: ["talk-columns", !conversation && "is-alone"] }, conversation);
  if (conversation) columns.append(splitter({ ...split, direction: "columns", frame: columns }));
  columns.append(side);
  return h(
    "div",
    { class: "talk-page" },
    h(
      "header",
      { class: "talk-head" },
      h("nav", { class: "crumbs", aria: { label: "Breadcrumb" } }, crumbs, h("span", { aria: { hidden: true } }, "/")),
      h("h1", null, title),
      head,
    ),
    columns,
  );
}
