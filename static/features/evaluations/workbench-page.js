/**
 * The workbench: one conversation and the forms it is scored with, side by side.
 * @module
 */
import { h } from "/lib/dom.js";
import { store } from "/lib/store.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { announce, toast } from "/lib/ui/toast.js";
import { notifyDialog } from "/features/action-items/notify-dialog.js";
import { messagesTab } from "/features/action-items/session-items.js";
import { getEvaluation } from "/features/evaluations/calls.js";
import { EvidenceDesk } from "/features/evaluations/evidence-desk.js";
import { FormColumn } from "/features/evaluations/form-column.js";
import { historyPanel } from "/features/evaluations/history-panel.js";
import { receiptDialog } from "/features/evaluations/receipt-dialog.js";
import { SessionMoves } from "/features/evaluations/session-moves.js";
import { SessionWork } from "/features/evaluations/session-work.js";
import { Wipes } from "/features/evaluations/wipes.js";
import { workbenchBar } from "/features/evaluations/workbench-bar.js";
import { sessionDetails } from "/features/evaluations/workbench-details.js";
import { workbenchKeys } from "/features/evaluations/workbench-keys.js";
import { conversation } from "/features/interactions/conversation.js";
import { splitter } from "/features/interactions/splitter.js";
import "/features/evaluations/workbench-labels.js";

await Promise.all([
  styles(import.meta.url, "./evaluations.css"),
  styles(import.meta.url, "./form.css"),
  styles(import.meta.url, "./question.css"),
  styles(import.meta.url, "./evaluation-dialogs.css"),
  styles(import.meta.url, "./workbench.css"),
]);

/** @typedef {import("/features/evaluations/calls.js").Session} Session */

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
  /** Ends what the details on screen follow. */
  #details = new AbortController();

  /**
   * @param {Session} session
   * @param {AbortSignal} signal
   * @param {number | null} startAt
   */
  constructor(session, signal, startAt) {
    this.wipes = new Wipes({
      session: () => this.work.session,
      sheet: () => this.work.sheet,
      form: () => this.column.form,
      undo: () => this.#undo(),
    });
    /** @type {SessionWork} */
    this.work = new SessionWork(session, {
      signal,
      onchange: () => this.#changed(),
      onadopt: (isSameWork) => this.#adopted(isSameWork),
      ondraft: (state) => this.#drafted(state),
      onscore: () => this.column.drawHead(),
      onreplaced: (now, kept) => void this.moves.startOver(now, kept),
    });
    const { work } = this;
    /** @type {SessionMoves} */
    this.moves = new SessionMoves({
      work,
      showsScore: () => scoreShown.get(),
      goTo: (form, question) => this.column.goTo(form, question),
      revised: () => {
        void this.history.reload();
        this.conversation.renewTab("messages");
      },
      focus: () => this.column.focus(),
    });
    const { moves } = this;
    this.bar = workbenchBar({
      showsScore: () => scoreShown.get(),
      toggleScore: () => scoreShown.set((before) => !before),
      replace: () => void moves.replace(),
      save: () => void moves.save(),
      complete: () => void moves.complete(),
      close: () => void moves.close(),
      resolve: () => work.resolve(),
      shelve: () => void moves.shelve(),
      notify: () => void this.#notify(),
      rename: () => void moves.rename(),
      void: () => void moves.void(),
      remove: () => void moves.remove(),
      exports: {
        id: () => work.session.id,
        isUnsaved: () => work.session.may.save && work.isUnsaved,
        save: () => moves.save(),
      },
    });
    this.history = historyPanel({
      session: () => work.session,
      signal,
      restore: (forms) => {
        work.sheet.take(forms);
        toast(t("workbench.restoredToast"));
      },
    });
    /** @type {EvidenceDesk} */
    this.evidence = new EvidenceDesk({
      column: () => this.column,
      conversation: () => this.conversation,
      sheet: () => work.sheet,
      mayAnswer: () => work.session.may.save,
    });
    this.conversation = conversation({
      interaction: session.interaction,
      signal,
      startAt,
      hasEvidence: true,
      rangeActions: () => this.evidence.actions(),
      tabs: [{
        id: "details",
        label: t("workbench.details"),
        content: () => {
          this.#details.abort();
          this.#details = new AbortController();
          return sessionDetails(work.session, this.conversation.player, this.#details.signal);
        },
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
      session: () => work.session,
      sheet: () => work.sheet,
      showsScore: () => scoreShown.get(),
      isUnsaved: () => work.isRevised,
      serverScore: (form) => work.serverScore(form),
      evidenceRange: () => this.evidence.range(),
      play: (range) => this.conversation.player.playRange(range),
      onmove: () => {
        this.conversation.refreshRange();
        this.evidence.draw();
      },
      clear: () => void this.wipes.clear(),
      toggleFull: () => void this.wipes.toggleFull(),
      bringBack: () => this.wipes.bringBack(),
      receipt: () => void receiptDialog(work.session, work.sheet.forms),
      complete: () => void moves.complete(),
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
    scoreShown.subscribe(() => this.#drawScore(), signal);
    workbenchKeys({
      signal,
      form: () => this.column.view,
      mayAnswer: () => work.session.may.save,
      mayComplete: () => work.session.may.complete,
      evidence: () => this.evidence.add(),
      save: () => void moves.save(),
      complete: () => void moves.complete(),
      undo: () => this.#undo(),
    });
    addEventListener("online", () => work.draft.retry(), { signal });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void work.draft.flush();
    }, { signal });
    addEventListener("pagehide", () => work.part(), { signal });
    this.#build();
    void moves.begin();
  }

  async mayLeave() {
    const { draft, isInConflict } = this.work;
    if (draft.isUnsent && !isInConflict) {
      await Promise.race([draft.flush(), new Promise((resolve) => setTimeout(resolve, 1500))]);
    }
    return true;
  }

  leave() {
    this.work.draft.end();
  }

  #build() {
    const { session, draft, isRevised } = this.work;
    this.bar.setSession(session);
    this.bar.setDraft(draft.state);
    this.bar.setUnsaved(isRevised);
    this.column.build();
    this.#drawScore();
  }

  #drawScore() {
    this.bar.setScore();
    this.element.toggleAttribute("data-score", scoreShown.get());
    this.column.drawHead();
  }

  #changed() {
    this.bar.setUnsaved(this.work.isRevised);
    this.column.refresh();
    this.evidence.draw();
  }

  /** @param {import("/features/evaluations/draft.js").DraftState} state */
  #drafted(state) {
    this.bar.setDraft(state);
    const { name, problem } = state;
    // A try that is under way says nothing yet.
    if (name === "pending" || name === "saving") return;
    const why = problem?.status === 404 ? t("workbench.notYoursNow") : problem?.message ?? "";
    this.column.setRefused(name === "refused" ? why : null);
  }

  /** @param {boolean} isSameWork */
  #adopted(isSameWork) {
    this.conversation.renewTab("details");
    this.bar.setUnsaved(this.work.isRevised);
    // Somebody who is writing a note keeps the place.
    if (isSameWork) {
      this.bar.setSession(this.work.session);
      this.column.refresh();
    } else this.#build();
  }

  async #notify() {
    if (await notifyDialog(this.work.session)) this.conversation.renewTab("messages");
  }

  #undo() {
    announce(t(this.work.sheet.undo() ? "workbench.undone" : "workbench.nothingToUndo"));
  }
}
