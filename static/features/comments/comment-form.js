/**
 * The form of a comment: at an instant, on a range, or in answer to another.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clock, clockRange } from "/lib/times.js";
import { button, setBusy } from "/lib/ui/button.js";
import { checkbox } from "/lib/ui/field.js";
import { chip } from "/lib/ui/parts.js";
import "/features/comments/labels.js";

/** @typedef {{ startMs: number | null, endMs: number | null, segment?: number | null }} Anchor */

/**
 * @param {object} options
 * @param {Anchor} [options.at] where it hangs
 * @param {string} [options.body]
 * @param {boolean} [options.isPrivate]
 * @param {boolean} [options.choosesVisibility] an answer has that of its comment
 * @param {string} options.label
 * @param {string} options.submit
 * @param {(comment: { body: string, visibility: "public" | "private" }) => Promise<unknown>} options.onsave
 * @param {() => void} options.oncancel
 */
export function commentForm(
  { at, body = "", isPrivate = false, choosesVisibility = true, label, submit, onsave, oncancel },
) {
  const text = h("textarea", {
    value: body,
    maxlength: 4000,
    rows: 2,
    placeholder: t("comments.bodyHint"),
    aria: { label },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        oncancel();
      }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        event.stopPropagation();
        void save();
      }
    },
  });
  const secret = checkbox({ label: t("comments.private"), checked: isPrivate });
  secret.element.title = t("comments.privateHint");
  const error = h("p", { class: "field-error", role: "alert", hidden: true });
  const done = button({ label: submit, look: "primary", small: true, onclick: () => void save() });
  const element = h(
    "div",
    { class: "comment-form" },
    at && h("div", { class: "comment-anchor" }, chip(anchorText(at), { tone: "accent" })),
    text,
    error,
    h(
      "div",
      { class: "comment-form-actions" },
      choosesVisibility && secret.element,
      h("span", { class: "grow" }),
      button({ label: t("lib.cancel"), look: "bare", small: true, onclick: oncancel }),
      done,
    ),
  );
  queueMicrotask(() => text.focus());
  return element;

  async function save() {
    const written = text.value.trim();
    if (written === "") return text.focus();
    setBusy(done, true);
    error.hidden = true;
    try {
      await onsave({ body: written, visibility: secret.control.checked ? "private" : "public" });
    } catch (problem) {
      error.hidden = false;
      error.textContent = problem instanceof Error ? problem.message : String(problem);
    } finally {
      setBusy(done, false);
    }
  }
}

/** @param {Anchor} at */
export function anchorText({ startMs, endMs }) {
  if (startMs === null) return t("comments.wholeCall");
  return endMs !== null && endMs > startMs ? clockRange(startMs, endMs) : clock(startMs);
}
