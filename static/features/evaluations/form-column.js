/**
 * The forms of a session: tabs where there are several, the head, the questions of the one on screen, its foot.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { reload } from "/lib/router.js";
import { t } from "/lib/text.js";
import { dateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { notice } from "/lib/ui/parts.js";
import { expiredNotice } from "/features/evaluations/expired-notice.js";
import { announce } from "/lib/ui/toast.js";
import { formHead } from "/features/evaluations/form-head.js";
import { formView } from "/features/evaluations/form-view.js";
import { scoreSession } from "/features/evaluations/score.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/score.js").Range} Range */
/** @typedef {import("/features/evaluations/score.js").ScoreResult} ScoreResult */
/** @typedef {import("/features/evaluations/sheet.js").Sheet} Sheet */

/**
 * What the forms need of the workbench.
 * @typedef {object} ColumnHost
 * @property {() => Session} session
 * @property {() => Sheet} sheet
 * @property {() => boolean} showsScore
 * @property {() => boolean} isUnsaved the session is completed and these answers are not its own yet
 * @property {(form: string) => ScoreResult | undefined} serverScore what the server came to for these very answers
 * @property {() => Range | null} evidenceRange
 * @property {(range: Range) => void} play
 * @property {() => void} onmove another question or form is current
 * @property {() => void} clear
 * @property {() => void} toggleFull turns *Default scores to 100%* on or off
 * @property {() => void} bringBack what was wiped
 * @property {() => void} receipt
 * @property {() => void} complete
 */

export class FormColumn {
  /** @type {import("/features/evaluations/form-view.js").FormView[]} */
  #views = [];
  #at = 0;
  #head = formHead();
  #refused = h("div", { class: "bench-notes" });
  #notes = h("div", { class: "bench-notes" });
  #tabs = h("div", { class: "form-tabs", role: "tablist", aria: { label: t("workbench.forms") } });
  #questions = h("div", { class: "form-scroll" });
  #full = button({
    label: t("workbench.defaultScores"),
    look: "bare",
    onclick: () => this.host.toggleFull(),
    props: { aria: { pressed: false } },
  });
  #back = button({ label: t("workbench.bringBack"), look: "bare", onclick: () => this.host.bringBack() });
  #foot = h("footer", { class: "form-foot" });
  element = h(
    "section",
    { class: "form", tabindex: -1, aria: { label: t("workbench.form") } },
    this.#tabs,
    this.#head.element,
    h("div", { class: "bench-told" }, this.#refused, this.#notes),
    this.#questions,
    this.#foot,
  );

  /** @param {ColumnHost} host */
  constructor(host) {
    this.host = host;
  }

  /** The form on screen, as the session has it. */
  get form() {
    return this.host.session().forms[this.#at];
  }

  /** The form on screen. */
  get view() {
    return this.#views[this.#at];
  }

  /** Gives it the keyboard. */
  focus() {
    this.element.focus({ preventScroll: true });
  }

  /** Makes everything anew, for a session that changed. */
  build() {
    const { host } = this;
    const hadFocus = this.element.contains(document.activeElement);
    const session = host.session();
    // Letters that are meant for a note would answer questions.
    const noted = document.activeElement?.matches(".note-field") && hadFocus ? this.view?.current() : null;
    this.#views = session.forms.map((form) =>
      formView(form, host.sheet(), {
        mayAnswer: session.may.save,
        onmove: host.onmove,
        range: host.evidenceRange,
        onevidence: (number) => announce(t("workbench.evidenceAdded", { number })),
        play: host.play,
      })
    );
    this.#at = Math.min(this.#at, this.#views.length - 1);
    const { may, completedAt } = session;
    replace(
      this.#foot,
      may.save && [
        button({ label: t("workbench.clearForm"), look: "bare", onclick: host.clear }),
        this.#full,
        this.#back,
      ],
      h("span", { class: "grow" }),
      button({ label: t("workbench.receipt"), onclick: host.receipt, props: { class: "receipt-button" } }),
      may.complete
        ? button({ label: t("workbench.complete"), look: "primary", onclick: host.complete })
        : may.save && session.expired &&
          button({ label: t("workbench.complete"), look: "primary", props: { disabled: true } }),
    );
    const isDone = session.state === "completed" && completedAt !== null;
    replace(
      this.#notes,
      isDone && notice(
        [
          t("workbench.completedBy", { when: dateTime(completedAt), who: session.evaluator?.name ?? "" }),
          may.save && t("workbench.editable"),
        ].filter(Boolean).join(" "),
        { tone: "good" },
      ),
      session.voided !== null
        ? notice(
          t("workbench.voidedNote", {
            when: dateTime(session.voided.at),
            who: session.voided.by.name,
            reason: session.voided.reason,
          }),
          { tone: "bad" },
        )
        : session.archivedAt !== null
        ? notice(t("workbench.archivedNote"))
        : !may.save && !isDone && notice(t("workbench.readOnly")),
      session.expired && session.archivedAt === null && expiredNotice(session),
    );
    this.#drawFoot();
    this.show(this.#at);
    if (noted) this.view.write(noted.key);
    // What had the keyboard is made anew, or gone.
    if (hadFocus && !this.element.contains(document.activeElement)) this.focus();
  }

  /**
   * Says that the server does not take the answers, and where they are.
   * @param {string | null} why
   */
  setRefused(why) {
    const isShown = this.#refused.firstElementChild !== null;
    if (why === null || isShown) return why === null && replace(this.#refused);
    const again = button({ label: t("workbench.loadAnew"), small: true, onclick: () => void reload() });
    replace(this.#refused, notice(t("workbench.refusedNote", { why }), { tone: "bad", action: again }));
  }

  /** @param {number} index */
  show(index) {
    this.#at = index;
    replace(this.#questions, this.view?.element);
    this.#questions.scrollTop = 0;
    this.#drawTabs();
    this.drawHead();
    this.host.onmove();
  }

  /**
   * @param {string} form
   * @param {string} question
   */
  goTo(form, question) {
    const index = this.host.session().forms.findIndex((one) => one.id === form);
    if (index < 0) return;
    if (index !== this.#at) this.show(index);
    this.#views[index].goTo(question);
  }

  /** Takes the answers over that changed. */
  refresh() {
    for (const view of this.#views) view.refresh();
    this.#drawFoot();
    this.#drawTabs();
    this.drawHead();
  }

  #drawFoot() {
    const sheet = this.host.sheet();
    this.#full.setAttribute("aria-pressed", String(sheet.isFull));
    const hadFocus = this.#back === document.activeElement;
    this.#back.hidden = !sheet.canBringBack;
    if (hadFocus && this.#back.hidden) this.#full.focus();
  }

  drawHead() {
    const { form, view, host } = this;
    if (!form || !view) return;
    const forms = host.session().forms;
    const server = host.serverScore(form.id);
    this.#head.set({
      form,
      number: this.#at + 1,
      count: forms.length,
      answers: host.sheet().answersOf(form.id),
      // The server's word counts, should the two ever differ.
      score: server ?? view.score,
      showsScore: host.showsScore(),
      isUnsaved: host.isUnsaved(),
      isConfirmed: server !== undefined && server.score === view.score.score,
      total: forms.length > 1 ? scoreSession(this.#views.map((one) => one.score)) : null,
    });
  }

  #drawTabs() {
    const { forms } = this.host.session();
    this.#tabs.hidden = forms.length < 2;
    if (forms.length < 2) return;
    const hadFocus = this.#tabs.contains(document.activeElement);
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
            onclick: () => this.show(index),
            onkeydown: (/** @type {KeyboardEvent} */ event) => {
              const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
              if (step === undefined) return;
              event.preventDefault();
              event.stopPropagation();
              this.show((index + step + forms.length) % forms.length);
            },
          },
          form.scorecard.name,
          left > 0 && h("span", { class: "tab-count", title: t("workbench.left", { count: left }) }, left),
        );
      }),
    );
    const chosen = this.#tabs.children[this.#at];
    if (hadFocus && chosen instanceof HTMLElement) chosen.focus();
  }
}
