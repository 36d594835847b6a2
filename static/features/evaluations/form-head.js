/**
 * The head of a form: its name, how far it is, and the running total while the score is shown.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { exactPercent, percent } from "/lib/times.js";
import { isAnswered } from "/features/evaluations/score.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/score.js").ScoreResult} ScoreResult */

/**
 * @typedef {object} HeadState
 * @property {Session["forms"][number]} form
 * @property {number} number from 1
 * @property {number} count of forms
 * @property {import("/features/evaluations/score.js").Answers} answers
 * @property {ScoreResult} score
 * @property {boolean} showsScore
 * @property {boolean} isUnsaved the session is completed and these answers are not its own yet
 * @property {boolean} isConfirmed the server came to the same total
 * @property {{ score: number | null, passed: boolean | null } | null} total of several forms
 */

export function formHead() {
  const title = h("h2", { class: "form-title" });
  const progress = h("p", { class: "form-progress", aria: { live: "polite" } });
  const number = h("output", { class: "score-number" });
  const detail = h("p", { class: "score-detail" });
  const fill = h("i", { class: "score-fill" });
  const tick = h("i", { class: "score-pass", hidden: true });
  const bar = h(
    "div",
    { class: "score-bar", role: "meter", aria: { label: t("workbench.scoreMeter"), valuemin: 0, valuemax: 100 } },
    fill,
    tick,
  );
  const element = h("header", { class: "form-head" }, title, number, progress, detail, bar);
  return { element, set };

  /** @param {HeadState} state */
  function set({ form, number: place, count, answers, score, showsScore, isUnsaved, isConfirmed, total }) {
    const card = form.scorecard.content;
    const questions = card.sections.flatMap((section) => section.questions);
    const answered = questions.filter((question) => isAnswered(answers[question.key])).length;
    const about = [t("workbench.version", { version: form.scorecard.version })];
    if (count > 1) about.push(t("workbench.formOf", { number: place, count }));
    replace(title, form.scorecard.name, " ", h("span", null, about.join(" · ")));
    const left = score.missingRequired.length;
    progress.textContent = [
      t("workbench.answered", { count: answered, total: questions.length }),
      left > 0 ? t("workbench.left", { count: left }) : t("workbench.allRequired"),
    ].join(" · ");
    for (const one of [number, detail, bar]) one.hidden = !showsScore;
    if (!showsScore) return;
    const passMark = card.passMark ?? null;
    // Whoever is not through yet has not failed: only an automatic fail is certain before the end.
    const isCertain = score.passed !== false || score.autoFailed || left === 0;
    const tone = score.passed === true ? "is-good" : score.passed === false && isCertain ? "is-bad" : "";
    number.className = `score-number ${tone}`;
    number.textContent = score.score === null ? t("workbench.notScored") : percent(score.score, passMark);
    number.title = isConfirmed ? t("workbench.confirmed") : "";
    number.toggleAttribute("data-confirmed", isConfirmed);
    replace(
      detail,
      [
        isUnsaved && t("workbench.unsaved"),
        score.passed !== null && isCertain && t(score.passed ? "workbench.passed" : "workbench.failed"),
        card.format === "points" && t("workbench.points", { earned: score.earned, possible: score.possible }),
        score.scoreBeforeAutoFail !== null && score.scoreBeforeAutoFail !== score.score &&
        t("workbench.beforeAutoFail", { score: percent(score.scoreBeforeAutoFail) }),
        passMark !== null && t("workbench.passMark", { score: exactPercent(passMark) }),
        total && t("workbench.total", { score: percent(total.score) }),
      ].filter((part) => typeof part === "string").join(" · "),
    );
    const share = (score.score ?? 0) / 1_000_000;
    fill.style.setProperty("--share", `${share}%`);
    bar.className = `score-bar ${tone}`;
    bar.setAttribute("aria-valuenow", String(Math.round(share * 10) / 10));
    bar.setAttribute("aria-valuetext", number.textContent);
    tick.hidden = passMark === null;
    if (passMark !== null) tick.style.setProperty("--share", `${passMark / 1_000_000}%`);
  }
}
