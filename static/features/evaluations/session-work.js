/**
 * A session in hand: what the server says it is, the answers on screen, and how the two are kept together. Answers go
 * to the draft as they are given; what was not sent stays with the browser; what collides is settled by a choice.
 * @module
 */
import { t } from "/lib/text.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { who } from "/features/accounts/who.js";
import { dropDraft, saveDraft } from "/features/evaluations/calls.js";
import { ConflictFlow } from "/features/evaluations/conflict-flow.js";
import { differences } from "/features/evaluations/conflicts.js";
import { Draft, keeperIn } from "/features/evaluations/draft.js";
import { answersOf, currentAnswersOf, withAll } from "/features/evaluations/session-answers.js";
import { Sheet } from "/features/evaluations/sheet.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/calls.js").SavedDraft} SavedDraft */
/** @typedef {import("/features/evaluations/calls.js").Stale} Stale */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * @typedef {object} WorkHost
 * @property {AbortSignal} signal
 * @property {() => void} onchange the answers on screen changed
 * @property {(isSameWork: boolean) => void} onadopt the session is another; whether the same can be done with it
 * @property {(state: import("/features/evaluations/draft.js").DraftState) => void} ondraft
 * @property {() => void} onscore the server has scored the answers on screen
 * @property {(now: Session, kept: FormAnswers[] | null) => void} onreplaced it is about another interaction now, or has
 *   another version of a scorecard, and these answers fit it
 */

export class SessionWork {
  /** @type {{ forms: FormAnswers[], scores: SavedDraft["forms"] } | null} what the server last came to */
  #confirmed = null;
  #isTakingOver = false;
  /** @type {Promise<import("/features/evaluations/conflict-flow.js").Settled> | null} of a stale draft */
  #settling = null;
  #host;
  #keeper;
  #conflicts;

  /**
   * @param {Session} session
   * @param {WorkHost} host
   */
  constructor(session, host) {
    this.#host = host;
    this.signal = host.signal;
    this.session = session;
    /** @type {Sheet} */
    this.sheet = new Sheet(currentAnswersOf(session));
    this.#keeper = keeperIn(localStorage, who.get()?.user.id ?? "", `${session.id}.${session.interaction.id}`);
    this.#conflicts = new ConflictFlow({
      session: () => this.session,
      mine: () => this.sheet.forms,
      signal: host.signal,
      onsame: (now) => this.adopt(now),
      onreplaced: host.onreplaced,
      onchosen: (now, mine) => {
        this.#takeOver(mine);
        this.adopt(now, []);
      },
    });
    this.draft = new Draft({
      etag: session.etag,
      base: this.sheet.forms,
      savedAt: session.draft?.savedAt ?? null,
      keeper: this.#keeper,
      send: (forms, etag) => saveDraft(session.id, forms, etag),
      onstate: host.ondraft,
      onsaved: (saved, forms) => {
        this.#confirmed = { forms, scores: saved.forms ?? [] };
        host.onscore();
      },
      onconflict: (stale, _forms, base) => this.#settling = this.#conflicts.open(stale, base),
    });
    this.sheet.addEventListener("change", () => {
      host.onchange();
      if (this.session.may.save && !this.#isTakingOver) this.draft.change(this.sheet.forms);
    });
  }

  /** Whether the answers on screen are not those of the last save. */
  get isUnsaved() {
    return differences(this.sheet.forms, answersOf(this.session)).length > 0;
  }

  /** Whether the answers of a completed session are not its own yet. */
  get isRevised() {
    return this.session.state === "completed" && this.isUnsaved;
  }

  /** Whether somebody has to choose between answers first. */
  get isInConflict() {
    return this.draft.state.name === "conflict";
  }

  /**
   * The score the server came to for the answers on screen.
   * @param {string} form
   */
  serverScore(form) {
    if (this.#confirmed?.forms !== this.sheet.forms) return undefined;
    return this.#confirmed.scores.find((one) => one.id === form)?.score;
  }

  /** What this browser kept of an earlier visit. */
  get kept() {
    return this.#keeper.get();
  }

  /**
   * Brings back answers of an earlier visit; a choice is asked for where the server has others by now, or where
   * somebody else saved over a draft.
   * @param {import("/features/evaluations/draft.js").Kept | null} kept
   */
  async restore(kept) {
    const isOvertaken = this.session.draft?.overtaken != null;
    if (!this.session.may.save || !(kept || isOvertaken)) return;
    const mine = kept ? withAll(this.session, kept.forms) : this.sheet.forms;
    if (kept && !isOvertaken) {
      if (differences(mine, this.sheet.forms).length === 0) return this.#keeper.set(null);
      if (kept.etag === this.session.etag) {
        this.sheet.take(mine);
        toast(t("workbench.restored"));
        return;
      }
    }
    const held = kept
      ? { etag: kept.etag, forms: mine, base: withAll(this.session, kept.base ?? []) }
      : { etag: this.session.etag, forms: mine, base: mine };
    if (kept) this.#keeper.set(held);
    this.draft.hold(held);
    this.#takeOver(mine);
    if (await this.#conflicts.restore(held.base) === "same") toast(t("workbench.restored"));
  }

  /**
   * Takes what the server says the session is now.
   * @param {Session} session
   * @param {FormAnswers[]} [sent] what it was given; what changed since stays a draft
   */
  adopt(session, sent) {
    const isUnchanged = sent === undefined || sent === this.sheet.forms;
    const isSameWork = JSON.stringify(session.may) === JSON.stringify(this.session.may) &&
      session.interaction.id === this.session.interaction.id;
    this.session = session;
    this.#confirmed = null;
    const server = currentAnswersOf(session);
    if (isUnchanged) {
      if (differences(this.sheet.forms, server).length > 0) this.#takeOver(server);
      const savedAt = session.draft?.savedAt ?? (sent ? session.lastEditedAt : null);
      this.draft.settle({ etag: session.etag, forms: this.sheet.forms, savedAt });
    } else void this.draft.resolve(session.etag, server, this.sheet.forms);
    this.#host.onadopt(isSameWork);
  }

  /** Shows the choice that was put off; gives whether there was one. */
  async resolve() {
    return await this.#conflicts.again() !== null;
  }

  /** Whether the server has every answer, after a choice where one is needed; says why when it has not. */
  async isSettled() {
    if (this.isInConflict && !(await this.resolve())) return false;
    if (!this.draft.isUnsent || await this.draft.flush()) return true;
    if (this.isInConflict && await this.#settling && await this.draft.flush()) return true;
    const { problem } = this.draft.state;
    if (problem) toast(problem.message, { kind: "bad" });
    return false;
  }

  /**
   * Says why something was refused, or asks what is to stand.
   * @param {unknown} error
   * @param {() => unknown} [again] goes on with what was wanted, once it is clear which answers stand
   */
  async refused(error, again) {
    const problem = /** @type {{ status?: number, extras?: Record<string, any> }} */ (error);
    if (problem.status !== 412) return toastError(error);
    const stale = /** @type {Stale} */ (/** @type {unknown} */ (problem.extras ?? {}));
    const settled = await this.#conflicts.open(stale, this.draft.base);
    if (settled !== null && again) await again();
    else if (settled === "same") toast(t("workbench.changedMeanwhile"));
  }

  /** Goes back to what was saved last. */
  async drop() {
    await this.draft.flush();
    await dropDraft(this.session.id, this.draft.etag);
    this.draft.settle({ etag: this.draft.etag, forms: answersOf(this.session) });
    this.sheet = new Sheet(answersOf(this.session));
  }

  /**
   * Stops: it is about another interaction now, or has another version of a scorecard, and these answers fit it.
   * @param {Session} now
   * @param {FormAnswers[] | null} kept
   */
  end(now, kept) {
    this.draft.end();
    this.#keeper.set(kept && { etag: now.etag, forms: kept, base: kept });
  }

  /** The page goes away: one last try that may outlive it; the browser keeps the answers besides. */
  part() {
    const kept = this.#keeper.own();
    if (!kept || kept.etag !== this.draft.etag) return;
    if (this.isInConflict || !this.session.may.save) return;
    saveDraft(this.session.id, kept.forms, this.draft.etag, { keepalive: true }).then(
      () => this.#keeper.set(null),
      () => {},
    );
  }

  /**
   * Shows answers that need not be sent.
   * @param {FormAnswers[]} forms
   */
  #takeOver(forms) {
    this.#isTakingOver = true;
    this.sheet.take(forms);
    this.#isTakingOver = false;
  }
}
