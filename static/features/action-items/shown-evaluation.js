/**
 * An evaluation to be read: its answers, comments and evidence, with the score where it may be seen.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockRange, exactPercent, percent } from "/lib/times.js";
import { icon } from "/lib/ui/icons.js";
import { chip } from "/lib/ui/parts.js";
import "/features/action-items/labels.js";

/** @typedef {import("/features/action-items/calls.js").Shown} Shown */
/** @typedef {import("/features/action-items/calls.js").ShownForm} ShownForm */
/** @typedef {import("/features/action-items/calls.js").ShownSection} ShownSection */
/** @typedef {import("/features/action-items/calls.js").ShownQuestion} ShownQuestion */

/**
 * @param {Shown} shown
 * @param {{ play: (range: { startMs: number, endMs: number }) => void }} host
 */
export function shownEvaluation(shown, { play }) {
  let number = 0;
  return h(
    "section",
    { class: "shown", aria: { label: t("actionItems.evaluation") } },
    h(
      "header",
      { class: "shown-head" },
      h("h2", null, shown.name),
      chip(t(shown.final ? "actionItems.final" : "actionItems.notFinal"), {
        tone: shown.final ? "good" : "warn",
        dot: true,
        title: shown.final ? undefined : t("actionItems.notFinalHint"),
      }),
      h("span", { class: "grow" }),
      shown.showScore && shown.passed != null &&
        chip(t(shown.passed ? "actionItems.passed" : "actionItems.failed"), { tone: shown.passed ? "good" : "bad" }),
      shown.score != null && h("strong", { class: "shown-score" }, percent(shown.score, passMark(shown))),
    ),
    !shown.lastEditedAt && h("p", { class: "muted" }, t("actionItems.nothingSaved")),
    shown.forms.map((form) => [
      h(
        "header",
        { class: "shown-form" },
        shown.forms.length > 1 && h("h3", null, form.name),
        worth(form, shown.forms.length > 1),
      ),
      form.sections.map((section) => sectionView(section, form)),
    ]),
  );

  /** @param {ShownSection} section @param {ShownForm} form */
  function sectionView(section, form) {
    return h(
      "section",
      { class: "shown-section", aria: { label: section.title } },
      h(
        "header",
        null,
        h("h3", null, section.title),
        h("span", { class: "muted" }, sectionWorth(section, form)),
      ),
      section.description && h("p", { class: "muted" }, section.description),
      section.questions.map((question) => questionView(question)),
    );
  }

  /** @param {ShownQuestion} question */
  function questionView(question) {
    number += 1;
    const said = question.na ? t("actionItems.na") : question.answer ?? t("actionItems.noAnswer");
    const fails = question.autoFail !== undefined && question.autoFail !== "none";
    return h(
      "div",
      { class: "shown-question" },
      h("p", null, h("span", { class: "shown-number" }, number), question.text),
      h(
        "p",
        { class: "shown-answer" },
        h("b", { class: [question.answer === null && "muted", fails && "is-bad"] }, said),
        question.possible !== undefined &&
          h(
            "span",
            { class: "muted" },
            t("actionItems.points", {
              points: question.points ?? 0,
              possible: question.possible,
            }),
          ),
        fails && h("span", { class: "is-bad" }, t(`actionItems.autoFail_${question.autoFail}`)),
      ),
      question.comment && h("p", { class: "shown-comment said" }, question.comment),
      question.evidence.length > 0 && h(
        "p",
        { class: "shown-evidence" },
        question.evidence.map((range) => {
          const text = clockRange(range.startMs, range.endMs);
          return h(
            "button",
            {
              type: "button",
              class: "time-pill",
              aria: { label: t("actionItems.playEvidence", { range: text }) },
              onclick: () => play(range),
            },
            icon("play"),
            h("bdi", { dir: "ltr" }, text),
          );
        }),
      ),
    );
  }
}

/** The pass mark the whole is measured by: of one form alone. @param {Shown} shown */
function passMark({ forms }) {
  return forms.length === 1 ? forms[0].passMark ?? null : null;
}

/**
 * What a form is worth, by the rules that made it so; nothing where that is not to be seen.
 * @param {ShownForm} form
 * @param {boolean} isOneOfMany whether the whole's score says something else
 */
function worth({ score, format, passMark = null }, isOneOfMany) {
  if (!score || score.score === null) return null;
  const before = score.scoreBeforeAutoFail;
  return h(
    "p",
    { class: "muted" },
    [
      format === "points" && points(score),
      isOneOfMany && percent(score.score, passMark),
      before !== null && before !== score.score &&
      t("actionItems.beforeAutoFail", { percent: percent(before, passMark) }),
      passMark !== null && t("actionItems.passMark", { percent: exactPercent(passMark) }),
    ].filter((part) => typeof part === "string").join(" · "),
  );
}

/** @param {{ earned: number, possible: number }} score */
function points({ earned, possible }) {
  return t("actionItems.scorePoints", { earned, possible });
}

/** @param {ShownSection} section @param {ShownForm} form */
function sectionWorth({ key, weight }, { score, format }) {
  const own = score?.sections.find((one) => one.key === key);
  return [
    own &&
    (own.autoFailed
      ? t("actionItems.scoreFailed")
      : own.score === null
      ? t("actionItems.scoreNA")
      : `${points(own)} = ${percent(own.score)}`),
    weight !== undefined && format === "percentage" &&
    t("actionItems.weight", { percent: exactPercent(weight * 10_000) }),
  ].filter((part) => typeof part === "string").join(" · ");
}
