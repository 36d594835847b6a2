/**
 * Completes in two steps: a summary of what will be kept, then the confirmation.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import { openDialog } from "/lib/ui/dialog.js";
import { chip } from "/lib/ui/parts.js";
import { notifyOption } from "/features/action-items/notify-dialog.js";
import { completeEvaluation, getCompletion } from "/features/evaluations/calls.js";
import { isUnconfirmed } from "/features/evaluations/default-scores.js";
import { moreOptions } from "/features/exports/more-options.js";
import { isAnswered, scoreForm, scoreSession } from "/features/evaluations/score.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */
/** @typedef {{ completed: Session } | { goTo: { form: string, question: string } } | { stale: unknown }} Outcome */

/**
 * Gives the completed session, or the question to go to, or that the answers were stale, or null.
 * @param {object} options
 * @param {Session} options.session
 * @param {() => FormAnswers[]} options.answers
 * @param {() => string} options.etag
 * @returns {Promise<Outcome | null>}
 */
export async function completeDialog({ session, answers, etag }) {
  /** @type {Outcome | null} */
  let result = null;
  const body = h("div", { class: "completion" });
  const more = moreOptions([notifyOption(session)]);
  const dialog = openDialog({ title: t("workbench.completeTitle"), width: "medium", body });
  let refusal = /** @type {string | null} */ (null);
  /** @type {Awaited<ReturnType<typeof getCompletion>>["forms"]} what only the server checks */
  let checked = [];
  let isConfirming = false;
  summarize();
  getCompletion(session.id).then((known) => {
    checked = known.forms ?? [];
    const hasOwnWords = known.refusal && !["required_unanswered", "answer_unconfirmed"].includes(known.refusal.code);
    refusal = hasOwnWords ? known.refusal?.detail ?? null : null;
    // Who has gone on to the second step is called back only by what stands in the way.
    if (!isConfirming || refusal || isMissing(summaries())) summarize();
  }, () => {
    // The server says it again when it is asked to complete.
  });
  await dialog.closed;
  return result;

  function summarize() {
    isConfirming = false;
    const forms = summaries();
    const focused = document.activeElement;
    const mayGoOn = !isMissing(forms) && !refusal;
    replace(
      body,
      h("p", { class: "muted" }, t("workbench.completeLead")),
      forms.map((form) =>
        h(
          "section",
          { class: "completion-form" },
          h(
            "header",
            null,
            h("h3", null, form.name),
            h("strong", { class: ["score-text", tone(form.passed)] }, percent(form.score, form.passMark)),
          ),
          form.missing.length > 0 &&
            questionList(t("workbench.missing", { count: form.missing.length }), form.id, form.missing, "bad"),
          form.unconfirmed.length > 0 &&
            questionList(
              t("workbench.unconfirmed", { count: form.unconfirmed.length }),
              form.id,
              form.unconfirmed,
              "bad",
            ),
          form.unnoted.length > 0 &&
            questionList(t("workbench.unnoted", { count: form.unnoted.length }), form.id, form.unnoted, "bad"),
          form.unproven.length > 0 &&
            questionList(t("workbench.unproven", { count: form.unproven.length }), form.id, form.unproven, "bad"),
          form.blank.length > 0 &&
            questionList(t("workbench.blank", { count: form.blank.length }), form.id, form.blank, "plain"),
          form.missing.length + form.blank.length === 0 && h("p", { class: "muted" }, t("workbench.nothingMissing")),
        )
      ),
      forms.length > 1 && total(),
      mayGoOn && more.element,
    );
    // Put back in its place, what had the keyboard has it again.
    if (focused instanceof HTMLElement && more.element.contains(focused)) focused.focus();
    dialog.setError(refusal);
    dialog.setActions([
      { label: t("lib.cancel") },
      ...(!mayGoOn ? [] : [{
        label: t("workbench.next"),
        look: /** @type {const} */ ("primary"),
        run: () => (more.isReady() && confirm(), false),
      }]),
    ]);
  }

  function confirm() {
    isConfirming = true;
    const { score, passed } = scoreSession(summaries());
    replace(
      body,
      h("p", null, h("strong", null, t("workbench.confirmTitle"))),
      h("p", null, t("workbench.confirmText", { id: session.interaction.externalId })),
      h(
        "p",
        { class: "completion-total" },
        h(
          "span",
          { class: ["score-number", tone(passed)] },
          score === null ? t("workbench.notScored") : percent(score, session.passMark),
        ),
        passed !== null && chip(t(passed ? "workbench.passed" : "workbench.failed"), { tone: passed ? "good" : "bad" }),
      ),
    );
    dialog.setActions([
      { label: t("workbench.back"), look: "bare", start: true, run: () => (summarize(), false) },
      { label: t("lib.cancel") },
      { label: t("workbench.completeNow"), look: "primary", run: complete },
    ]);
    const last = dialog.element.querySelector(".dialog-actions .primary");
    if (last instanceof HTMLElement) last.focus();
  }

  async function complete() {
    try {
      result = { completed: await completeEvaluation(session.id, answers(), etag()) };
      await more.run(session.id);
    } catch (error) {
      // Somebody saved in between: that is settled question by question, not here.
      if (/** @type {{ status?: number }} */ (error).status !== 412) throw error;
      result = { stale: error };
    }
  }

  function summaries() {
    const given = answers();
    return session.forms.map((form) => {
      const own = given.find((one) => one.id === form.id)?.answers ?? {};
      const known = checked.find((one) => one.id === form.id);
      const { score, passed, missingRequired } = scoreForm(form.scorecard.content, own);
      const questions = form.scorecard.content.sections.flatMap((section) => section.questions)
        .map((question, index) => ({ key: question.key, text: question.text, number: index + 1, question }));
      return {
        id: form.id,
        name: form.scorecard.name,
        score,
        passed,
        passMark: form.scorecard.content.passMark ?? null,
        missing: questions.filter(({ key }) => missingRequired.includes(key)),
        unconfirmed: questions.filter(({ key }) => isUnconfirmed(own[key])),
        unnoted: questions.filter(({ key }) => known?.missingComments?.includes(key)),
        unproven: questions.filter(({ key }) => known?.missingEvidence?.includes(key)),
        blank: questions.filter(({ key, question }) => !question.required && !isAnswered(own[key])),
      };
    });
  }

  function total() {
    const { score, passed } = scoreSession(summaries());
    return h(
      "section",
      { class: "completion-form" },
      h(
        "header",
        null,
        h("h3", null, t("workbench.total_")),
        h("strong", { class: ["score-text", tone(passed)] }, percent(score, session.passMark)),
      ),
    );
  }

  /**
   * @param {string} title
   * @param {string} form
   * @param {{ key: string, text: string, number: number }[]} questions
   * @param {"bad" | "plain"} look
   */
  function questionList(title, form, questions, look) {
    return h(
      "div",
      { class: ["completion-list", look] },
      h("p", null, title),
      h(
        "ul",
        null,
        questions.map((question) =>
          h(
            "li",
            null,
            h("button", {
              type: "button",
              class: "completion-question",
              onclick: () => {
                result = { goTo: { form, question: question.key } };
                dialog.close();
              },
            }, [h("span", { class: "question-number" }, question.number), question.text]),
          )
        ),
      ),
    );
  }
}

/** @param {{ missing: unknown[], unconfirmed: unknown[], unnoted: unknown[], unproven: unknown[] }[]} forms */
function isMissing(forms) {
  return forms.some((form) =>
    form.missing.length + form.unconfirmed.length + form.unnoted.length + form.unproven.length > 0
  );
}

/** @param {boolean | null} passed */
function tone(passed) {
  return passed === true ? "is-good" : passed === false ? "is-bad" : "";
}
