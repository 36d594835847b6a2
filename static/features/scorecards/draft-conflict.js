/**
 * Tells that somebody saved another draft meanwhile, shows how it differs, and asks which one stays.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { differences } from "/features/scorecards/difference.js";
import { differenceList } from "/features/scorecards/difference-view.js";
import "/features/scorecards/editor-labels.js";

/** @typedef {import("/features/scorecards/card.js").Card} Card */

/**
 * @param {Card} mine
 * @param {Card} theirs
 * @returns {Promise<"mine" | "theirs" | null>} null when it is put off
 */
export async function draftConflict(mine, theirs) {
  const { closed } = openDialog({
    title: t("editor.conflictTitle"),
    width: "medium",
    body: [h("p", null, t("editor.conflictText")), differenceList(differences(mine, theirs))],
    actions: [
      { label: t("editor.takeTheirs"), value: "theirs" },
      { label: t("editor.keepMine"), look: "primary", value: "mine" },
    ],
  });
  const choice = await closed;
  return choice === "mine" || choice === "theirs" ? choice : null;
}
