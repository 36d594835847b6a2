import { get, remove } from "/lib/http.js";
import { pause } from "/lib/wait.js";

/**
 * A piece of slow work, as the server tells of it.
 * @typedef {object} Job
 * @property {string} id
 * @property {"ingest" | "clip" | "bundle"} kind
 * @property {"queued" | "running" | "done" | "failed" | "cancelled"} state
 * @property {number} progress 0..1
 * @property {string | null} step
 * @property {number | null} remainingMs
 * @property {{ code: string, message: string } | null} error
 * @property {{ url: string } | null} result
 */

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Job>} */
export function getJob(id, signal) {
  return get(`jobs/${encodeURIComponent(id)}`, null, { signal });
}

/** @param {string} id */
export function cancelJob(id) {
  return remove(`jobs/${encodeURIComponent(id)}`);
}

/**
 * Asks until a job has ended, telling of every answer; a lost connection only makes it ask later.
 * @param {string} id
 * @param {{ onProgress?: (job: Job) => void, signal?: AbortSignal, everyMs?: number }} [options]
 * @returns {Promise<Job>} done, failed or cancelled
 */
export async function followJob(id, { onProgress, signal, everyMs = 700 } = {}) {
  for (let lost = 0;;) {
    try {
      const job = await getJob(id, signal);
      lost = 0;
      onProgress?.(job);
      if (["done", "failed", "cancelled"].includes(job.state)) return job;
    } catch (error) {
      const code = /** @type {{ code?: string }} */ (error).code;
      lost += 1;
      if (code !== "offline" || lost > 60) throw error;
    }
    await pause(lost > 0 ? 2000 : everyMs, signal);
  }
}
