/**
 * Tells the agent about an evaluation: from the Save menu, or after completing it.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { checkbox } from "/lib/ui/field.js";
import { notifyFields } from "/features/action-items/notify-fields.js";
import "/features/action-items/labels.js";

/** @typedef {import("/features/action-items/notify-fields.js").Told} Told */

/**
 * @param {Told} evaluation
 * @returns {Promise<boolean>} whether the agent was told
 */
export async function notifyDialog(evaluation) {
  let isTold = false;
  const fields = notifyFields(evaluation);
  const { closed } = openDialog({
    title: t("actionItems.notifyTitle"),
    width: "medium",
    body: [
      h("p", null, t("actionItems.notifyLead", { name: evaluation.interaction.agent?.name ?? "" })),
      fields.element,
    ],
    actions: [{ label: t("lib.cancel") }, {
      label: t("actionItems.notify"),
      look: "primary",
      run: async () => {
        isTold = fields.isReady() && await fields.tell();
        return isTold;
      },
    }],
  });
  fields.focus();
  await closed;
  return isTold;
}

/**
 * *Notify agent* among what runs once an evaluation is completed.
 * @param {Told} evaluation
 */
export function notifyOption(evaluation) {
  const fields = notifyFields(evaluation);
  fields.element.hidden = true;
  const box = checkbox({
    label: t("actionItems.notifyTitle"),
    props: {
      onchange: () => {
        fields.element.hidden = !box.control.checked;
        if (box.control.checked) fields.focus();
      },
    },
  });
  return {
    element: evaluation.interaction.agent ? h("div", { class: "notify-option" }, box.element, fields.element) : null,
    isReady: () => !box.control.checked || fields.isReady(),
    run: async () => {
      if (box.control.checked) await fields.tell();
    },
  };
}
