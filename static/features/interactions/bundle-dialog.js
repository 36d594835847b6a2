/**
 * The combined download: starts at once where the server composes it while it sends; else shows how far it is, and
 * starts when it is ready.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { size } from "/lib/times.js";
import { buttonLink } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { notice } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { jobProgress } from "/features/jobs/job-progress.js";
import { requestBundle } from "/features/interactions/calls.js";
import "/features/interactions/labels.js";

/** @typedef {"mkv" | "mp4" | "zip"} Format */

/**
 * @param {{ id: string, externalId: string }} interaction
 * @param {Format} format
 */
export async function downloadBundle(interaction, format) {
  try {
    const reply = await requestBundle(interaction.id, format);
    if (reply.job) return await waitFor(interaction, format, reply.job.id);
    save(reply.url);
    toast(t("interactions.bundleStarted", { format: format.toUpperCase(), size: size(reply.bytes) }), { kind: "good" });
  } catch (error) {
    toastError(error);
  }
}

/**
 * @param {{ id: string, externalId: string }} interaction
 * @param {Format} format
 * @param {string} jobId
 */
async function waitFor(interaction, format, jobId) {
  const leaving = new AbortController();
  const label = t("interactions.bundling", { format: format.toUpperCase(), id: interaction.externalId });
  const work = jobProgress({ id: jobId, label, signal: leaving.signal });
  const body = h("div", { class: "bundle" }, work.element, h("p", { class: "muted" }, t("interactions.bundleLeave")));
  const dialog = openDialog({
    title: t("interactions.bundleTitle"),
    body,
    actions: [{ label: t("lib.close") }],
  });
  dialog.closed.then(() => leaving.abort());
  try {
    const job = await work.finished;
    if (!job || job.state === "cancelled") return dialog.close();
    if (job.state === "failed") throw new Error(job.error?.message ?? "");
    const url = job.result?.url ?? `/api/v1/interactions/${interaction.id}/bundle?format=${format}`;
    save(url);
    replace(
      body,
      notice(t("interactions.bundleReady"), { tone: "good" }),
      buttonLink({ label: t("interactions.bundleAgain"), icon: "download", href: url, props: { download: "" } }),
    );
  } catch (error) {
    replace(body, h("p", null, t("interactions.bundleFailed", { format: format.toUpperCase() })));
    dialog.setError(error instanceof Error ? error.message : String(error));
  }
}

/** Lets the browser save what is at an address. @param {string} url */
function save(url) {
  const link = h("a", { href: url, download: "" });
  document.body.append(link);
  link.click();
  link.remove();
}
