/**
 * The small parts pages are made of: chips, empty states, skeletons, page heads, keys.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";
import { button } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";

/** @typedef {"plain" | "good" | "warn" | "bad" | "accent" | "agent" | "customer"} Tone */

/**
 * A word in a pill.
 * @param {import("/lib/dom.js").Child} text
 * @param {{ tone?: Tone, dot?: boolean, title?: string, icon?: import("/lib/ui/icons.js").IconName }} [options]
 */
export function chip(text, { tone = "plain", dot = false, title, icon: name } = {}) {
  return h(
    "span",
    { class: ["chip", tone], title },
    dot && h("i", { class: "dot", aria: { hidden: true } }),
    name && icon(name),
    text,
  );
}

/**
 * What stands where a list would: why there is nothing, and the one next step.
 * @param {{ icon?: import("/lib/ui/icons.js").IconName, title: string, text?: string, action?: Node | null }} options
 */
export function emptyState({ icon: name = "list", title, text, action }) {
  return h(
    "div",
    { class: "empty" },
    h("div", { class: "empty-mark" }, icon(name)),
    h("p", { class: "empty-title" }, title),
    text && h("p", { class: "empty-text" }, text),
    action,
  );
}

/**
 * Grey lines where words are going to stand.
 * @param {number} [lines]
 * @param {string} [className]
 */
export function skeleton(lines = 3, className = "") {
  return h(
    "div",
    { class: ["skeleton", className], role: "status", aria: { label: t("lib.loading") } },
    Array.from({ length: lines }, () => h("i", null)),
  );
}

/**
 * The head of a page: its h1, what stands under it, and its actions.
 * @param {{ title: import("/lib/dom.js").Child, sub?: import("/lib/dom.js").Child, actions?: import("/lib/dom.js").Child, crumbs?: { label: string, href: string }[] }} options
 */
export function pageHead({ title, sub, actions, crumbs = [] }) {
  return h(
    "header",
    { class: "page-head" },
    h(
      "div",
      { class: "page-titles" },
      crumbs.length > 0 &&
        h(
          "nav",
          { class: "crumbs", aria: { label: "Breadcrumb" } },
          crumbs.map((
            crumb,
          ) => [h("a", { href: crumb.href }, crumb.label), h("span", { aria: { hidden: true } }, "/")]),
        ),
      h("h1", null, title),
      sub && h("div", { class: "page-sub" }, sub),
    ),
    actions && h("div", { class: "page-actions" }, actions),
  );
}

/**
 * Names and values, side by side; values that are null are left out.
 * @param {[string, import("/lib/dom.js").Child][]} rows
 * @param {string} [className]
 */
export function facts(rows, className = "") {
  return h(
    "dl",
    { class: ["facts", className] },
    rows.filter(([, value]) => value != null && value !== "" && value !== false).map(([name, value]) =>
      h("div", null, h("dt", null, name), h("dd", null, value))
    ),
  );
}

/** A key, as drawn on a keyboard. @param {string} name */
export function key(name) {
  return h("kbd", null, name);
}

/**
 * A notice inside a page.
 * @param {import("/lib/dom.js").Child} content
 * @param {{ tone?: "plain" | "warn" | "bad" | "good", action?: Node | null }} [options]
 */
export function notice(content, { tone = "plain", action } = {}) {
  return h(
    "div",
    { class: ["notice", tone], role: tone === "bad" ? "alert" : undefined },
    icon(tone === "good" ? "check" : "warning"),
    h("div", { class: "notice-text" }, content),
    action,
  );
}

/**
 * The row under a list that brings the next page in.
 * @param {{ more: boolean, run: () => void, text: string }} options
 */
export function moreRow({ more, run, text }) {
  return h(
    "div",
    { class: "more-row" },
    h("span", { class: "muted" }, text),
    more && button({ label: t("lib.more"), onclick: run }),
  );
}
