/**
 * Evidence between the conversation and the form: what is chosen there becomes proof of an answer here, and
 * is drawn on the timeline.
 * @module
 */
import { t } from "/lib/text.js";
import { announce } from "/lib/ui/toast.js";
import { questionsOf } from "/features/evaluations/form-view.js";
import { evidenceMark } from "/features/recordings/timeline-marks.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/score.js").Range} Range */

/**
 * @typedef {object} DeskHost
 * @property {() => import("/features/evaluations/form-column.js").FormColumn} column
 * @property {() => import("/features/interactions/conversation.js").Conversation} conversation
 * @property {() => import("/features/evaluations/sheet.js").Sheet} sheet
 * @property {() => boolean} mayAnswer
 */

export class EvidenceDesk {
  /** @param {DeskHost} host */
  constructor(host) {
    this.host = host;
  }

  /** Draws the evidence of the form on screen on the timeline. */
  draw() {
    const column = this.host.column();
    const conversation = this.host.conversation();
    const { form } = column;
    if (!form) return;
    conversation.setEvidence(
      questionsOf(form, this.host.sheet()).flatMap(({ key, number, evidence }) =>
        evidence.map((range) =>
          evidenceMark(`${form.id}-${key}-${range.startMs}-${range.endMs}`, String(number), range, () => {
            column.view.goTo(key);
            conversation.player.playRange(range);
          })
        )
      ),
    );
  }

  /** What can be done with a chosen range. */
  actions() {
    if (!this.host.mayAnswer()) return [];
    const number = this.host.column().view?.current()?.number ?? 1;
    return [{ label: t("workbench.evidenceShort", { number: `Q${number}` }), key: "E", run: () => this.add() }];
  }

  /** The range that would be added now. @returns {Range | null} */
  range() {
    const { startMs, endMs } = this.host.conversation().chosenRange();
    return endMs > startMs ? { startMs: Math.round(startMs), endMs: Math.round(endMs) } : null;
  }

  /** Adds it to the current question. */
  add() {
    const { view, form } = this.host.column();
    if (!view.current()) view.move(1);
    const current = view.current();
    const range = this.range();
    if (!current || !range) return;
    this.host.sheet().addEvidence(form.id, current.key, range);
    announce(t("workbench.evidenceAdded", { number: current.number }));
    const { player } = this.host.conversation();
    if (player.range) player.setRange(null);
  }
}
