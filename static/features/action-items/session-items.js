/**
 * What an agent was told about an evaluation, with the threads: a tab of the workbench.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { shortDateTime } from "/lib/times.js";
import { skeleton } from "/lib/ui/parts.js";
import { toastError } from "/lib/ui/toast.js";
import { getItem, listItems } from "/features/action-items/calls.js";
import { thread } from "/features/action-items/thread.js";
import "/features/action-items/labels.js";

await styles(import.meta.url, "./action-items.css");

/**
 * @param {string} evaluation
 * @param {AbortSignal} signal
 * @returns {import("/features/interactions/conversation.js").ExtraTab} looked up anew each time it is made
 */
export function messagesTab(evaluation, signal) {
  const element = h("div", { class: "session-items" }, skeleton(3));
  /** @type {Map<string, HTMLElement>} */
  const shown = new Map();
  return {
    id: "messages",
    label: t("actionItems.thread"),
    counted: async () => {
      const { items } = await listItems({ evaluation }, signal);
      return items.reduce((sum, item) => sum + item.messageCount, 0);
    },
    content: () => {
      void reload();
      return element;
    },
  };

  async function reload() {
    try {
      const { items } = await listItems({ evaluation }, signal);
      const threads = await Promise.all(items.map((item) => getItem(item.id, signal)));
      replace(
        element,
        threads.length === 0 ? h("p", { class: "muted" }, t("actionItems.noItems")) : threads.map(section),
      );
    } catch (error) {
      if (!signal.aborted) toastError(error);
    }
  }

  /**
   * An answer that somebody has begun to write stays.
   * @param {import("/features/action-items/calls.js").Thread} item
   */
  function section(item) {
    const known = shown.get(item.id);
    if (known?.querySelector("textarea")?.value) return known;
    const made = h("section", { class: "session-item" }, head(item), thread(item));
    shown.set(item.id, made);
    return made;
  }
}

/** @param {import("/features/action-items/calls.js").Thread} item */
function head(item) {
  const words = [
    t("actionItems.by", { name: item.createdBy.name, when: shortDateTime(item.createdAt) }),
    item.dueAt && t("actionItems.dueLine", { when: shortDateTime(item.dueAt) }),
    t(item.showScore ? "actionItems.showsScore" : "actionItems.hidesScore"),
    item.closedAt && item.closedBy &&
    t("actionItems.closedLine", { name: item.closedBy.name, when: shortDateTime(item.closedAt) }),
  ];
  return h(
    "header",
    null,
    h("h2", null, h("a", { href: `/action-items/${item.id}` }, item.summary)),
    h("p", { class: "muted" }, words.filter(Boolean).join(" · ")),
  );
}
