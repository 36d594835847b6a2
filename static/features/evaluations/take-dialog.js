/**
 * Asks whether somebody takes an evaluation that is nobody's.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { assignEvaluation } from "/features/evaluations/calls.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */

/**
 * Gives the session as taken; null when somebody only looks, or another was faster (who is then named).
 * @param {Session} session
 * @returns {Promise<Session | null>}
 */
export async function takeDialog(session) {
  /** @type {Session | null} */
  let taken = null;
  /** @type {string | null} */
  let holder = null;
  const { closed } = openDialog({
    title: t("workbench.takeTitle"),
    body: h("p", null, t("workbench.takeText")),
    actions: [
      { label: t("workbench.lookOnly"), value: "" },
      { label: t("workbench.take"), look: "primary", run: take, value: "taken" },
    ],
  });
  await closed;
  if (holder !== null) {
    await openDialog({
      title: t("workbench.takenTitle"),
      body: h("p", null, t("workbench.takenText", { who: holder })),
      actions: [{ label: t("workbench.ok"), look: "primary" }],
    }).closed;
  }
  return taken;

  async function take() {
    try {
      taken = await assignEvaluation(session.id, "me", session.etag);
    } catch (error) {
      const problem = /** @type {{ code?: string, extras?: { holder?: { name: string } } }} */ (error);
      if (problem.code !== "already_taken") throw error;
      holder = problem.extras?.holder?.name ?? t("workbench.somebody");
    }
  }
}
