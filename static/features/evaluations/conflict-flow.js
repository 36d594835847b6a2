/**
 * What happens when a write is stale: what the server has is shown beside mine, a choice is made, and the work
 * goes on from there. A choice put off waits until somebody asks for it.
 * @module
 */
import { toastError } from "/lib/ui/toast.js";
import { getEvaluation } from "/features/evaluations/calls.js";
import { conflictDialog } from "/features/evaluations/conflict-dialog.js";
import { differences, fitting, inCardOrder, isSameAnswer, merged, misfits } from "/features/evaluations/conflicts.js";
import { movedDialog } from "/features/evaluations/moved-dialog.js";
import { answersOf, currentAnswersOf } from "/features/evaluations/session-answers.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/calls.js").Stale} Stale */
/** @typedef {import("/features/evaluations/calls.js").Ref} Ref */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * @typedef {object} ConflictHost
 * @property {() => Session} session
 * @property {() => FormAnswers[]} mine the answers on screen
 * @property {AbortSignal} signal
 * @property {(now: Session) => void} onsame both say the same after all
 * @property {(now: Session, mine: FormAnswers[]) => void} onchosen mine go on, as chosen or as nobody else changed them
 * @property {(now: Session, kept: FormAnswers[] | null) => void} onreplaced it is about another interaction now, and
 *   these answers fit no more; or it has another version of a scorecard, and those that fit are kept
 */

/** How a stale write was settled. @typedef {"same" | "chosen" | null} Settled */

export class ConflictFlow {
  /** @type {{ stale: Stale | null, base: FormAnswers[] } | null} */
  #waiting = null;

  /** @param {ConflictHost} host */
  constructor(host) {
    this.host = host;
  }

  /** Shows the choice that was put off; gives what `open` does. */
  async again() {
    return this.#waiting ? await this.#settle(this.#waiting.stale, this.#waiting.base) : null;
  }

  /**
   * Gives whether the work can go on as it was (`same`), or with what somebody chose (`chosen`); null when it cannot.
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

  /**
   * @param {Stale | null} stale
   * @param {FormAnswers[]} base
   * @returns {Promise<Settled>}
   */
  async #settle(stale, base) {
    const { host } = this;
    this.#waiting = { stale, base };
    const now = await getEvaluation(host.session().id, host.signal).catch((error) => {
      if (!host.signal.aborted) toastError(error);
      return null;
    });
    if (!now || host.signal.aborted) return null;
    if (now.interaction.id !== host.session().interaction.id) {
      this.#waiting = null;
      host.onreplaced(now, null);
      return null;
    }
    const before = host.session().forms;
    const lost = misfits(now.forms, host.mine());
    if (lost.length > 0 && !(await movedDialog(before, now.forms, lost) && !host.signal.aborted)) return null;
    let mine = lost.length > 0 ? fitting(now.forms, host.mine()) : host.mine();
    if (now.forms.some((form, index) => form.scorecard.version !== before[index]?.scorecard.version)) {
      this.#waiting = null;
      host.onreplaced(now, fitting(now.forms, mine));
      return null;
    }
    let isChosen = lost.length > 0;
    for (const { forms, open, ...other } of others(now, stale, base)) {
      const conflicts = inCardOrder(now.forms, differences(mine, forms)).filter(open);
      if (conflicts.length === 0) continue;
      const sides = await conflictDialog({ forms: now.forms, conflicts, ...other });
      if (!sides || host.signal.aborted) return null;
      mine = merged(mine, conflicts, sides, forms);
      isChosen = true;
    }
    this.#waiting = null;
    if (isChosen || differences(mine, currentAnswersOf(now)).length > 0) host.onchosen(now, mine);
    else host.onsame(now);
    return isChosen ? "chosen" : "same";
  }
}

/**
 * What is shown beside my answers, one after another: what the server has of mine, from another window or another day;
 * and where somebody else saved over that, what was saved. Another due date, name or evaluator changes no answer, and
 * nobody is asked.
 * @param {Session} now
 * @param {Stale | null} stale null when mine were kept by this browser
 * @param {FormAnswers[]} base what I began from
 * @returns {{ forms: FormAnswers[], base: FormAnswers[], by?: Ref | null, at?: string | null, isRestore: boolean,
 *   open: (conflict: import("/features/evaluations/conflicts.js").Conflict) => boolean }[]}
 */
function others(now, stale, base) {
  const current = currentAnswersOf(now);
  const overtaken = now.draft?.overtaken;
  if (!overtaken) {
    const isChanged = differences(current, base).length > 0;
    return [{ forms: current, base, by: stale?.by, at: stale?.at, isRestore: stale === null, open: () => isChanged }];
  }
  // Of my own draft only what is not where I began from is news.
  const isNews = (/** @type {import("/features/evaluations/conflicts.js").Conflict} */ { form, question, theirs }) =>
    !isSameAnswer(theirs, base.find((one) => one.id === form)?.answers[question]);
  const { by, at, base: began } = overtaken;
  return [
    { forms: current, base, isRestore: true, open: isNews },
    { forms: answersOf(now), base: began, by, at, isRestore: false, open: () => true },
  ];
}
