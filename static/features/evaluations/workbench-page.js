/**
 * The workbench: one conversation and the forms it is scored with, side by side.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { navigate } from "/lib/router.js";
import { rememberedStore } from "/lib/store.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { notice } from "/lib/ui/parts.js";
import { announce, toast, toastError } from "/lib/ui/toast.js";
import { who } from "/features/accounts/who.js";
import { dropDraft, getEvaluation, saveAnswers, saveDraft } from "/features/evaluations/calls.js";
import { completeDialog } from "/features/evaluations/complete-dialog.js";
import { conflictDialog } from "/features/evaluations/conflict-dialog.js";
import { differences, merged } from "/features/evaluations/conflicts.js";
import { Draft, keeperIn } from "/features/evaluations/draft.js";
import { formHead } from "/features/evaluations/form-head.js";
import { formView, questionsOf } from "/features/evaluations/form-view.js";
import { receiptDialog } from "/features/evaluations/receipt-dialog.js";
import { replaceDialog } from "/features/evaluations/replace-dialog.js";
import { scoreSession } from "/features/evaluations/score.js";
import { Sheet } from "/features/evaluations/sheet.js";
import { takeDialog } from "/features/evaluations/take-dialog.js";
import { workbenchBar } from "/features/evaluations/workbench-bar.js";
import { sessionDetails } from "/features/evaluations/workbench-details.js";
import { workbenchKeys } from "/features/evaluations/workbench-keys.js";
import { conversation } from "/features/interactions/conversation.js";
import { splitter } from "/features/interactions/splitter.js";
import { evidenceMark } from "/features/recordings/timeline-marks.js";
import "/features/evaluations/workbench-labels.js";

await styles(import.meta.url, "./evaluations.css");
await styles(import.meta.url, "./workbench.css");

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/calls.js").SavedDraft} SavedDraft */
/** @typedef {import("/features/evaluations/calls.js").Stale} Stale */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/** Whether the running total is shown: off at first, then as somebody left it while the tab lives. */
const scoreShown = rememberedStore("showScore", false);

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
  /** @type {import("/features/evaluations/form-view.js").FormView[]} */
  #views = [];
  #at = 0;
  /** @type {{ forms: FormAnswers[], scores: SavedDraft["forms"] } | null} what the server last came to */
  #confirmed = null;
  /** @type {(() => void) | null} opens the conflict that waits */
  #waitingConflict = null;
  #isTakingOver = false;
  #head = formHead();
  #notes = h("div", { class: "bench-notes" });
  #tabs = h("div", { class: "form-tabs", role: "tablist", aria: { label: t("workbench.forms") } });
  #questions = h("div", { class: "form-scroll" });
  #foot = h("footer", { class: "form-foot" });

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
      complete: () => void this.#complete(),
      close: () => void this.#close(),
      resolve: () => this.#waitingConflict?.(),
    });
    const own = answersOf(session);
    this.sheet = new Sheet(session.draft?.forms ? withAll(session, session.draft.forms) : own);
    this.keeper = keeperIn(localStorage, who.get()?.user.id ?? "", session.id);
    this.draft = this.#newDraft(session);
    this.conversation = conversation({
      interaction: session.interaction,
      signal,
      startAt,
      hasEvidence: true,
      rangeActions: () => this.#rangeActions(),
      tabs: [{ id: "details", label: t("workbench.details"), content: () => sessionDetails(this.session) }],
    });
    const form = h(
      "section",
      { class: "form", aria: { label: t("workbench.form") } },
      this.#tabs,
      this.#head.element,
      this.#notes,
      this.#questions,
      this.#foot,
    );
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
    this.element.append(split, form);
    this.sheet.addEventListener("change", () => this.#changed());
    scoreShown.subscribe(() => this.#drawHead(), signal);
    workbenchKeys({
      signal,
      form: () => this.#views[this.#at],
      mayAnswer: () => this.session.may.save,
      mayComplete: () => this.session.may.complete,
      evidence: () => this.#addEvidence(),
      save: () => void this.#save(),
      complete: () => void this.#complete(),
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
        this.#drawHead();
      },
      onconflict: (stale, forms, base) => void this.#conflict(stale, forms, base),
    });
  }

  /** What has to be settled before somebody works: taking it, and answers this browser still has. */
  async #begin() {
    if (this.session.may.take && this.session.state === "unassigned") {
      const taken = await takeDialog(this.session);
      if (this.signal.aborted) return;
      if (taken) this.#adopt(taken);
      else {
        const now = await getEvaluation(this.session.id, this.signal).catch(() => null);
        if (now && !this.signal.aborted) this.#adopt(now);
      }
    }
    await this.#restore();
  }

  async #restore() {
    const kept = this.keeper.get();
    if (!kept || !this.session.may.save) return;
    const mine = withAll(this.session, kept.forms);
    const theirs = this.sheet.forms;
    const conflicts = differences(mine, theirs);
    if (conflicts.length === 0) return this.keeper.set(null);
    if (kept.etag === this.session.etag) {
      this.sheet.take(mine);
      toast(t("workbench.restored"));
      return;
    }
    const sides = await conflictDialog({
      forms: this.session.forms,
      conflicts,
      base: withAll(this.session, kept.base ?? []),
      isRestore: true,
    });
    if (sides) this.sheet.take(merged(mine, conflicts, sides));
  }

  #build() {
    this.#views = this.session.forms.map((form) =>
      formView(form, this.sheet, {
        mayAnswer: this.session.may.save,
        onmove: () => this.conversation?.refreshRange(),
        range: () => this.#evidenceRange(),
        onevidence: (number) => announce(t("workbench.evidenceAdded", { number })),
        play: (range) => this.conversation.player.playRange(range),
      })
    );
    this.#at = Math.min(this.#at, this.#views.length - 1);
    this.bar.setSession(this.session);
    this.bar.setDraft(this.draft.state);
    const { may } = this.session;
    replace(
      this.#foot,
      may.save && button({ label: t("workbench.clearForm"), look: "bare", onclick: () => this.#clear() }),
      h("span", { class: "grow" }),
      button({
        label: t("workbench.receipt"),
        onclick: () => void receiptDialog(this.session, this.sheet.forms),
        props: { class: "receipt-button" },
      }),
      may.complete && button({ label: t("workbench.complete"), look: "primary", onclick: () => void this.#complete() }),
    );
    replace(this.#notes, !may.save && notice(t("workbench.readOnly")));
    this.#showForm(this.#at);
    this.#drawEvidence();
  }

  /** @param {number} index */
  #showForm(index) {
    this.#at = index;
    replace(this.#questions, this.#views[index]?.element);
    this.#questions.scrollTop = 0;
    this.#drawTabs();
    this.#drawHead();
    this.#drawEvidence();
  }

  #drawTabs() {
    const { forms } = this.session;
    this.#tabs.hidden = forms.length < 2;
    if (forms.length < 2) return;
    replace(
      this.#tabs,
      forms.map((form, index) => {
        const left = this.#views[index].score.missingRequired.length;
        return h(
          "button",
          {
            type: "button",
            class: "tab",
            role: "tab",
            tabindex: index === this.#at ? 0 : -1,
            aria: { selected: index === this.#at },
            onclick: () => this.#showForm(index),
            onkeydown: (/** @type {KeyboardEvent} */ event) => {
              const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
              if (step === undefined) return;
              event.preventDefault();
              event.stopPropagation();
              this.#showForm((index + step + forms.length) % forms.length);
              const chosen = this.#tabs.children[this.#at];
              if (chosen instanceof HTMLElement) chosen.focus();
            },
          },
          form.scorecard.name,
          left > 0 && h("span", { class: "tab-count", title: t("workbench.left", { count: left }) }, left),
        );
      }),
    );
  }

  #drawHead() {
    const form = this.session.forms[this.#at];
    const view = this.#views[this.#at];
    if (!form || !view) return;
    const showsScore = scoreShown.get();
    this.bar.setScore();
    this.element.toggleAttribute("data-score", showsScore);
    const isConfirmed = this.#confirmed?.forms === this.sheet.forms;
    const server = isConfirmed ? this.#confirmed?.scores.find((one) => one.id === form.id)?.score : undefined;
    this.#head.set({
      form,
      number: this.#at + 1,
      count: this.session.forms.length,
      answers: this.sheet.answersOf(form.id),
      // The server's word counts, should the two ever differ.
      score: server ?? view.score,
      showsScore,
      isUnsaved: this.session.state === "completed" &&
        differences(this.sheet.forms, answersOf(this.session)).length > 0,
      isConfirmed: server !== undefined && server.score === view.score.score,
      total: this.session.forms.length > 1 ? scoreSession(this.#views.map((one) => one.score)) : null,
    });
  }

  #drawEvidence() {
    const form = this.session.forms[this.#at];
    if (!form || !this.conversation) return;
    this.conversation.setEvidence(
      questionsOf(form, this.sheet).flatMap(({ key, number, evidence }) =>
        evidence.map((range) =>
          evidenceMark(`${form.id}-${key}-${range.startMs}-${range.endMs}`, String(number), range, () => {
            this.#views[this.#at].goTo(key);
            this.conversation.player.playRange(range);
          })
        )
      ),
    );
  }

  #changed() {
    for (const view of this.#views) view.refresh();
    this.#drawTabs();
    this.#drawHead();
    this.#drawEvidence();
    if (this.session.may.save && !this.#isTakingOver) this.draft.change(this.sheet.forms);
  }

  #rangeActions() {
    if (!this.session.may.save) return [];
    const current = this.#views[this.#at]?.current();
    return [{
      label: t("workbench.evidenceShort", { number: current ? `Q${current.number}` : "Q1" }),
      key: "E",
      run: () => this.#addEvidence(),
    }];
  }

  #evidenceRange() {
    const { startMs, endMs } = this.conversation.chosenRange();
    return endMs > startMs ? { startMs: Math.round(startMs), endMs: Math.round(endMs) } : null;
  }

  #addEvidence() {
    const view = this.#views[this.#at];
    if (!view.current()) view.move(1);
    const current = view.current();
    const range = this.#evidenceRange();
    if (!current || !range) return;
    this.sheet.addEvidence(this.session.forms[this.#at].id, current.key, range);
    announce(t("workbench.evidenceAdded", { number: current.number }));
    if (this.conversation.player.range) this.conversation.player.setRange(null);
  }

  #clear() {
    this.sheet.clear(this.session.forms[this.#at].id);
    toast(t("workbench.cleared"), { action: { label: t("workbench.undo"), run: () => this.#undo() } });
  }

  #undo() {
    announce(t(this.sheet.undo() ? "workbench.undone" : "workbench.nothingToUndo"));
  }

  async #save() {
    try {
      if (!(await this.#isSettled())) return;
      const forms = this.sheet.forms;
      const session = await saveAnswers(this.session.id, forms, this.draft.etag);
      this.#adopt(session, forms);
      toast(t("workbench.savedToast"), { kind: "good" });
    } catch (error) {
      this.#refused(error);
    }
  }

  async #complete() {
    if (!this.session.may.complete || !(await this.#isSettled())) return;
    const forms = this.sheet.forms;
    const result = await completeDialog({
      session: this.session,
      answers: () => this.sheet.forms,
      etag: () => this.draft.etag,
    });
    if (!result) return;
    if ("goTo" in result) {
      const index = this.session.forms.findIndex((form) => form.id === result.goTo.form);
      if (index !== this.#at) this.#showForm(index);
      this.#views[index].goTo(result.goTo.question);
      return;
    }
    this.#adopt(result.completed, forms);
    const { score } = result.completed;
    toast(
      score === null || !scoreShown.get()
        ? t("workbench.completedPlain")
        : t("workbench.completedToast", { score: percent(score) }),
      {
        kind: "good",
      },
    );
  }

  async #replace() {
    if (!this.session.may.replace) return;
    await this.draft.flush();
    const replaced = await replaceDialog(this.session, () => this.draft.etag);
    if (!replaced) return;
    this.keeper.set(null);
    this.draft.end();
    toast(t("workbench.replacedToast", { id: replaced.interaction.externalId }), { kind: "good" });
    await navigate(`/evaluations/${this.session.id}`, { replace: true });
  }

  /** Closing drops what was not saved, after a question. */
  async #close() {
    const isUnsaved = this.session.may.save && differences(this.sheet.forms, answersOf(this.session)).length > 0;
    if (!isUnsaved) return navigate("/evaluations");
    const { closed } = openDialog({
      title: t("workbench.closeTitle"),
      body: h("p", null, t("workbench.closeText")),
      actions: [
        { label: t("workbench.drop"), look: "bare", start: true, value: "drop", run: () => this.#drop() },
        { label: t("lib.cancel"), value: "" },
        { label: t("workbench.saveAndClose"), look: "primary", value: "save", run: () => this.#saveAndStay() },
      ],
    });
    if (await closed) await navigate("/evaluations");
  }

  async #drop() {
    await this.draft.flush();
    await dropDraft(this.session.id, this.draft.etag);
    this.draft.settle({ etag: this.draft.etag, forms: answersOf(this.session) });
    this.sheet = new Sheet(answersOf(this.session));
  }

  async #saveAndStay() {
    if (!(await this.#isSettled())) return false;
    await saveAnswers(this.session.id, this.sheet.forms, this.draft.etag);
    this.draft.settle({ etag: this.draft.etag, forms: this.sheet.forms });
  }

  /** Whether the server has every answer; says why when it has not. */
  async #isSettled() {
    if (this.draft.state.name === "conflict") {
      this.#waitingConflict?.();
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
    this.session = session;
    this.#confirmed = null;
    const server = session.draft?.forms ? withAll(session, session.draft.forms) : answersOf(session);
    if (isUnchanged) {
      this.#isTakingOver = true;
      if (differences(this.sheet.forms, server).length > 0) this.sheet.take(server);
      this.#isTakingOver = false;
      this.draft.settle({
        etag: session.etag,
        forms: this.sheet.forms,
        savedAt: sent ? new Date().toISOString() : session.draft?.savedAt ?? null,
      });
    } else void this.draft.resolve(session.etag, server, this.sheet.forms);
    this.#build();
  }

  /** @param {unknown} error */
  #refused(error) {
    const problem = /** @type {{ status?: number, extras?: Record<string, any> }} */ (error);
    if (problem.status !== 412) return toastError(error);
    const stale = /** @type {Stale} */ (/** @type {unknown} */ (problem.extras ?? {}));
    void this.#conflict(stale, this.sheet.forms, answersOf(this.session));
  }

  /**
   * @param {Stale} stale
   * @param {FormAnswers[]} mine
   * @param {FormAnswers[]} base
   */
  async #conflict(stale, mine, base) {
    this.#waitingConflict = null;
    const known = await this.#theirs(stale);
    if (!known || this.signal.aborted) {
      this.#waitingConflict = () => void this.#conflict(stale, this.sheet.forms, base);
      return;
    }
    const conflicts = differences(mine, known.forms);
    if (conflicts.length === 0) {
      this.draft.settle({ etag: known.etag, forms: known.forms });
      return;
    }
    const sides = await conflictDialog({
      forms: this.session.forms,
      conflicts,
      base,
      by: stale.by,
      at: stale.at,
    });
    if (!sides) {
      this.#waitingConflict = () => void this.#conflict(stale, this.sheet.forms, base);
      return;
    }
    const chosen = merged(mine, conflicts, sides);
    this.#isTakingOver = true;
    this.sheet.take(chosen);
    this.#isTakingOver = false;
    await this.draft.resolve(known.etag, known.forms, this.sheet.forms);
  }

  /**
   * What the server has: from its refusal, else asked for.
   * @param {Stale} stale
   * @returns {Promise<{ etag: string, forms: FormAnswers[] } | null>}
   */
  async #theirs(stale) {
    if (stale.theirs?.forms && stale.etag) {
      return { etag: stale.etag, forms: withAll(this.session, stale.theirs.forms) };
    }
    try {
      const session = await getEvaluation(this.session.id, this.signal);
      return {
        etag: session.etag,
        forms: session.draft?.forms ? withAll(session, session.draft.forms) : answersOf(session),
      };
    } catch (error) {
      toastError(error);
      return null;
    }
  }

  /** The page goes away: one last try that may outlive it; the browser keeps the answers besides. */
  #parting() {
    const kept = this.keeper.get();
    if (!kept || this.draft.state.name === "conflict" || !this.session.may.save) return;
    saveDraft(this.session.id, kept.forms, this.draft.etag, { keepalive: true }).then(
      () => this.keeper.set(null),
      () => {},
    );
  }
}

/** The session's own answers, draft aside. @param {Session} session @returns {FormAnswers[]} */
function answersOf(session) {
  return session.forms.map(({ id, answers }) => ({ id, answers: answers ?? {} }));
}

/**
 * Answers for every form of the session, whatever was left out.
 * @param {Session} session
 * @param {readonly FormAnswers[]} forms
 * @returns {FormAnswers[]}
 */
function withAll(session, forms) {
  return session.forms.map(({ id }) => ({ id, answers: forms.find((form) => form.id === id)?.answers ?? {} }));
}
