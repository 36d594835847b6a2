/**
 * One action item: the conversation to hear, the evaluation to read as it was last saved, and what was said about it.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { shortDateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { chip } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { getItem, getShown, setClosed } from "/features/action-items/calls.js";
import { shownEvaluation } from "/features/action-items/shown-evaluation.js";
import { thread } from "/features/action-items/thread.js";
import { who } from "/features/accounts/who.js";
import { conversation } from "/features/interactions/conversation.js";
import { splitter } from "/features/interactions/splitter.js";
import "/features/action-items/labels.js";

await styles(import.meta.url, "./action-items.css");

/** @typedef {import("/features/action-items/calls.js").Thread} Thread */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show({ params, signal }) {
  const [item, shown] = await Promise.all([getItem(params.id, signal), getShown(params.id, signal)]);
  const talk = conversation({ interaction: shown.interaction, signal });
  const state = h("span", { class: "item-state" });
  const columns = h("div", { class: "item-columns" }, talk.element);
  columns.append(
    splitter({
      name: "item",
      label: t("actionItems.evaluation"),
      direction: "columns",
      frame: columns,
      initial: 58,
      least: 35,
      most: 75,
    }),
    h(
      "div",
      { class: "item-side" },
      shownEvaluation(shown, { play: (range) => talk.player.playRange(range) }),
      h("section", { class: "item-thread" }, h("h2", null, t("actionItems.thread")), thread(item)),
    ),
  );
  tell(item);
  const isMine = item.assignee.id === who.get()?.user.id;
  return {
    title: item.summary,
    element: h(
      "div",
      { class: "item-page" },
      h(
        "header",
        { class: "item-head" },
        h(
          "nav",
          { class: "crumbs", aria: { label: "Breadcrumb" } },
          isMine
            ? h("a", { href: "/home" }, t("actionItems.homeTitle"))
            : h("a", { href: `/evaluations/${item.evaluation.id}` }, item.evaluation.name),
          h("span", { aria: { hidden: true } }, "/"),
        ),
        h("h1", null, item.summary),
        h(
          "span",
          { class: "muted" },
          t("actionItems.by", { name: item.createdBy.name, when: shortDateTime(item.createdAt) }),
        ),
        item.dueAt && chip(t("actionItems.dueLine", { when: shortDateTime(item.dueAt) }), {
          tone: new Date(item.dueAt) < new Date() && item.state === "open" ? "bad" : "warn",
        }),
        h("span", { class: "grow" }),
        state,
      ),
      columns,
    ),
  };

  /** @param {Thread} now */
  function tell(now) {
    const isOpen = now.state === "open";
    replace(
      state,
      now.closedAt && now.closedBy && h(
        "span",
        { class: "muted" },
        t("actionItems.closedLine", { name: now.closedBy.name, when: shortDateTime(now.closedAt) }),
      ),
      button({
        label: t(isOpen ? "actionItems.close" : "actionItems.reopen"),
        look: isOpen ? "primary" : undefined,
        onclick: () => void close(isOpen),
      }),
    );
  }

  /** @param {boolean} isClosed */
  async function close(isClosed) {
    try {
      tell(await setClosed(item.id, isClosed));
      toast(t(isClosed ? "actionItems.closedToast" : "actionItems.reopenedToast"), { kind: "good" });
    } catch (error) {
      toastError(error);
    }
  }
}
