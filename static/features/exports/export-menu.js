/**
 * What the Save menu offers of exports: the saved answers of an evaluation as CSV, Excel or PDF.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { exportEvaluation } from "/features/exports/calls.js";
import { passwordFields } from "/features/exports/password-fields.js";
import { saveFile } from "/features/exports/save-file.js";
import "/features/exports/labels.js";

/** @typedef {import("/features/exports/calls.js").Format} Format */

/**
 * @typedef {object} ExportHost
 * @property {() => string} id
 * @property {() => boolean} isUnsaved whether answers were given that no export holds
 * @property {() => Promise<boolean>} save gives whether they are saved now
 */

/**
 * The entries of a menu.
 * @param {ExportHost} host
 * @returns {import("/lib/ui/menu.js").MenuItem[]}
 */
export function exportItems(host) {
  return /** @type {const} */ (["csv", "xlsx", "pdf"]).map((format) => ({
    label: t(`exports.${format}`),
    icon: /** @type {const} */ ("download"),
    run: () => void exportSession(host, format),
  }));
}

/**
 * @param {ExportHost} host
 * @param {Format} format
 */
async function exportSession(host, format) {
  try {
    if (host.isUnsaved() && !(await askToSave(host))) return;
    if (format === "xlsx") await askPassword(host.id());
    else await download(host.id(), format);
  } catch (error) {
    toastError(error);
  }
}

/**
 * Whether to go on: after saving, or with what was saved before.
 * @param {ExportHost} host
 */
async function askToSave(host) {
  const { closed } = openDialog({
    title: t("exports.unsavedTitle"),
    body: h("p", null, t("exports.unsavedText")),
    actions: [
      { label: t("lib.cancel"), value: "" },
      { label: t("exports.exportSaved"), value: "go" },
      { label: t("exports.saveFirst"), look: "primary", value: "save" },
    ],
  });
  const chosen = await closed;
  return chosen === "save" ? await host.save() : chosen === "go";
}

/** @param {string} id */
async function askPassword(id) {
  const fields = passwordFields();
  await openDialog({
    title: t("exports.passwordTitle"),
    body: [h("p", { class: "muted" }, t("exports.passwordLead")), fields.element],
    actions: [
      { label: t("lib.cancel") },
      {
        label: t("exports.exportNow"),
        look: "primary",
        run: async () => {
          const password = fields.value();
          if (password === null) return false;
          await download(id, "xlsx", password);
        },
      },
    ],
  }).closed;
}

/**
 * @param {string} id
 * @param {Format} format
 * @param {string} [password]
 */
export async function download(id, format, password) {
  const file = await exportEvaluation(id, format, password);
  saveFile(file);
  toast(t("exports.exported", { name: file.name }), { kind: "good" });
}
