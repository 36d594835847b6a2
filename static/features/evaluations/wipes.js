/**
 * What empties forms: *Clear form* and *Default scores to 100%*. Both ask first, and what they took can be
 * brought back until somebody leaves.
 * @module
 */
import { t } from "/lib/text.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { announce, toast } from "/lib/ui/toast.js";
import { fullMarksOf } from "/features/evaluations/default-scores.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */

/**
 * @typedef {object} WipesHost
 * @property {() => Session} session
 * @property {() => import("/features/evaluations/sheet.js").Sheet} sheet
 * @property {() => Session["forms"][number]} form the one on screen
 * @property {() => void} undo
 */

export class Wipes {
  /** @param {WipesHost} host */
  constructor(host) {
    this.host = host;
  }

  /** Empties the form on screen. */
  async clear() {
    const { id, scorecard } = this.host.form();
    if (!this.#mayWipe()) return;
    const isEmpty = Object.keys(this.host.sheet().answersOf(id)).length === 0;
    const isSure = isEmpty || await confirmDialog({
      title: t("workbench.clearTitle"),
      body: t("workbench.clearText", { name: scorecard.name }),
      confirm: t("workbench.clearNow"),
      danger: true,
    });
    if (!isSure || isEmpty || !this.#mayWipe()) return;
    this.host.sheet().clear(id);
    this.#tell("workbench.cleared");
  }

  async toggleFull() {
    if (!this.#mayWipe()) return;
    const isOn = !this.host.sheet().isFull;
    const isSure = await confirmDialog({
      title: t(isOn ? "workbench.defaultOnTitle" : "workbench.defaultOffTitle"),
      body: t(isOn ? "workbench.defaultOnText" : "workbench.defaultOffText"),
      confirm: t(isOn ? "workbench.defaultOn" : "workbench.defaultOff"),
      danger: true,
    });
    if (!isSure || !this.#mayWipe()) return;
    this.host.sheet().setFull(isOn, fullMarksOf(this.host.session()));
    this.#tell(isOn ? "workbench.defaultedOn" : "workbench.defaultedOff");
  }

  bringBack() {
    if (this.host.sheet().bringBack()) announce(t("workbench.broughtBack"));
  }

  #mayWipe() {
    return this.host.session().may.save;
  }

  /** @param {string} what */
  #tell(what) {
    toast(t(what), { action: { label: t("workbench.undo"), run: () => this.host.undo() } });
  }
}
