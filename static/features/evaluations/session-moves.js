/**
 * What moves a session on: completing it, saving it anew once it is completed, archiving or deleting it.
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
  unarchiveEvaluation,
  voidEvaluation,
} from "/features/evaluations/calls.js";
import { completeDialog } from "/features/evaluations/complete-dialog.js";
import { reasonDialog } from "/features/evaluations/reason-dialog.js";
import { revise } from "/features/evaluations/revise-flow.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * What the moves need of the workbench.
 * @typedef {object} MovesHost
 * @property {() => Session} session
 * @property {() => import("/features/evaluations/sheet.js").Sheet} sheet
 * @property {() => string} etag
 * @property {() => boolean} showsScore
 * @property {() => Promise<boolean>} isSettled whether the server has every answer
 * @property {(session: Session, sent?: FormAnswers[]) => void} adopt takes what the session is now
 * @property {(error: unknown) => void} refused
 * @property {(form: string, question: string) => void} goTo
 * @property {() => void} revised there is another revision
 */

export class SessionMoves {
  /** @param {MovesHost} host */
  constructor(host) {
    this.host = host;
  }

  async complete() {
    const { host } = this;
    if (!host.session().may.complete || !(await host.isSettled())) return;
    const { forms } = host.sheet();
    const result = await completeDialog({
      session: host.session(),
      answers: () => host.sheet().forms,
      etag: host.etag,
    });
    if (!result) return;
    if ("goTo" in result) return host.goTo(result.goTo.form, result.goTo.question);
    if ("stale" in result) return host.refused(result.stale);
    host.adopt(result.completed, forms);
    host.revised();
    const { score } = result.completed;
    toast(
      score === null || !host.showsScore()
        ? t("workbench.completedPlain")
        : t("workbench.completedToast", { score: percent(score) }),
      { kind: "good" },
    );
  }

  /** Saves a completed session, with the reason; gives whether it was. */
  async revise() {
    const { host } = this;
    const { forms } = host.sheet();
    const result = await revise(host.session(), forms, host.etag(), host.goTo);
    if (!result) return false;
    if ("stale" in result) {
      host.refused(result.stale);
      return false;
    }
    host.adopt(result.saved, forms);
    host.revised();
    toast(t("workbench.savedToast"), { kind: "good" });
    return true;
  }

  /** Puts the session aside, or takes it back. */
  async shelve() {
    const { host } = this;
    try {
      if (!(await host.isSettled())) return;
      const { id, archivedAt } = host.session();
      const move = archivedAt === null ? archiveEvaluation : unarchiveEvaluation;
      host.adopt(await move(id, host.etag()));
      toast(t(archivedAt === null ? "workbench.archivedToast" : "workbench.unarchivedToast"), { kind: "good" });
    } catch (error) {
      host.refused(error);
    }
  }

  /** Withdraws it for good. */
  async void() {
    const { host } = this;
    try {
      if (!(await host.isSettled())) return;
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
        (reason) => voidEvaluation(host.session().id, reason, host.etag()),
      );
      if (!voided) return;
      host.adopt(voided);
      toast(t("workbench.voidedToast"), { kind: "good" });
    } catch (error) {
      host.refused(error);
    }
  }

  /** Deletes an automated evaluation for good. */
  async remove() {
    const { host } = this;
    const { id, name } = host.session();
    const isSure = await confirmDialog({
      title: t("workbench.deleteTitle"),
      body: t("workbench.deleteText", { name }),
      confirm: t("workbench.deleteNow"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await deleteEvaluation(id, host.etag());
      toast(t("workbench.deletedToast", { name }), { kind: "good" });
      await navigate("/evaluations", { replace: true });
    } catch (error) {
      host.refused(error);
    }
  }
}
