/**
 * What happens when a write is stale: what the server has is shown beside mine, a choice is made, and the work
 * goes on from there. A choice put off waits until somebody asks for it.
 * @module
 */
import { toastError } from "/lib/ui/toast.js";
import { getEvaluation } from "/features/evaluations/calls.js";
import { conflictDialog } from "/features/evaluations/conflict-dialog.js";
import { differences, fitting, inCardOrder, merged } from "/features/evaluations/conflicts.js";
import { currentAnswersOf } from "/features/evaluations/session-answers.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/calls.js").Stale} Stale */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * @typedef {object} ConflictHost
 * @property {() => Session} session
 * @property {() => FormAnswers[]} mine the answers on screen
 * @property {AbortSignal} signal
 * @property {(known: { etag: string, forms: FormAnswers[] }) => void} onsame both say the same after all
 * @property {(known: { etag: string, forms: FormAnswers[] }, chosen: FormAnswers[]) => void} onchosen
 * @property {(now: Session, kept: FormAnswers[] | null) => void} onreplaced it is about another interaction now, and
 *   these answers fit no more; or it has another version of a scorecard, and those that fit are kept
 */

export class ConflictFlow {
  /** @type {{ stale: Stale | null, base: FormAnswers[] } | null} */
  #waiting = null;

  /** @param {ConflictHost} host */
  constructor(host) {
    this.host = host;
  }

  /** Shows the choice that was put off. */
  again() {
    if (this.#waiting) void this.#settle(this.#waiting.stale, this.#waiting.base);
  }

  /**
   * @param {Stale} stale what the server answered
   * @param {FormAnswers[]} base what both sides began from
   */
  open(stale, base) {
    return this.#settle(stale, base);
  }

  /**
   * Mine are those this browser kept of an earlier visit.
   * @param {FormAnswers[]} base what both sides began from
   */
  restore(base) {
    return this.#settle(null, base);
  }

  /** @param {Stale | null} stale @param {FormAnswers[]} base */
  async #settle(stale, base) {
    const { host } = this;
    this.#waiting = { stale, base };
    const now = await getEvaluation(host.session().id, host.signal).catch((error) => {
      if (!host.signal.aborted) toastError(error);
      return null;
    });
    if (!now || host.signal.aborted) return;
    if (now.interaction.id !== host.session().interaction.id) {
      this.#waiting = null;
      return host.onreplaced(now, null);
    }
    if (now.forms.some((form, index) => form.scorecard.version !== host.session().forms[index]?.scorecard.version)) {
      this.#waiting = null;
      return host.onreplaced(now, fitting(now.forms, host.mine()));
    }
    const known = { etag: now.etag, forms: currentAnswersOf(now) };
    const mine = host.mine();
    const conflicts = inCardOrder(host.session().forms, differences(mine, known.forms));
    if (conflicts.length === 0) {
      this.#waiting = null;
      return host.onsame(known);
    }
    const sides = await conflictDialog({
      forms: host.session().forms,
      conflicts,
      base,
      by: stale?.by,
      at: stale?.at,
      isRestore: stale === null,
    });
    if (!sides || host.signal.aborted) return;
    this.#waiting = null;
    host.onchosen(known, merged(mine, conflicts, sides));
  }
}
