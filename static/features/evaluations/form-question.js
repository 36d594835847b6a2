/**
 * One question of a form: its options, what was noted, its evidence.
 * @module
 */
import { h, replace, uniqueId } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockRange } from "/lib/times.js";
import { icon } from "/lib/ui/icons.js";
import { isUnconfirmed } from "/features/evaluations/default-scores.js";
import { isAnswered, isFailing } from "/features/evaluations/score.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/score.js").Question} Question */
/** @typedef {import("/features/evaluations/score.js").Answer} Answer */
/** @typedef {import("/features/evaluations/score.js").Range} Range */

/** Help longer than this folds, characters; so does a question. */
const FOLD_AT = 110;
const FOLD_QUESTION_AT = 200;

/**
 * What a question asks its form to do.
 * @typedef {object} QuestionHost
 * @property {boolean} mayAnswer
 * @property {boolean} needsEvidence failing answers need evidence
 * @property {(option: string) => void} choose
 * @property {() => void} chooseNA
 * @property {() => void} withdraw takes the answer back
 * @property {(text: string) => void} comment
 * @property {() => void} addEvidence
 * @property {(range: Range) => void} removeEvidence
 * @property {(range: Range) => void} play
 * @property {() => void} entered the pointer or the focus came into it
 */

/**
 * @typedef {object} QuestionView
 * @property {HTMLElement} element
 * @property {(answer: Answer | undefined) => void} set
 * @property {(isCurrent: boolean) => void} setCurrent
 * @property {() => void} write its note
 * @property {() => void} focus
 */

/**
 * @param {Question} question
 * @param {number} number its place on the form, from 1
 * @param {QuestionHost} host
 * @returns {QuestionView}
 */
export function questionView(question, number, host) {
  const textId = uniqueId("question");
  /** @type {Answer | undefined} */
  let answer;
  /** @type {HTMLTextAreaElement | null} */
  let writing = null;
  const options = question.options.map((option, index) => {
    const scope = option.autoFail ?? "none";
    const fails = scope === "evaluation" ? t("workbench.failsEvaluation") : t("workbench.failsSection");
    return {
      key: option.key,
      element: choice({
        key: index < 9 ? String(index + 1) : "",
        label: scope === "none" ? option.label : `${option.label} · ${fails}`,
        fails: scope !== "none",
        run: () => host.choose(option.key),
      }),
    };
  });
  const na = question.allowNA ? choice({ key: "N", label: t("workbench.na"), fails: false, run: host.chooseNA }) : null;
  // The star of a question that folds comes first, where it is not folded away.
  const isLong = question.text.length > FOLD_QUESTION_AT;
  const star = question.required && [
    h("span", { class: "star", aria: { hidden: true }, title: t("workbench.required") }, "★"),
    h("span", { class: "visually-hidden" }, ` (${t("workbench.required")}) `),
  ];
  const mark = h("span", { class: "question-default", hidden: true }, t("workbench.isDefault"));
  const evidence = h("div", { class: "question-evidence" });
  const note = h("div", { class: "question-note" });
  const hints = h("div", { class: "question-hints" });
  const element = h(
    "div",
    {
      class: "question",
      role: "group",
      tabindex: -1,
      dataset: { question: question.key },
      aria: { labelledby: textId },
      // Not before a press is over: what is current takes more room, and the button would move away under the pointer.
      onfocusin: () => element.matches(":active") || host.entered(),
      onclick: host.entered,
    },
    h(
      "p",
      { class: "question-text", id: textId },
      h("span", { class: "question-number" }, number),
      " ",
      isLong && star,
      question.text,
      !isLong && star,
    ),
    question.helpText && help(question.helpText),
    h("div", { class: "options" }, options.map((one) => one.element), na, mark),
    evidence,
    note,
    hints,
  );
  const words = element.firstElementChild;
  if (words && isLong) {
    words.after(foldButton((isOpen) => words.classList.toggle("is-folded", !isOpen)));
    words.classList.add("is-folded");
  }
  set(undefined);
  return { element, set, setCurrent, write, focus: () => element.focus({ preventScroll: true }) };

  /** @param {Answer | undefined} next */
  function set(next) {
    answer = next;
    for (const one of options) one.element.setAttribute("aria-pressed", String(one.key === next?.option));
    na?.setAttribute("aria-pressed", String(next?.na === true));
    mark.hidden = !(isAnswered(next) && next?.touched === false);
    element.classList.toggle("is-answered", isAnswered(next));
    drawEvidence();
    drawNote();
    drawHints();
  }

  /** @param {boolean} isCurrent */
  function setCurrent(isCurrent) {
    element.classList.toggle("is-current", isCurrent);
    if (isCurrent) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
  }

  function drawEvidence() {
    replace(
      evidence,
      (answer?.evidence ?? []).map((range) => {
        const text = clockRange(range.startMs, range.endMs);
        return h(
          "span",
          { class: "evidence-chip" },
          h("button", {
            type: "button",
            class: "evidence-play",
            aria: { label: t("workbench.playEvidence", { range: text, number }) },
            onclick: () => host.play(range),
          }, [icon("play"), h("bdi", { dir: "ltr" }, text)]),
          host.mayAnswer && h("button", {
            type: "button",
            class: "evidence-remove",
            aria: { label: t("workbench.removeEvidence", { range: text, number }) },
            onclick: () => {
              host.removeEvidence(range);
              element.focus({ preventScroll: true });
            },
          }, icon("close")),
        );
      }),
      host.mayAnswer && h("button", {
        type: "button",
        class: "question-add evidence-add",
        aria: { label: t("workbench.evidenceFor", { number }) },
        onclick: host.addEvidence,
      }, [t("workbench.evidence"), " ", h("kbd", { aria: { hidden: true } }, "E")]),
      host.mayAnswer && !answer?.comment && !writing && h("button", {
        type: "button",
        class: "question-add note-add",
        aria: { label: t("workbench.noteFor", { number }) },
        onclick: write,
      }, t("workbench.addNote")),
      host.mayAnswer && isAnswered(answer) && h("button", {
        type: "button",
        class: "question-add answer-clear",
        aria: { label: t("workbench.clearAnswerOf", { number }) },
        onclick: () => {
          host.withdraw();
          element.focus({ preventScroll: true });
        },
      }, t("workbench.clearAnswer")),
    );
  }

  function drawNote() {
    if (writing) return;
    const text = answer?.comment ?? "";
    replace(
      note,
      text !== "" && (host.mayAnswer
        ? h("button", {
          type: "button",
          class: "note-text",
          title: t("workbench.noteFor", { number }),
          onclick: write,
        }, text)
        : h("p", { class: "note-text" }, text)),
    );
  }

  function write() {
    if (!host.mayAnswer || writing) return;
    const area = h("textarea", {
      value: answer?.comment ?? "",
      maxlength: 4000,
      rows: 2,
      class: "note-field",
      aria: { label: t("workbench.noteFor", { number }) },
      oninput: () => host.comment(area.value),
      onblur: finish,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        element.focus({ preventScroll: true });
      },
    });
    writing = area;
    replace(note, area);
    drawEvidence();
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }

  function finish() {
    if (!writing) return;
    const trimmed = writing.value.trim();
    const changed = trimmed !== writing.value;
    writing = null;
    if (changed) host.comment(trimmed);
    drawNote();
    drawEvidence();
  }

  function drawHints() {
    const option = question.options.find((one) => one.key === answer?.option);
    const policy = question.commentPolicy ?? "optional";
    const needsNote = isAnswered(answer) && !answer?.comment &&
      (policy === "required" || (typeof policy === "object" && policy.onOptions.includes(answer?.option ?? "")));
    const needsEvidence = host.needsEvidence && option && isFailing(option) && !answer?.evidence?.length;
    replace(
      hints,
      isUnconfirmed(answer) && h("p", { class: "question-hint" }, t("workbench.confirmByHand")),
      needsNote && h("p", { class: "question-hint" }, t("workbench.noteRequired")),
      needsEvidence && h("p", { class: "question-hint" }, t("workbench.evidenceMissing")),
    );
  }

  /**
   * @param {{ key: string, label: string, fails: boolean, run: () => void }} given
   */
  function choice({ key, label, fails, run }) {
    return h(
      "button",
      {
        type: "button",
        class: ["option", fails && "fails"],
        aria: { pressed: false, disabled: host.mayAnswer ? undefined : true },
        onclick: (/** @type {MouseEvent} */ event) => {
          if (!host.mayAnswer) return;
          run();
          // After a press of the pointer Space plays again; the keyboard keeps its place.
          if (event.detail > 0) element.focus({ preventScroll: true });
        },
      },
      key && h("kbd", { aria: { hidden: true } }, key),
      h("span", null, label),
    );
  }
}

/** @param {string} text */
function help(text) {
  if (text.length <= FOLD_AT && !text.includes("\n")) return h("p", { class: "question-help" }, text);
  const words = h("span", { class: "help-words" }, text);
  const fold = foldButton((isOpen) => element.classList.toggle("is-open", isOpen));
  const element = h("div", { class: "question-help is-folded" }, words, fold);
  return element;
}

/**
 * Shows the whole of a long text, and folds it again.
 * @param {(isOpen: boolean) => void} ontoggle
 */
function foldButton(ontoggle) {
  const fold = h("button", {
    type: "button",
    class: "help-more",
    aria: { expanded: false },
    onclick: () => {
      const isOpen = fold.getAttribute("aria-expanded") !== "true";
      fold.setAttribute("aria-expanded", String(isOpen));
      fold.textContent = t(isOpen ? "workbench.less" : "workbench.more");
      ontoggle(isOpen);
    },
  }, t("workbench.more"));
  return fold;
}
