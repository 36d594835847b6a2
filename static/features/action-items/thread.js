/**
 * The messages under an action item, and a field to answer.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { shortDateTime } from "/lib/times.js";
import { button, setBusy } from "/lib/ui/button.js";
import { toastError } from "/lib/ui/toast.js";
import { writeMessage } from "/features/action-items/calls.js";
import "/features/action-items/labels.js";

/** @typedef {import("/features/action-items/calls.js").Thread} Thread */

/**
 * @param {Thread} item
 * @param {{ onchange?: (item: Thread) => void }} [host]
 */
export function thread(item, { onchange } = {}) {
  const list = h("ol", { class: "thread-list", aria: { label: t("actionItems.thread"), live: "polite" } });
  const text = h("textarea", {
    rows: 2,
    maxlength: 4000,
    placeholder: t("actionItems.reply"),
    aria: { label: t("actionItems.reply") },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      void sendIt();
    },
  });
  const send = button({ label: t("actionItems.send"), small: true, onclick: () => void sendIt() });
  draw(item);
  return h(
    "div",
    { class: "thread" },
    list,
    h("div", { class: "thread-form" }, text, h("div", { class: "thread-actions" }, send)),
  );

  async function sendIt() {
    if (text.value.trim() === "") return text.focus();
    setBusy(send, true);
    try {
      const now = await writeMessage(item.id, text.value);
      text.value = "";
      draw(now);
      onchange?.(now);
    } catch (error) {
      // What was written stays in the field.
      toastError(error);
    } finally {
      setBusy(send, false);
    }
  }

  /** @param {Thread} now */
  function draw(now) {
    replace(
      list,
      now.messages.length === 0
        ? h("li", { class: "muted" }, t("actionItems.threadEmpty"))
        : now.messages.map((one) =>
          h(
            "li",
            { class: ["thread-message", one.mine && "is-mine"] },
            h(
              "header",
              null,
              h("b", null, one.author.name),
              h("time", { datetime: one.createdAt }, shortDateTime(one.createdAt)),
            ),
            h("p", { class: "said" }, one.body),
          )
        ),
    );
  }
}
