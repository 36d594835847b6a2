/**
 * The revisions of a completed evaluation: who saved it, when and why, and every answer as it was and became.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { isAbort } from "/lib/http.js";
import { t } from "/lib/text.js";
import { dateTime, percent } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { notice } from "/lib/ui/parts.js";
import { answerWords, questionOf } from "/features/evaluations/answer-words.js";
import { listRevisions } from "/features/evaluations/calls.js";
import { answersBefore } from "/features/evaluations/revisions.js";
import { answersOf } from "/features/evaluations/session-answers.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/calls.js").Revision} Revision */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * @param {object} host
 * @param {() => Session} host.session
 * @param {AbortSignal} host.signal
 * @param {(forms: FormAnswers[], number: number) => void} host.restore takes answers of before as they were, unsaved
 */
export function historyPanel({ session, signal, restore }) {
  const list = h("ol", { class: "revisions" });
  const foot = h("div");
  const element = h("section", { class: "revision-panel", aria: { label: t("workbench.history") } }, list, foot);
  /** @type {Revision[]} the newest first */
  let known = [];
  return { element, reload };

  async function reload() {
    known = [];
    replace(list);
    if (session().state !== "completed") {
      const said = session().replaced.length > 0 ? "workbench.historyReplaced" : "workbench.historyEmpty";
      return replace(foot, h("p", { class: "muted" }, t(said)));
    }
    await more(null);
  }

  /** @param {string | null} cursor */
  async function more(cursor) {
    try {
      const page = await listRevisions(session().id, cursor, signal);
      if (cursor === null) {
        known = [];
        replace(list);
      }
      known.push(...page.items);
      list.append(...page.items.map(entry));
      replace(
        foot,
        page.next && button({ label: t("workbench.historyMore"), onclick: () => void more(page.next) }),
      );
    } catch (error) {
      if (isAbort(error)) return;
      replace(foot, notice(error instanceof Error ? error.message : String(error), { tone: "bad" }));
    }
  }

  /** @param {Revision} revision */
  function entry(revision) {
    const { number, by, at, reason, score, previousScore, changes } = revision;
    const isNewest = known[0] === revision;
    return h(
      "li",
      { class: "revision" },
      h(
        "header",
        null,
        h("strong", null, t(number === 1 ? "workbench.revisionFirst" : "workbench.revision", { number: number - 1 })),
        h("span", { class: "muted" }, t("workbench.createdBy", { when: dateTime(at), who: by.name })),
        h(
          "span",
          { class: "revision-score" },
          number === 1 || previousScore === score ? shown(score, session().passMark) : t("workbench.revisionScore", {
            before: shown(previousScore, session().passMark),
            after: shown(score, session().passMark),
          }),
        ),
      ),
      reason && h("p", { class: "revision-reason" }, reason),
      changes.length > 0 && h("ul", null, changes.map(change)),
      !isNewest && session().may.save && button({
        label: t("workbench.restore"),
        small: true,
        onclick: () => restore(answersBefore(answersOf(session()), known, number), number),
      }),
    );
  }

  /** @param {Revision["changes"][number]} change */
  function change({ form, question, from, to }) {
    const found = questionOf(session().forms, { form, question });
    return h(
      "li",
      { class: "revision-change" },
      h(
        "p",
        null,
        found && h("span", { class: "question-number" }, found.number),
        " ",
        found?.question.text ?? question,
      ),
      h(
        "del",
        null,
        h("span", { class: "visually-hidden" }, `${t("workbench.was")} `),
        answerWords(found?.question, from),
      ),
      h(
        "ins",
        null,
        h("span", { class: "visually-hidden" }, `${t("workbench.became")} `),
        answerWords(found?.question, to),
      ),
    );
  }
}

/** @param {number | null} score @param {number | null} passMark */
function shown(score, passMark) {
  return score === null ? t("workbench.notScored") : percent(score, passMark);
}
