/**
 * The workbench: one conversation and the forms it is scored with, side by side.
 * @module
 */
import { h } from "/lib/dom.js";
import { navigate } from "/lib/router.js";
import { store } from "/lib/store.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { announce, toast, toastError } from "/lib/ui/toast.js";
import { who } from "/features/accounts/who.js";
import { dropDraft, getEvaluation, saveAnswers, saveDraft } from "/features/evaluations/calls.js";
import { closeDialog } from "/features/evaluations/close-dialog.js";
import { ConflictFlow } from "/features/evaluations/conflict-flow.js";
import { differences } from "/features/evaluations/conflicts.js";
import { answersOf, currentAnswersOf, withAll } from "/features/evaluations/session-answers.js";
import { messagesTab } from "/features/action-items/session-items.js";
import { Draft, keeperIn } from "/features/evaluations/draft.js";
import { EvidenceDesk } from "/features/evaluations/evidence-desk.js";
import { FormColumn } from "/features/evaluations/form-column.js";
import { historyPanel } from "/features/evaluations/history-panel.js";
import { receiptDialog } from "/features/evaluations/receipt-dialog.js";
import { replaceDialog } from "/features/evaluations/replace-dialog.js";
import { SessionMoves } from "/features/evaluations/session-moves.js";
import { Sheet } from "/features/evaluations/sheet.js";
import { takeDialog } from "/features/evaluations/take-dialog.js";
import { Wipes } from "/features/evaluations/wipes.js";
import { workbenchBar } from "/features/evaluations/workbench-bar.js";
import { sessionDetails } from "/features/evaluations/workbench-details.js";
import { workbenchKeys } from "/features/evaluations/workbench-keys.js";
import { conversation } from "/features/interactions/conversation.js";
import { splitter } from "/features/interactions/splitter.js";
import "/features/evaluations/workbench-labels.js";

const sheets = ["./evaluations.css", "./form.css", "./evaluation-dialogs.css", "./workbench.css"];
await Promise.all(sheets.map((sheet) => styles(import.meta.url, sheet)));

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/calls.js").SavedDraft} SavedDraft */
/** @typedef {import("/features/evaluations/calls.js").Stale} Stale */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/** Whether the running total is shown: off at first, then as somebody left it while the page lives. */
const scoreShown = store(false);

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show({ params, query, signal }) {
  const session = await getEvaluation(params.id, signal);
  const bench = new Workbench(session, signal, startOf(query));
  return {
    title: t("workbench.title", { id: session.interaction.externalId }),
    element: bench.element,
    bar: bench.bar.element,
    mayLeave: () => bench.mayLeave(),
    leave: () => bench.leave(),
  };
}

/** @param {URLSearchParams} query */
function startOf(query) {
  const given = query.get("t");
  const ms = given === null || given === "" ? NaN : Number(given);
  return Number.isFinite(ms) ? ms : null;
}

class Workbench {
  /** @type {{ forms: FormAnswers[], scores: SavedDraft["forms"] } | null} what the server last came to */
  #confirmed = null;
  #isTakingOver = false;

  /**
   * @param {Session} session
   * @param {AbortSignal} signal
   * @param {number | null} startAt
   */
  constructor(session, signal, startAt) {
    this.session = session;
    this.signal = signal;
    this.bar = workbenchBar({
      showsScore: () => scoreShown.get(),
      toggleScore: () => scoreShown.set((before) => !before),
      replace: () => void this.#replace(),
      save: () => void this.#save(),
      complete: () => void this.moves.complete(),
      close: () => void this.#close(),
      resolve: () => this.conflicts.again(),
      shelve: () => void this.moves.shelve(),
      void: () => void this.moves.void(),
      remove: () => void this.moves.remove(),
      exports: {
        id: () => this.session.id,
        isUnsaved: () => this.session.may.save && this.#differsFromSaved(),
        save: () => this.#save(),
      },
    });
    this.wipes = new Wipes({
      session: () => this.session,
      sheet: () => this.sheet,
      form: () => this.column.form,
      undo: () => this.#undo(),
    });
    this.moves = new SessionMoves({
      session: () => this.session,
      sheet: () => this.sheet,
      etag: () => this.draft.etag,
      showsScore: () => scoreShown.get(),
      isSettled: () => this.#isSettled(),
      adopt: (moved, sent) => this.#adopt(moved, sent),
      refused: (error) => this.#refused(error),
      goTo: (form, question) => this.column.goTo(form, question),
      revised: () => void this.history.reload(),
    });
    this.history = historyPanel({
      session: () => this.session,
      signal,
      restore: (forms) => {
        this.sheet.take(forms);
        toast(t("workbench.restoredToast"));
      },
    });
    /** @type {Sheet} */
    this.sheet = new Sheet(currentAnswersOf(session), this.wipes.isFull);
    this.conflicts = new ConflictFlow({
      session: () => this.session,
      mine: () => this.sheet.forms,
      signal,
      onsame: (known) => this.draft.settle(known),
      onreplaced: (now, kept) => void this.#startOver(now, kept),
      onchosen: (known, chosen) => {
        this.#takeOver(chosen);
        void this.draft.resolve(known.etag, known.forms, this.sheet.forms);
      },
    });
    /** @type {EvidenceDesk} */
    this.evidence = new EvidenceDesk({
      column: () => this.column,
      conversation: () => this.conversation,
      sheet: () => this.sheet,
      mayAnswer: () => this.session.may.save,
    });
    this.keeper = keeperIn(localStorage, who.get()?.user.id ?? "", `${session.id}.${session.interaction.id}`);
    this.draft = this.#newDraft(session);
    this.conversation = conversation({
      interaction: session.interaction,
      signal,
      startAt,
      hasEvidence: true,
      rangeActions: () => this.evidence.actions(),
      tabs: [{
        id: "details",
        label: t("workbench.details"),
        content: () => sessionDetails(this.session, this.conversation.player),
      }, {
        id: "history",
        label: t("workbench.history"),
        content: () => {
          void this.history.reload();
          return this.history.element;
        },
      }, messagesTab(session.id, signal)],
    });
    /** @type {FormColumn} */
    this.column = new FormColumn({
      session: () => this.session,
      sheet: () => this.sheet,
      showsScore: () => scoreShown.get(),
      isUnsaved: () => this.#isRevised(),
      serverScore: (form) =>
        this.#confirmed?.forms === this.sheet.forms
          ? this.#confirmed?.scores.find((one) => one.id === form)?.score
          : undefined,
      evidenceRange: () => this.evidence.range(),
      play: (range) => this.conversation.player.playRange(range),
      onmove: () => {
        this.conversation.refreshRange();
        this.evidence.draw();
      },
      clear: () => void this.wipes.clear(),
      toggleFull: () => void this.wipes.toggleFull(),
      bringBack: () => this.wipes.bringBack(),
      receipt: () => void receiptDialog(this.session, this.sheet.forms),
      complete: () => void this.moves.complete(),
    });
    this.element = h(
      "div",
      { class: "bench" },
      h("h1", { class: "visually-hidden" }, t("workbench.title", { id: session.interaction.externalId })),
      h("div", { class: "bench-left" }, this.conversation.element),
    );
    const split = splitter({
      name: "workbench",
      label: t("workbench.split"),
      direction: "columns",
      frame: this.element,
      least: 35,
      most: 70,
      initial: 58,
    });
    this.element.append(split, this.column.element);
    this.sheet.addEventListener("change", () => this.#changed());
    scoreShown.subscribe(() => this.#drawScore(), signal);
    workbenchKeys({
      signal,
      form: () => this.column.view,
      mayAnswer: () => this.session.may.save,
      mayComplete: () => this.session.may.complete,
      evidence: () => this.evidence.add(),
      save: () => void this.#save(),
      complete: () => void this.moves.complete(),
      undo: () => this.#undo(),
    });
    addEventListener("online", () => this.draft.retry(), { signal });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.draft.flush();
    }, { signal });
    addEventListener("pagehide", () => this.#parting(), { signal });
    this.#build();
    this.#begin();
  }

  async mayLeave() {
    if (this.draft.isUnsent && this.draft.state.name !== "conflict") {
      await Promise.race([this.draft.flush(), new Promise((resolve) => setTimeout(resolve, 1500))]);
    }
    return true;
  }

  leave() {
    this.draft.end();
  }

  /** @param {Session} session */
  #newDraft(session) {
    return new Draft({
      etag: session.etag,
      base: this.sheet.forms,
      savedAt: session.draft?.savedAt ?? null,
      keeper: this.keeper,
      send: (forms, etag) => saveDraft(session.id, forms, etag),
      onstate: (state) => this.bar.setDraft(state),
      onsaved: (saved, forms) => {
        this.#confirmed = { forms, scores: saved.forms ?? [] };
        this.column.drawHead();
      },
      onconflict: (stale, _forms, base) => void this.conflicts.open(stale, base),
    });
  }

  /** What has to be settled before somebody works: taking it, and answers this browser still has. */
  async #begin() {
    // Taking the session settles what the server has; what was kept is looked at after that.
    const kept = this.keeper.get();
    if (this.session.may.take && this.session.state === "unassigned") {
      const taken = await takeDialog(this.session);
      if (this.signal.aborted) return;
      if (taken) this.#adopt(taken);
      else {
        const now = await getEvaluation(this.session.id, this.signal).catch(() => null);
        if (now && !this.signal.aborted) this.#adopt(now);
      }
    }
    await this.#restore(kept);
  }

  /** @param {import("/features/evaluations/draft.js").Kept | null} kept */
  async #restore(kept) {
    if (!kept || !this.session.may.save) return;
    const mine = withAll(this.session, kept.forms);
    if (differences(mine, this.sheet.forms).length === 0) return this.keeper.set(null);
    if (kept.etag === this.session.etag) {
      this.sheet.take(mine);
      toast(t("workbench.restored"));
      return;
    }
    const held = { etag: kept.etag, forms: mine, base: withAll(this.session, kept.base ?? []) };
    this.keeper.set(held);
    this.draft.hold(held);
    this.#takeOver(mine);
    await this.conflicts.restore(held.base);
  }

  #build() {
    this.bar.setSession(this.session);
    this.bar.setDraft(this.draft.state);
    this.bar.setUnsaved(this.#isRevised());
    this.column.build();
    this.#drawScore();
  }

  #drawScore() {
    this.bar.setScore();
    this.element.toggleAttribute("data-score", scoreShown.get());
    this.column.drawHead();
  }

  /** Whether the answers of a completed session are not its own yet. */
  #isRevised() {
    return this.session.state === "completed" && this.#differsFromSaved();
  }

  #differsFromSaved() {
    return differences(this.sheet.forms, answersOf(this.session)).length > 0;
  }

  #changed() {
    this.wipes.remember();
    this.bar.setUnsaved(this.#isRevised());
    this.column.refresh();
    this.evidence.draw();
    if (this.session.may.save && !this.#isTakingOver) this.draft.change(this.sheet.forms);
  }

  #undo() {
    announce(t(this.sheet.undo() ? "workbench.undone" : "workbench.nothingToUndo"));
  }

  /** Gives whether every answer is saved now. */
  async #save() {
    try {
      if (!(await this.#isSettled())) return false;
      if (this.session.state === "completed") return await this.moves.revise();
      const forms = this.sheet.forms;
      const session = await saveAnswers(this.session.id, forms, this.draft.etag);
      this.#adopt(session, forms);
      toast(t("workbench.savedToast"), { kind: "good" });
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    }
  }

  async #replace() {
    if (!this.session.may.replace) return;
    if (this.draft.state.name === "conflict") return this.conflicts.again();
    await this.draft.flush();
    const replaced = await replaceDialog(this.session, () => this.draft.etag);
    if (replaced) await this.#startOver(replaced);
  }

  /**
   * Another interaction took the place of this one, and answers to the old one are of no use; or the form is another
   * version, and those are kept that fit it.
   * @param {Session} session
   * @param {FormAnswers[] | null} [kept]
   */
  async #startOver(session, kept = null) {
    this.draft.end();
    this.keeper.set(kept && { etag: session.etag, forms: kept, base: kept });
    const text = kept ? "workbench.movedToast" : "workbench.replacedToast";
    toast(t(text, { id: session.interaction.externalId }), { kind: "good" });
    await navigate(`/evaluations/${session.id}`, { replace: true });
  }

  /** Closing drops what was not saved, after a question. */
  async #close() {
    if (this.draft.state.name === "conflict") return this.conflicts.again();
    const isUnsaved = this.session.may.save && this.#differsFromSaved();
    if (!isUnsaved) return navigate("/evaluations");
    const leaves = await closeDialog({ drop: () => this.#drop(), save: () => this.#saveAndStay() });
    if (leaves) await navigate("/evaluations");
  }

  async #drop() {
    await this.draft.flush();
    await dropDraft(this.session.id, this.draft.etag);
    this.draft.settle({ etag: this.draft.etag, forms: answersOf(this.session) });
    this.sheet = new Sheet(answersOf(this.session));
  }

  async #saveAndStay() {
    if (!(await this.#isSettled())) return false;
    if (this.session.state === "completed") return await this.moves.revise();
    await saveAnswers(this.session.id, this.sheet.forms, this.draft.etag);
    this.draft.settle({ etag: this.draft.etag, forms: this.sheet.forms });
  }

  /** Whether the server has every answer; says why when it has not. */
  async #isSettled() {
    if (this.draft.state.name === "conflict") {
      this.conflicts.again();
      return false;
    }
    if (!this.draft.isUnsent || await this.draft.flush()) return true;
    const { problem } = this.draft.state;
    if (problem) toast(problem.message, { kind: "bad" });
    return false;
  }

  /**
   * Takes what the server says the session is now.
   * @param {Session} session
   * @param {FormAnswers[]} [sent] what it was given; what changed since stays a draft
   */
  #adopt(session, sent) {
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
    this.bar.setUnsaved(this.#isRevised());
    // Somebody who is writing a note keeps the place.
    if (isSameWork) {
      this.bar.setSession(session);
      this.column.refresh();
    } else this.#build();
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

  /** @param {unknown} error */
  #refused(error) {
    const problem = /** @type {{ status?: number, extras?: Record<string, any> }} */ (error);
    if (problem.status !== 412) return toastError(error);
    const stale = /** @type {Stale} */ (/** @type {unknown} */ (problem.extras ?? {}));
    void this.conflicts.open(stale, answersOf(this.session));
  }

  /** The page goes away: one last try that may outlive it; the browser keeps the answers besides. */
  #parting() {
    const kept = this.keeper.get();
    if (!kept || kept.etag !== this.draft.etag) return;
    if (this.draft.state.name === "conflict" || !this.session.may.save) return;
    saveDraft(this.session.id, kept.forms, this.draft.etag, { keepalive: true }).then(
      () => this.keeper.set(null),
      () => {},
    );
  }
}
