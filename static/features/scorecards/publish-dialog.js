/**
 * Before another version is published: what it would have made of evaluations there are, and which may move to it.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { checkbox } from "/lib/ui/field.js";
import { may } from "/features/accounts/who.js";
import { impactOf } from "/features/scorecards/calls.js";
import { impactView } from "/features/scorecards/impact-view.js";
import "/features/scorecards/editor-labels.js";

/**
 * Throws what publishing would be refused for.
 * @param {string} id
 * @returns {Promise<{ moves: boolean } | null>} null when somebody thought better of it
 */
export async function publishDialog(id) {
  const impact = await impactOf(id);
  const moving = checkbox({ label: t("editor.moveUntouched"), hint: t("editor.moveHint") });
  const canMove = may("assign_evaluations") && !impact.cosmetic;
  const { closed } = openDialog({
    title: impact.cosmetic ? t("editor.publishWording") : t("editor.publishTitle", { version: impact.version }),
    width: "large",
    body: [
      h(
        "p",
        null,
        impact.cosmetic ? t("editor.publishWordingText", { version: impact.version }) : t("editor.publishText"),
      ),
      !impact.cosmetic && impactView(impact),
      canMove && moving.element,
    ],
    actions: [{ label: t("lib.cancel"), value: "" }, { label: t("editor.publish"), look: "primary", value: "yes" }],
  });
  return (await closed) === "yes" ? { moves: canMove && moving.control.checked } : null;
}
