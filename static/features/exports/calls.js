/**
 * Exports: one evaluation as a file, and a filtered list of them in the background.
 * @module
 */
import { post, send } from "/lib/http.js";
import { fileNameOf } from "/features/exports/file-name.js";

/** @typedef {"csv" | "xlsx" | "pdf"} Format */
/** @typedef {{ name: string, content: Blob }} ExportedFile */

/**
 * The saved answers of an evaluation as a file; an Excel file needs its password.
 * @param {string} id
 * @param {Format} format
 * @param {string} [password]
 * @returns {Promise<ExportedFile>}
 */
export async function exportEvaluation(id, format, password) {
  const { data, headers } = await send("POST", `evaluations/${encodeURIComponent(id)}/export`, {
    body: { format, password },
    accept: "*/*",
    as: "buffer",
  });
  return {
    name: fileNameOf(headers.get("Content-Disposition")) ?? `evaluation.${format}`,
    content: new Blob([data], { type: headers.get("Content-Type") ?? "" }),
  };
}

/**
 * Begins to export the evaluations that a filter finds; gives the job.
 * @param {Record<string, string | string[]>} filters
 * @param {Format} format
 * @param {string} [password]
 * @returns {Promise<import("/features/jobs/calls.js").Job>}
 */
export function exportEvaluations(filters, format, password) {
  return post("evaluations/export", { format, password }, { query: filters });
}
