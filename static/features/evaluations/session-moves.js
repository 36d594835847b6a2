/**
 * What moves a session on: taking it, saving, completing, closing it, putting it aside, withdrawing or deleting it.
 * @module
 */
import { navigate } from "/lib/router.js";
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { toast } from "/lib/ui/toast.js";
import {
  archiveEvaluation,
  deleteEvaluation,
  getEvaluation,
  saveAnswers,
  unarchiveEvaluation,
  voidEvaluation,
} from "/features/evaluations/calls.js";
import { closeDialog } from "/features/evaluations/close-dialog.js";
import { completeDialog } from "/features/evaluations/complete-dialog.js";
import { reasonDialog } from "/features/evaluations/reason-dialog.js";
import { renameDialog } from "/features/evaluations/rename-dialog.js";
import { replaceDialog } from "/features/evaluations/replace-dialog.js";
import { revise } from "/features/evaluations/revise-flow.js";
import { takeDialog } from "/features/evaluations/take-dialog.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * What the moves need of the workbench.
 * @typedef {object} MovesHost
 * @property {import("/features/evaluations/session-work.js").SessionWork} work
 * @property {() => boolean} showsScore
 * @property {(form: string, question: string) => void} goTo
 * @property {() => void} revised there is another revision
 * @property {() => void} focus gives the form the keyboard
 */

export class SessionMoves {
  /** @param {MovesHost} host */
  constructor(host) {
    this.host = host;
    this.work = host.work;
  }

  /** What has to be settled before somebody works: taking it, and answers this browser still has. */
  async begin() {
    const { work } = this;
    const { signal } = work;
    // Taking the session settles what the server has; what was kept is looked at after that.
    const { kept } = work;
    if (work.session.may.take && work.session.state === "unassigned") {
      const now = await takeDialog(work.session) ?? await getEvaluation(work.session.id, signal).catch(() => null);
      if (signal.aborted) return;
      if (now) work.adopt(now);
      // The question stood before anything else had it.
      if (document.activeElement === document.body) this.host.focus();
    }
    await work.restore(kept);
  }

  /** Gives whether every answer is saved now. */
  async save(isAgain = false) {
    const { work } = this;
    try {
      if (!(await work.isSettled())) return false;
      if (work.session.state === "completed") return await this.#revise();
      const { forms } = work.sheet;
      work.adopt(await saveAnswers(work.session.id, forms, work.draft.etag), forms);
      toast(t("workbench.savedToast"), { kind: "good" });
      return true;
    } catch (error) {
      let isSaved = false;
      await work.refused(
        error,
        isAgain ? undefined : async () => {
          isSaved = await this.save(true);
        },
      );
      return isSaved;
    }
  }

  /** @returns {Promise<void>} */
  async complete() {
    const { host, work } = this;
    if (!work.session.may.complete || !(await work.isSettled())) return;
    const { forms } = work.sheet;
    const result = await completeDialog({
      session: work.session,
      answers: () => work.sheet.forms,
      etag: () => work.draft.etag,
    });
    if (!result) return;
    if ("goTo" in result) return host.goTo(result.goTo.form, result.goTo.question);
    if ("stale" in result) {
      await work.refused(result.stale, () => this.complete());
      return;
    }
    work.adopt(result.completed, forms);
    host.revised();
    const { score } = result.completed;
    toast(
      score === null || !host.showsScore()
        ? t("workbench.completedPlain")
        : t("workbench.completedToast", { score: percent(score, result.completed.passMark) }),
      { kind: "good" },
    );
  }

  /**
   * Saves a completed session, with the reason; gives whether it was.
   * @param {string} [reason] as it was given before a choice was needed
   */
  async #revise(reason) {
    const { host, work } = this;
    const { forms } = work.sheet;
    const result = await revise(work.session, forms, work.draft.etag, host.goTo, reason);
    if (!result) return false;
    if ("stale" in result) {
      let isSaved = false;
      await work.refused(result.stale, async () => {
        isSaved = await work.isSettled() && await this.#revise(result.reason);
      });
      return isSaved;
    }
    work.adopt(result.saved, forms);
    host.revised();
    toast(t("workbench.savedToast"), { kind: "good" });
    return true;
  }

  async replace() {
    const { work } = this;
    if (!work.session.may.replace) return;
    if (!(await this.#isOutOfConflict())) return;
    await work.draft.flush();
    const replaced = await replaceDialog(work.session, () => work.draft.etag);
    if (replaced) await this.startOver(replaced);
  }

  /**
   * Another interaction took the place of this one, and answers to the old one are of no use; or the form is another
   * version, and those are kept that fit it.
   * @param {Session} session
   * @param {FormAnswers[] | null} [kept]
   */
  async startOver(session, kept = null) {
    const old = this.work.session.interaction.externalId;
    this.work.end(session, kept);
    const text = kept ? "workbench.movedToast" : "workbench.replacedToast";
    toast(t(text, { id: session.interaction.externalId, old }), { kind: "good" });
    await navigate(`/evaluations/${session.id}`, { replace: true });
  }

  /** Closing drops what was not saved, after a question. */
  async close() {
    const { work } = this;
    if (!(await this.#isOutOfConflict())) return;
    const isUnsaved = work.session.may.save && work.isUnsaved;
    if (!isUnsaved || await closeDialog({ drop: () => work.drop(), save: () => this.#saveAndStay() })) {
      await navigate("/evaluations");
    }
  }

  /** Whether no choice is open; one that is comes first, and what was wanted is asked for again. */
  async #isOutOfConflict() {
    if (!this.work.isInConflict) return true;
    await this.work.resolve();
    return false;
  }

  /** Saves from within a dialog, which shows what is refused. */
  async #saveAndStay() {
    const { work } = this;
    if (!(await work.isSettled())) return false;
    if (work.session.state === "completed") return await this.#revise();
    await saveAnswers(work.session.id, work.sheet.forms, work.draft.etag);
    work.draft.settle({ etag: work.draft.etag, forms: work.sheet.forms });
  }

  /** Puts the session aside, or takes it back. */
  async shelve() {
    const { work } = this;
    try {
      if (!(await work.isSettled())) return;
      const { id, archivedAt } = work.session;
      const move = archivedAt === null ? archiveEvaluation : unarchiveEvaluation;
      work.adopt(await move(id, work.draft.etag));
      toast(t(archivedAt === null ? "workbench.archivedToast" : "workbench.unarchivedToast"), { kind: "good" });
    } catch (error) {
      await work.refused(error);
    }
  }

  /** Gives it another name. */
  async rename() {
    const { work } = this;
    try {
      if (!(await work.isSettled())) return;
      const renamed = await renameDialog(work.session, work.draft.etag);
      if (!renamed) return;
      work.adopt(renamed);
      toast(t("workbench.renamedToast", { name: renamed.name }), { kind: "good" });
    } catch (error) {
      await work.refused(error);
    }
  }

  /** Withdraws it for good. */
  async void() {
    const { work } = this;
    try {
      if (!(await work.isSettled())) return;
      const words = {
        title: t("workbench.voidTitle"),
        text: t("workbench.voidText"),
        question: t("workbench.voidReason"),
        missing: t("workbench.voidReasonMissing"),
        confirm: t("workbench.voidNow"),
        look: /** @type {const} */ ("danger"),
      };
      const voided = await reasonDialog(
        words,
        (reason) => voidEvaluation(work.session.id, reason, work.draft.etag),
      );
      if (!voided) return;
      work.adopt(voided);
      toast(t("workbench.voidedToast"), { kind: "good" });
    } catch (error) {
      await work.refused(error);
    }
  }

  /** Deletes an automated evaluation for good. */
  async remove() {
    const { work } = this;
    const { id, name } = work.session;
    const isSure = await confirmDialog({
      title: t("workbench.deleteTitle"),
      body: t("workbench.deleteText", { name }),
      confirm: t("workbench.deleteNow"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await deleteEvaluation(id, work.draft.etag);
      toast(t("workbench.deletedToast", { name }), { kind: "good" });
      await navigate("/evaluations", { replace: true });
    } catch (error) {
      await work.refused(error);
    }
  }
}
