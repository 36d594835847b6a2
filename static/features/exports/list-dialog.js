/**
 * Exports the evaluations that the list shows: asks as what, shows how far it is, and starts the download.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { number } from "/lib/times.js";
import { buttonLink } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { notice } from "/lib/ui/parts.js";
import { jobProgress } from "/features/jobs/job-progress.js";
import { exportEvaluations } from "/features/exports/calls.js";
import { passwordFields } from "/features/exports/password-fields.js";
import { saveFrom } from "/features/exports/save-file.js";
import "/features/exports/labels.js";

/** @typedef {import("/features/exports/calls.js").Format} Format */
/** @typedef {{ count: number, capped: boolean }} Total */

/**
 * @param {Record<string, string | string[]>} filters of the list
 * @param {Total | null} total how many they find
 */
export async function exportList(filters, total) {
  const fields = passwordFields();
  fields.element.hidden = true;
  const csv = choice("csv", true);
  const xlsx = choice("xlsx", false);
  const leaving = new AbortController();
  const body = h(
    "div",
    { class: "export-list" },
    total && h("p", { class: "muted" }, lead(total)),
    h("fieldset", null, h("legend", null, t("exports.listFormat")), csv.element, xlsx.element),
    fields.element,
  );
  const dialog = openDialog({
    title: t("exports.listTitle"),
    body,
    actions: [{ label: t("lib.cancel") }, { label: t("exports.exportNow"), look: "primary", run: begin }],
  });
  await dialog.closed;
  leaving.abort();

  /**
   * @param {Format} format
   * @param {boolean} checked
   */
  function choice(format, checked) {
    const control = h("input", {
      type: "radio",
      name: "export-format",
      id: `export-${format}`,
      value: format,
      checked,
      onchange: () => {
        fields.element.hidden = !xlsx.control.checked;
        if (xlsx.control.checked) fields.focus();
      },
    });
    const label = t(format === "csv" ? "exports.listCSV" : "exports.listXLSX");
    return { control, element: h("div", { class: "check" }, control, h("label", { for: control.id }, label)) };
  }

  async function begin() {
    const format = xlsx.control.checked ? "xlsx" : "csv";
    const password = format === "xlsx" ? fields.value() : undefined;
    if (password === null) return false;
    const job = await exportEvaluations(filters, format, password);
    void follow(job.id);
    return false;
  }

  /** @param {string} id */
  async function follow(id) {
    const work = jobProgress({ id, label: t("exports.listWorking"), signal: leaving.signal });
    replace(body, work.element, h("p", { class: "muted" }, t("exports.listLeave")));
    dialog.setActions([{ label: t("lib.close") }]);
    try {
      const job = await work.finished;
      if (!job) return;
      if (job.state === "cancelled") return dialog.close();
      if (job.state === "failed") throw new Error(job.error?.message ?? "");
      const url = job.result?.url ?? "";
      saveFrom(url);
      replace(
        body,
        notice(t("exports.listReady"), { tone: "good" }),
        buttonLink({ label: t("exports.listAgain"), icon: "download", href: url, props: { download: "" } }),
      );
    } catch (error) {
      dialog.setError(error instanceof Error ? error.message : String(error));
    }
  }
}

/** @param {Total} total */
function lead({ count, capped }) {
  return capped ? t("exports.listMany", { count: number(count) }) : t("exports.listLead", { count });
}
