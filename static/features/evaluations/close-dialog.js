/**
 * Asks what becomes of answers that were not saved when somebody closes an evaluation.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import "/features/evaluations/workbench-labels.js";

/**
 * Gives whether to leave.
 * @param {{ drop: () => Promise<unknown>, save: () => Promise<unknown> }} ways either may refuse with false
 */
export async function closeDialog({ drop, save }) {
  const { closed } = openDialog({
    title: t("workbench.closeTitle"),
    body: h("p", null, t("workbench.closeText")),
    actions: [
      { label: t("workbench.drop"), look: "bare", start: true, value: "drop", run: drop },
      { label: t("lib.cancel"), value: "" },
      { label: t("workbench.saveAndClose"), look: "primary", value: "save", run: save },
    ],
  });
  return ["drop", "save"].includes((await closed) ?? "");
}
