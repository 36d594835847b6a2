/**
 * Shows mine and theirs, question by question, and lets somebody choose.
 * @module
 */
import { h, replace, uniqueId } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { timeOfDay } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { answerWords, questionOf } from "/features/evaluations/answer-words.js";
import { proposedSides } from "/features/evaluations/conflicts.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/conflicts.js").Conflict} Conflict */
/** @typedef {import("/features/evaluations/conflicts.js").Side} Side */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */
/** @typedef {import("/features/evaluations/calls.js").Session} Session */

/**
 * Gives the side each conflict goes to; null when the choice was put off.
 * @param {object} options
 * @param {Session["forms"]} options.forms
 * @param {Conflict[]} options.conflicts
 * @param {readonly FormAnswers[]} options.base
 * @param {{ name: string } | null} [options.by]
 * @param {string | null} [options.at]
 * @param {boolean} [options.isRestore] mine are those this browser kept
 * @returns {Promise<Side[] | null>}
 */
export async function conflictDialog({ forms, conflicts, base, by = null, at = null, isRestore = false }) {
  const sides = proposedSides(conflicts, base);
  const list = h("ol", { class: "conflicts" });
  draw();
  const lead = isRestore
    ? t("workbench.restoreLead")
    : by && at
    ? t("workbench.conflictLead", { who: by.name, at: timeOfDay(at) })
    : t("workbench.conflictLeadPlain");
  const { closed } = openDialog({
    title: t(isRestore ? "workbench.restoreTitle" : "workbench.conflictTitle"),
    width: "large",
    className: "conflict-dialog",
    body: [
      h("p", null, lead),
      h(
        "div",
        { class: "conflict-all" },
        button({ label: t("workbench.allMine"), small: true, onclick: () => all("yours") }),
        button({ label: t("workbench.allTheirs"), small: true, onclick: () => all("theirs") }),
      ),
      list,
    ],
    actions: [
      { label: t("workbench.later"), look: "bare", start: true, value: "" },
      { label: t("workbench.keep"), look: "primary", value: "keep" },
    ],
  });
  return (await closed) === "keep" ? sides : null;

  /** @param {Side} side */
  function all(side) {
    sides.fill(side);
    draw();
  }

  function draw() {
    replace(
      list,
      conflicts.map((conflict, index) => {
        const found = questionOf(forms, conflict);
        const name = uniqueId("conflict");
        /** @param {Side} side @param {string} label */
        const pick = (side, label) =>
          h(
            "label",
            { class: "conflict-side" },
            h("input", {
              type: "radio",
              name,
              checked: sides[index] === side,
              onchange: () => (sides[index] = side),
            }),
            h("span", { class: "conflict-who" }, label),
            answerWords(found?.question, conflict[side]),
          );
        return h(
          "li",
          null,
          h(
            "fieldset",
            { class: "conflict" },
            h(
              "legend",
              null,
              found && h("span", { class: "question-number" }, found.number),
              found?.question.text ?? conflict.question,
            ),
            pick("yours", t("workbench.mine")),
            pick("theirs", t(isRestore ? "workbench.server" : "workbench.theirs")),
          ),
        );
      }),
    );
  }
}
