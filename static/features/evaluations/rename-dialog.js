/**
 * Another name for an evaluation.
 * @module
 */
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";
import { renameEvaluation } from "/features/evaluations/calls.js";
import "/features/evaluations/labels.js";
import "/features/evaluations/workbench-labels.js";

/**
 * @param {import("/features/evaluations/calls.js").Session} session
 * @param {string} etag
 * @returns {Promise<import("/features/evaluations/calls.js").Session | null>} null when it was left as it is
 */
export async function renameDialog(session, etag) {
  const name = field({
    label: t("evaluations.sessionName"),
    props: { maxlength: 250, value: session.name },
    required: true,
  });
  /** @type {import("/features/evaluations/calls.js").Session | null} */
  let renamed = null;
  await openDialog({
    title: t("workbench.renameTitle"),
    body: [name.element],
    actions: [{ label: t("lib.cancel") }, {
      label: t("workbench.renameNow"),
      look: "primary",
      run: async () => {
        name.setError(name.value() === "" ? t("evaluations.nameMissing") : null);
        if (name.value() === "") return false;
        renamed = await renameEvaluation(session.id, name.value(), etag);
      },
    }],
  }).closed;
  return renamed;
}
