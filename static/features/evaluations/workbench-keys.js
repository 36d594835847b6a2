/**
 * The keys of the form.
 * @module
 */
import { addKeys } from "/lib/keyboard.js";
import { t } from "/lib/text.js";
import "/features/evaluations/workbench-labels.js";

/**
 * @param {object} options
 * @param {AbortSignal} options.signal
 * @param {() => import("/features/evaluations/form-view.js").FormView} options.form the one on screen
 * @param {() => boolean} options.mayAnswer
 * @param {() => boolean} options.mayComplete
 * @param {() => void} options.evidence
 * @param {() => void} options.save
 * @param {() => void} options.complete
 * @param {() => void} options.undo
 */
export function workbenchKeys({ signal, form, mayAnswer, mayComplete, evidence, save, complete, undo }) {
  const group = t("workbench.groupForm");
  const digits = Array.from({ length: 9 }, (_, index) => ({
    id: `form.answer${index + 1}`,
    keys: [String(index + 1)],
    label: t("workbench.answerWith", { number: index + 1 }),
    group,
    when: () => form().canAnswer(index),
    run: () => form().answer(index),
  }));
  addKeys([
    {
      id: "form.next",
      keys: ["ArrowDown"],
      label: t("workbench.nextQuestion"),
      group,
      repeats: true,
      when: isOutsideTranscript,
      run: () => form().move(1),
    },
    {
      id: "form.previous",
      keys: ["ArrowUp"],
      label: t("workbench.previousQuestion"),
      group,
      repeats: true,
      when: isOutsideTranscript,
      run: () => form().move(-1),
    },
    ...digits,
    {
      id: "form.na",
      keys: ["N"],
      label: t("workbench.answerNA"),
      group,
      when: () => form().canNA(),
      run: () => form().answerNA(),
    },
    {
      id: "form.withdraw",
      keys: ["Backspace"],
      label: t("workbench.clearAnswer"),
      group,
      when: () => mayAnswer() && form().current() !== null,
      run: () => form().withdraw(),
    },
    { id: "form.evidence", keys: ["E"], label: t("workbench.keyEvidence"), group, when: mayAnswer, run: evidence },
    { id: "form.save", keys: ["Ctrl+S"], label: t("workbench.keySave"), group, run: () => mayAnswer() && save() },
    {
      id: "form.complete",
      keys: ["Ctrl+Enter"],
      label: t("workbench.keyComplete"),
      group,
      when: mayComplete,
      run: complete,
    },
    // While typing, undo is the text field's own.
    {
      id: "form.undo",
      keys: ["Ctrl+Z"],
      label: t("workbench.keyUndo"),
      group,
      when: () => mayAnswer() && !isTyping(),
      run: undo,
    },
  ], signal);
}

function isTyping() {
  return document.activeElement?.matches("textarea, input:not([type=range], [type=checkbox], [type=radio])") ?? false;
}

function isOutsideTranscript() {
  return document.activeElement?.closest(".transcript, .tab-panel") === null;
}
