/**
 * A job on screen: what it does, how far it is, the time left, and the way to cancel it.
 * @module
 */
import { isAbort } from "/lib/http.js";
import { t } from "/lib/text.js";
import { timeLeft } from "/lib/times.js";
import { progressBar } from "/lib/ui/progress.js";
import { cancelJob, followJob } from "/features/jobs/calls.js";
import "/features/jobs/labels.js";

/**
 * Follows a job until it ends. `finished` gives the job as it ended, or null when the page was left.
 * @param {object} options
 * @param {string} options.id
 * @param {string} options.label
 * @param {boolean} [options.mayCancel]
 * @param {AbortSignal} [options.signal]
 * @param {(job: import("/features/jobs/calls.js").Job) => void} [options.onProgress]
 * @returns {{ element: HTMLElement, finished: Promise<import("/features/jobs/calls.js").Job | null> }}
 */
export function jobProgress({ id, label, mayCancel = true, signal, onProgress }) {
  const bar = progressBar({
    label,
    actions: mayCancel
      ? [{ icon: "close", label: t("jobs.cancel"), run: () => void cancelJob(id).catch(() => {}) }]
      : [],
  });
  bar.set({ value: null, detail: t("jobs.queued") });
  const finished = followJob(id, { signal, onProgress: show }).catch((error) => {
    if (isAbort(error)) return null;
    bar.set({ state: "failed", value: 0, detail: error.message });
    throw error;
  });
  return { element: bar.element, finished };

  /** @param {import("/features/jobs/calls.js").Job} job */
  function show(job) {
    onProgress?.(job);
    if (job.state === "running") {
      const percent = t("jobs.percent", { percent: Math.round(job.progress * 100) });
      const left = timeLeft(job.remainingMs);
      const rest = left ? t("jobs.left", { time: left }) : "";
      bar.set({ value: job.progress, detail: [job.step, percent, rest].filter(Boolean).join(" · ") });
      return;
    }
    const isOver = job.state !== "queued";
    bar.set({
      value: isOver ? job.progress : null,
      state: job.state === "done" ? "done" : isOver ? "failed" : "running",
      detail: job.error?.message ?? t(`jobs.${job.state}`),
    });
    if (isOver) { for (const button of bar.actions) button.hidden = true; }
  }
}
