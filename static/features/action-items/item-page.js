/**
 * One action item: the conversation to hear, the evaluation to read as it was last saved, and what was said about it.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { shortDateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { chip, notice } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { getItem, getShown, setClosed } from "/features/action-items/calls.js";
import { shownEvaluation } from "/features/action-items/shown-evaluation.js";
import { thread } from "/features/action-items/thread.js";
import { isMe } from "/features/accounts/who.js";
import { conversation } from "/features/interactions/conversation.js";
import { conversationPage } from "/features/interactions/conversation-page.js";
import "/features/action-items/labels.js";

await styles(import.meta.url, "./action-items.css");

/** @typedef {import("/features/action-items/calls.js").Thread} Thread */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show({ params, signal }) {
  const [item, shown] = await Promise.all([
    getItem(params.id, signal),
    getShown(params.id, signal).catch(notShown),
  ]);
  const talk = shown instanceof ApiError ? null : conversation({ interaction: shown.interaction, signal });
  const state = h("span", { class: "item-state" });
  tell(item);
  const isMine = isMe(item.assignee);
  return {
    title: item.summary,
    element: conversationPage({
      crumbs: isMine
        ? h("a", { href: "/home" }, t("actionItems.homeTitle"))
        : isMe(item.createdBy)
        ? h("a", { href: "/messages" }, t("actionItems.sentTitle"))
        : h("a", { href: `/evaluations/${item.evaluation.id}` }, item.evaluation.name),
      title: item.summary,
      head: [
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
      ],
      conversation: talk?.element ?? null,
      side: h(
        "div",
        { class: "item-side" },
        shown instanceof ApiError
          ? h("div", { class: "item-notice" }, notice(whyNotShown(shown), { tone: "warn" }))
          : shownEvaluation(shown, { play: (range) => talk?.player.playRange(range) }),
        h("section", { class: "item-thread" }, h("h2", null, t("actionItems.thread")), thread(item)),
      ),
      split: { name: "item", label: t("actionItems.evaluation"), initial: 58, least: 35, most: 75 },
    }),
  };

  /** @param {Thread} now */
  function tell(now) {
    const isOpen = now.state === "open";
    const hadFocus = state.contains(document.activeElement);
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
    if (hadFocus) state.querySelector("button")?.focus();
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

/**
 * An evaluation that was withdrawn, is about another conversation now, or went to another evaluator, is not shown; its
 * message still is.
 * @param {unknown} error
 */
function notShown(error) {
  if (error instanceof ApiError && [404, 409].includes(error.status)) return error;
  throw error;
}

/** @param {ApiError} error */
function whyNotShown(error) {
  return error.status === 404 ? t("actionItems.givenAway") : error.message;
}
