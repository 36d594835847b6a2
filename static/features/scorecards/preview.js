/**
 * A scorecard's content drawn like the form it becomes, for reading.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { exactPercent } from "/lib/times.js";
import { chip } from "/lib/ui/parts.js";
import "/features/scorecards/labels.js";

/** @typedef {import("/features/scorecards/calls.js").Content} Content */
/** @typedef {import("/features/scorecards/calls.js").Section} Section */
/** @typedef {import("/features/scorecards/calls.js").Question} Question */
/** @typedef {import("/features/scorecards/calls.js").Option} Option */

const longHelp = 160;

/** @param {Content} content */
export function scorecardPreview(content) {
  let number = 0;
  return h(
    "div",
    { class: "preview-form" },
    (content.sections ?? []).map((section) =>
      h(
        "section",
        { class: "preview-section" },
        h(
          "header",
          null,
          h("h3", null, section.title),
          h("span", { class: "muted" }, worth(content, section)),
        ),
        section.description && h("p", { class: "muted" }, section.description),
        h("ol", null, (section.questions ?? []).map((question) => row(question, number += 1))),
      )
    ),
  );
}

/**
 * @param {Content} content
 * @param {Section} section
 */
function worth(content, section) {
  if (content.format === "percentage") {
    return t("scorecards.weight", { percent: exactPercent((section.weight ?? 0) * 10_000) });
  }
  const points = (section.questions ?? []).reduce((sum, one) => sum + most(one), 0);
  return t("scorecards.pointsOf", { count: points });
}

/** @param {Question} question */
function most(question) {
  return Math.max(0, ...(question.options ?? []).map((option) => option.points ?? 0));
}

/**
 * @param {Question} question
 * @param {number} number
 */
function row(question, number) {
  const policy = question.commentPolicy;
  const labels = typeof policy === "object"
    ? question.options.filter((option) => policy.onOptions.includes(option.key)).map((option) => option.label)
    : [];
  return h(
    "li",
    { class: "preview-question" },
    h(
      "p",
      null,
      h("span", { class: "preview-number" }, number),
      question.text,
      question.required && h("span", { class: "star", title: t("scorecards.required") }, "★"),
      question.required && h("span", { class: "visually-hidden" }, t("scorecards.required")),
    ),
    question.helpText && help(question.helpText),
    h(
      "ul",
      { class: "preview-options" },
      (question.options ?? []).map((option) => optionPill(question, option)),
      question.allowNA && h("li", { class: "preview-option" }, t("scorecards.naAllowed")),
    ),
    policy === "required" && h("p", { class: "preview-note" }, t("scorecards.commentRequired")),
    labels.length > 0 &&
      h("p", { class: "preview-note" }, t("scorecards.commentOn", { options: labels.join(", ") })),
  );
}

/**
 * @param {Question} question
 * @param {Option} option
 */
function optionPill(question, option) {
  const scope = option.autoFail ?? "none";
  return h(
    "li",
    { class: ["preview-option", scope !== "none" && "fails"] },
    option.label,
    h("span", { class: "preview-points" }, t("scorecards.pointsOf", { count: option.points ?? 0 })),
    scope !== "none" &&
      h("span", null, t(scope === "section" ? "scorecards.failsSection" : "scorecards.failsEvaluation")),
    question.default === option.key && chip(t("scorecards.defaultOption"), { tone: "accent" }),
  );
}

/**
 * Help; what is long folds behind *More*.
 * @param {string} text
 */
function help(text) {
  if (text.length <= longHelp) return h("p", { class: "preview-help" }, text);
  const cut = text.lastIndexOf(" ", longHelp);
  return h(
    "details",
    { class: "preview-help" },
    h("summary", null, `${text.slice(0, cut)}… `, h("span", { class: "more-word" }, `+${t("scorecards.readMore")}`)),
    text.slice(cut + 1),
  );
}
