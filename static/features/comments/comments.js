/**
 * The comments of a conversation, in the order of the call, each with its answers.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { shortDateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { menuButton } from "/lib/ui/menu.js";
import { chip, emptyState, skeleton } from "/lib/ui/parts.js";
import { reveal } from "/lib/ui/reveal.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { changeComment, createComment, deleteComment, listComments } from "/features/comments/calls.js";
import { anchorText, commentForm } from "/features/comments/comment-form.js";
import "/features/comments/labels.js";

await styles(import.meta.url, "./comments.css");

/** @typedef {import("/features/comments/calls.js").Comment} Comment */
/** @typedef {import("/features/comments/comment-form.js").Anchor} Anchor */

/**
 * @typedef {object} Comments
 * @property {HTMLElement} element
 * @property {() => Comment[]} all
 * @property {(at: Anchor) => void} write opens the form for a new one
 * @property {(id: string) => void} reveal
 */

/**
 * @param {object} options
 * @param {string} options.interaction
 * @param {() => Anchor} options.here where a new comment would hang
 * @param {(range: { startMs: number, endMs: number | null }) => void} options.onseek
 * @param {(comments: Comment[]) => void} options.onchange
 * @param {AbortSignal} options.signal
 * @returns {Comments}
 */
export function comments({ interaction, here, onseek, onchange, signal }) {
  /** @type {Comment[]} */
  let all = [];
  const mayWrite = may("write_comments");
  const form = h("div", { class: "comments-new" });
  const add = button({ label: t("comments.add"), icon: "add", small: true, onclick: () => write(here()) });
  const list = h("ol", { class: "comment-list" }, h("li", null, skeleton(3)));
  const element = h(
    "section",
    { class: "comments", aria: { label: t("comments.title") } },
    mayWrite && h("div", { class: "panel-head" }, add),
    form,
    list,
  );
  void load();
  return { element, all: () => all, write, reveal: (id) => reveal(list, id) };

  async function load() {
    try {
      set(await listComments(interaction, signal));
    } catch (error) {
      if (signal.aborted) return;
      replace(
        list,
        h("li", null, emptyState({ icon: "warning", title: error instanceof Error ? error.message : String(error) })),
      );
    }
  }

  /** @param {Comment[]} next */
  function set(next) {
    all = [...next].sort((a, b) => (a.startMs ?? -1) - (b.startMs ?? -1) || a.createdAt.localeCompare(b.createdAt));
    draw();
    onchange(all);
  }

  function draw() {
    const roots = all.filter((one) => !one.parent || !all.some((other) => other.id === one.parent));
    replace(
      list,
      roots.length === 0 && h(
        "li",
        null,
        emptyState({ icon: "chat", title: t("comments.none"), text: mayWrite ? t("comments.noneText") : undefined }),
      ),
      roots.map((root) => thread(root)),
    );
  }

  /** @param {Comment} root */
  function thread(root) {
    const answers = all.filter((one) => one.parent === root.id && one.id !== root.id);
    const place = h("div");
    return h(
      "li",
      { class: "comment-thread", dataset: { id: root.id } },
      entry(root, place),
      answers.map((answer) => entry(answer, null)),
      place,
    );
  }

  /**
   * @param {Comment} comment
   * @param {HTMLElement | null} replyPlace
   */
  function entry(comment, replyPlace) {
    const words = h("p", { class: "said", dir: "auto" }, comment.body);
    const { startMs } = comment;
    const element = h(
      "article",
      { class: ["comment", comment.parent && "is-answer"] },
      h(
        "header",
        null,
        startMs !== null && !comment.parent && h("button", {
          type: "button",
          class: "time-pill",
          aria: { label: t("comments.goTo", { at: anchorText(comment) }) },
          onclick: () => onseek({ startMs, endMs: comment.endMs }),
        }, anchorText(comment)),
        h("strong", null, comment.author.name),
        h("time", { datetime: comment.createdAt }, shortDateTime(comment.createdAt)),
        comment.editedAt && h("span", { class: "muted" }, t("comments.edited")),
        comment.visibility === "private" && chip(t("comments.privateMark"), { icon: "lock" }),
        h("span", { class: "grow" }),
        replyPlace && mayWrite && button({
          label: t("comments.reply"),
          look: "bare",
          small: true,
          onclick: () => answer(comment, replyPlace),
        }),
        comment.mine && menuButton({
          label: t("comments.more"),
          icon: "more",
          iconOnly: true,
          look: "bare",
          small: true,
          items: [
            { label: t("comments.edit"), icon: "edit", run: () => edit(comment, element, words) },
            { label: t("comments.delete"), icon: "trash", danger: true, run: () => void remove(comment) },
          ],
        }),
      ),
      words,
    );
    return element;
  }

  /** @param {Anchor} at */
  function write(at) {
    if (!mayWrite) return;
    add.hidden = true;
    const close = () => {
      replace(form);
      add.hidden = false;
      add.focus();
    };
    replace(
      form,
      commentForm({
        at,
        label: t("comments.addHere", { at: anchorText(at) }),
        submit: t("comments.post"),
        oncancel: close,
        async onsave({ body, visibility }) {
          const made = await createComment(interaction, {
            body,
            visibility,
            ...(at.startMs === null ? {} : { startMs: Math.round(at.startMs) }),
            ...(at.endMs === null ? {} : { endMs: Math.round(at.endMs) }),
            ...(at.segment == null ? {} : { segment: at.segment }),
          });
          close();
          set([...all, made]);
          reveal(list, made.id);
        },
      }),
    );
  }

  /**
   * @param {Comment} parent
   * @param {HTMLElement} place
   */
  function answer(parent, place) {
    replace(
      place,
      commentForm({
        label: t("comments.replyTo", { who: parent.author.name }),
        submit: t("comments.reply"),
        choosesVisibility: false,
        oncancel: () => replace(place),
        async onsave({ body }) {
          const made = await createComment(interaction, { body, visibility: parent.visibility, parent: parent.id });
          set([...all, made]);
        },
      }),
    );
  }

  /**
   * @param {Comment} comment
   * @param {HTMLElement} element
   * @param {HTMLElement} words
   */
  function edit(comment, element, words) {
    const form = commentForm({
      body: comment.body,
      isPrivate: comment.visibility === "private",
      choosesVisibility: !comment.parent,
      label: t("comments.edit"),
      submit: t("comments.save"),
      oncancel: () => form.replaceWith(words),
      async onsave(changes) {
        const changed = await changeComment(comment.id, comment.parent ? { body: changes.body } : changes);
        set(all.map((one) => one.id === comment.id ? changed : one));
      },
    });
    if (element.contains(words)) words.replaceWith(form);
  }

  /** @param {Comment} comment */
  async function remove(comment) {
    const isSure = await confirmDialog({
      title: t("comments.deleteTitle"),
      body: t("comments.deleteText"),
      confirm: t("comments.delete"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await deleteComment(comment.id);
      set(all.filter((one) => one.id !== comment.id));
      toast(t("comments.deleted"));
    } catch (error) {
      toastError(error);
    }
  }
}
