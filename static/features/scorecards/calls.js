import { address, get, getAll, post, send } from "/lib/http.js";

/**
 * The content of a scorecard: exactly what `earmark score` reads.
 * @typedef {object} Content
 * @property {string} key
 * @property {string} name
 * @property {string} [description]
 * @property {string[]} [tags]
 * @property {"percentage" | "points"} format
 * @property {number | null} [passMark] micro-percent
 * @property {"zero" | "exclude"} [unansweredOptional]
 * @property {boolean} [defaultsOn]
 * @property {boolean} [evidenceRequired]
 * @property {Section[]} sections
 */
/** @typedef {{ key: string, title: string, description?: string, weight?: number, questions: Question[] }} Section */
/**
 * @typedef {object} Question
 * @property {string} key
 * @property {"yesNo" | "singleChoice" | "ratingScale"} type
 * @property {string} text
 * @property {string} [helpText]
 * @property {boolean} [required]
 * @property {boolean} [allowNA]
 * @property {string | null} [default]
 * @property {"optional" | "required" | { onOptions: string[] }} [commentPolicy]
 * @property {Option[]} options
 */
/** @typedef {{ key: string, label: string, points: number, autoFail?: "none" | "section" | "evaluation" }} Option */

/**
 * @typedef {object} Scorecard
 * @property {string} id
 * @property {string} key
 * @property {string} name
 * @property {string} description
 * @property {string[]} tags
 * @property {"percentage" | "points"} format
 * @property {"draft" | "published" | "retired"} state
 * @property {number | null} version
 * @property {boolean} hasDraft
 * @property {number} questions
 * @property {string} updatedAt
 */
/** @typedef {Scorecard & { content: Content, draft: Content | null, etag: string, versions: { number: number, publishedAt: string, publishedBy: import("/features/accounts/who.js").Ref }[] }} FullScorecard */

/** @param {AbortSignal} [signal] @returns {Promise<import("/lib/ui/datagrid.js").PageOf<Scorecard>>} */
export function listScorecards(signal, cursor = /** @type {string | null} */ (null)) {
  return get("scorecards", { cursor }, { signal });
}

/** However many there are. @returns {Promise<Scorecard[]>} */
export function allScorecards() {
  return getAll("scorecards");
}

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<FullScorecard>} */
export async function getScorecard(id, signal) {
  const reply = await send("GET", `scorecards/${encodeURIComponent(id)}`, { signal });
  return { ...reply.data, etag: reply.etag ?? reply.data.etag };
}

/** @param {string} id @param {number} version @returns {Promise<{ number: number, content: Content }>} */
export function getVersion(id, version) {
  return get(`scorecards/${encodeURIComponent(id)}/versions/${version}`);
}

/**
 * Makes a draft of a new scorecard.
 * @param {any} content
 * @returns {Promise<{ id: string, etag: string | null }>}
 */
export async function createScorecard(content) {
  const reply = await send("POST", "scorecards", { body: content, idempotent: true });
  return { id: reply.data.id, etag: reply.etag ?? reply.data.etag ?? null };
}

/**
 * Puts a draft in place of what the scorecard's draft was.
 * @param {string} id
 * @param {any} content
 * @param {string} etag
 * @returns {Promise<string | null>} the new etag
 */
export async function saveDraft(id, content, etag) {
  const reply = await send("PUT", `scorecards/${encodeURIComponent(id)}/draft`, { body: content, ifMatch: etag });
  return reply.etag ?? reply.data?.etag ?? null;
}

/** @param {string} id @param {string} etag @returns {Promise<{ version: number }>} */
export function publish(id, etag) {
  return post(`scorecards/${encodeURIComponent(id)}/publication`, {}, { ifMatch: etag });
}

/**
 * What a draft would have made of evaluations already completed; scores are micro-percent.
 * @typedef {object} Impact
 * @property {number} version
 * @property {boolean} cosmetic nothing but wording differs
 * @property {number} forms how many were counted
 * @property {boolean} capped whether there are more
 * @property {{ average: number | null, passed: number, failed: number }} before
 * @property {{ average: number | null, passed: number, failed: number }} after
 * @property {number} higher
 * @property {number} lower
 * @property {number} nowFails
 * @property {number} nowPasses
 * @property {{ key: string, title: string, before: number | null, after: number | null }[]} sections
 * @property {{ key: string, text: string, reason: "new" | "gone" | "unoffered", forms: number }[]} leftOut
 * @property {{ evaluation: import("/features/accounts/who.js").Ref, before: number, after: number }[]} changes
 */

/** @param {string} id @returns {Promise<Impact>} */
export function impactOf(id) {
  return get(`scorecards/${encodeURIComponent(id)}/impact`);
}

/**
 * Open evaluations on an older version than the current one.
 * @typedef {{ version: number, moved: number, untouched: number, begun: number }} Adoption
 */

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Adoption>} */
export function adoptionOf(id, signal) {
  return get(`scorecards/${encodeURIComponent(id)}/adoption`, {}, { signal });
}

/**
 * Moves evaluations that nobody has begun to the current version.
 * @param {string} id
 * @returns {Promise<Adoption>}
 */
export function adopt(id) {
  return post(`scorecards/${encodeURIComponent(id)}/adoption`, {});
}

/**
 * Drops the draft of a published scorecard.
 * @param {string} id
 * @param {string} etag
 */
export async function dropDraft(id, etag) {
  await send("DELETE", `scorecards/${encodeURIComponent(id)}/draft`, { ifMatch: etag });
}

/**
 * What became of a file, or would.
 * @typedef {object} Imported
 * @property {"created" | "drafted" | "unchanged"} outcome
 * @property {string | null} id
 * @property {string | null} etag
 * @property {string} name
 * @property {number} questions
 * @property {import("/features/scorecards/difference.js").Difference[]} differences
 * @property {{ pointer: string, code: string, detail: string }[]} problems what keeps it from being published
 */

/**
 * Takes a scorecard from a file.
 * @param {File} file a table (CSV), or its content (JSON)
 * @param {{ dryRun: boolean, etag?: string | null }} how `etag` is what the scorecard had when it was looked at
 * @returns {Promise<Imported>}
 */
export async function importCard(file, { dryRun, etag = null }) {
  const reply = await send("POST", "scorecards/import", {
    query: { dryRun },
    body: file,
    type: isJson(file) ? "application/json" : "text/csv",
    ifMatch: etag === null ? null : `"${etag}"`,
  });
  return reply.data;
}

/** @param {File} file */
export function isJson(file) {
  return file.name.toLowerCase().endsWith(".json");
}

/** Where the CSV template is. */
export const templateAddress = address("scorecards/template.csv");

/**
 * Where a scorecard is as a file: its draft where there is one, or a version.
 * @param {string} id
 * @param {"csv" | "json"} kind
 * @param {number | null} [version]
 */
export function exportAddress(id, kind, version = null) {
  return address(`scorecards/${encodeURIComponent(id)}/export.${kind}`, { version });
}

/**
 * Retires a scorecard, so that no new evaluation gets it, or brings it back.
 * @param {string} id
 * @param {boolean} isRetired
 * @param {string} etag
 */
export async function setRetired(id, isRetired, etag) {
  const path = `scorecards/${encodeURIComponent(id)}/retirement`;
  if (isRetired) await send("PUT", path, { body: {}, ifMatch: etag });
  else await send("DELETE", path, { ifMatch: etag });
}
