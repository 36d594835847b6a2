import { get, getAll, post, put, remove, send } from "/lib/http.js";
import { fileNameOf } from "/features/exports/file-name.js";

/** @typedef {import("/features/accounts/who.js").Ref} Ref */

/**
 * One evaluator's work on one interaction, as a row of the list.
 * @typedef {object} Item
 * @property {string} id
 * @property {string} name
 * @property {"unassigned" | "assigned" | "in_progress" | "completed"} state
 * @property {boolean} expired
 * @property {string} origin
 * @property {{ id: string, externalId: string, channel: string, queue: string | null, agent: Ref | null, startedAt: string, durationMs: number }} interaction
 * @property {{ id: string, name: string, version: number }[]} scorecards
 * @property {Ref | null} evaluator
 * @property {Ref} createdBy
 * @property {string} createdAt
 * @property {string | null} dueAt
 * @property {string | null} completedAt
 * @property {string | null} archivedAt
 * @property {{ reason: string, by: Ref, at: string } | null} voided
 * @property {string | null} lastEditedAt
 * @property {Ref | null} lastEditedBy
 * @property {number | null} score micro-percent
 * @property {boolean | null} passed
 * @property {number | null} passMark what the score is measured by; null with several forms
 */

/** @typedef {{ id: string, name: string, search: Record<string, any>, createdBy: Ref, createdAt: string }} Criteria */

/**
 * @param {Record<string, any>} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("/lib/ui/datagrid.js").PageOf<Item>>}
 */
export function listEvaluations(query, signal) {
  return get("evaluations", query, { signal });
}

/**
 * @param {{ interactionId: string, scorecards: string[], evaluatorId?: string | null, dueAt?: string, name?: string, adHoc?: boolean, reuseEvaluated?: boolean }} input
 * @returns {Promise<Item>}
 */
export function createEvaluation(input) {
  return post("evaluations", input, { idempotent: true });
}

/** @param {AbortSignal} [signal] @param {string | null} [cursor] @returns {Promise<import("/lib/ui/datagrid.js").PageOf<Criteria>>} */
export function listCriteria(signal, cursor = null) {
  return get("criteria", { cursor }, { signal });
}

/** However many there are. @returns {Promise<Criteria[]>} */
export function allCriteria() {
  return getAll("criteria");
}

/** @param {{ name: string, search: Record<string, any> }} criteria @returns {Promise<Criteria>} */
export function createCriteria(criteria) {
  return post("criteria", criteria, { idempotent: true });
}

/** @param {string} id @param {{ name: string, search: Record<string, any> }} criteria @returns {Promise<Criteria>} */
export function changeCriteria(id, criteria) {
  return put(`criteria/${encodeURIComponent(id)}`, criteria);
}

/** @param {string} id @returns {Promise<void>} */
export function deleteCriteria(id) {
  return remove(`criteria/${encodeURIComponent(id)}`);
}

/**
 * How many interactions there are to draw from.
 * @param {string} id
 * @returns {Promise<{ matching: number, evaluated: number, available: number, agents: number }>}
 */
export function drawable(id) {
  return get(`criteria/${encodeURIComponent(id)}/draw`);
}

/**
 * @param {string} id
 * @param {{ count?: number, perAgent?: number, scorecards: string[], evaluatorIds: string[],
 *   distribution: "shared" | "each", seed?: string, dueAt?: string | null }} input
 * @returns {Promise<{ evaluations: string[], drawn: number, shortfall: number, seed: string }>}
 */
export function draw(id, input) {
  return post(`criteria/${encodeURIComponent(id)}/draw`, input, { idempotent: true });
}

/** @typedef {import("/features/evaluations/score.js").Answers} Answers */
/** @typedef {import("/features/evaluations/score.js").Answer} Answer */
/** @typedef {import("/features/evaluations/score.js").ScoreResult} ScoreResult */
/** @typedef {{ id: string, answers: Answers }} FormAnswers the answers of one form */

/**
 * The whole of an evaluation, as the workbench needs it.
 * @typedef {Item & {
 *   revision: number, etag: string,
 *   forms: { id: string, scorecard: { id: string, key: string, name: string, version: number,
 *     content: import("/features/evaluations/score.js").Scorecard }, answers: Answers, defaultScores: boolean, score: ScoreResult }[],
 *   draft: { forms: FormAnswers[], savedAt: string,
 *     overtaken: { by: Ref | null, at: string | null, base: FormAnswers[] } | null } | null,
 *   replaced: { interaction: { id: string, externalId: string }, reason: string, note: string | null, at: string, by: Ref }[],
 *   may: { take: boolean, save: boolean, complete: boolean, replace: boolean, assign: boolean,
 *     extend: boolean, archive: boolean, unarchive: boolean, void: boolean, delete: boolean, notify: boolean },
 *   completeRefusal: string | null, replaceRefusal: string | null,
 *   listening: { listenedMs: number, totalMs: number, percent: number | null } | null,
 * }} Session
 */

/**
 * What a stale write is told.
 * @typedef {object} Stale
 * @property {string} etag
 * @property {{ form: string, question: string, yours: Answer | null, theirs: Answer | null }[]} conflicts
 * @property {{ forms: FormAnswers[] }} theirs
 * @property {Ref | null} by
 * @property {string | null} at
 */

/** @typedef {{ etag: string, savedAt: string, score: number | null, passed: boolean | null, forms: { id: string, score: ScoreResult }[] }} SavedDraft */

/** @param {string} id */
const path = (id) => `evaluations/${encodeURIComponent(id)}`;

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Session>} */
export async function getEvaluation(id, signal) {
  return sessionOf(await send("GET", path(id), { signal }));
}

/** @param {string} id @param {string | null} evaluator "me", an id, or null for nobody @param {string} etag @returns {Promise<Session>} */
export async function assignEvaluation(id, evaluator, etag) {
  return sessionOf(
    await send("PUT", `${path(id)}/assignment`, { body: { evaluatorId: evaluator }, ifMatch: quoted(etag) }),
  );
}

/**
 * @param {string} id
 * @param {FormAnswers[]} forms
 * @param {string} etag
 * @param {{ keepalive?: boolean }} [options] may outlive the page
 * @returns {Promise<SavedDraft>}
 */
export async function saveDraft(id, forms, etag, { keepalive = false } = {}) {
  const reply = await send("PUT", `${path(id)}/draft`, { body: { forms }, ifMatch: quoted(etag), keepalive });
  return { ...reply.data, etag: reply.data.etag ?? reply.etag };
}

/** @param {string} id @param {string} etag */
export function dropDraft(id, etag) {
  return remove(`${path(id)}/draft`, { ifMatch: quoted(etag) });
}

/**
 * @param {string} id
 * @param {FormAnswers[]} forms
 * @param {string} etag
 * @param {string} [reason] why a completed one is changed
 * @returns {Promise<Session>}
 */
export async function saveAnswers(id, forms, etag, reason) {
  const body = reason === undefined ? { forms } : { forms, reason };
  return sessionOf(await send("PUT", `${path(id)}/answers`, { body, ifMatch: quoted(etag) }));
}

/**
 * One save of a completed session; number 1 is its completion.
 * @typedef {{ number: number, by: Ref, at: string, reason: string | null, score: number | null, passed: boolean | null,
 *   previousScore: number | null, previousPassed: boolean | null,
 *   changes: { form: string, question: string, from: Answer | null, to: Answer | null }[] }} Revision
 */

/**
 * @param {string} id
 * @param {string | null} cursor
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("/lib/ui/datagrid.js").PageOf<Revision>>}
 */
export function listRevisions(id, cursor, signal) {
  return get(`${path(id)}/revisions`, { cursor }, { signal });
}

/**
 * @param {string} id
 * @param {string | null} dueAt null for none
 * @param {string} etag
 * @returns {Promise<Session>}
 */
export async function setDueDate(id, dueAt, etag) {
  return sessionOf(await send("PATCH", path(id), { body: { dueAt }, ifMatch: quoted(etag) }));
}

/** @param {string} id @param {string} name @param {string} etag @returns {Promise<Session>} */
export async function renameEvaluation(id, name, etag) {
  return sessionOf(await send("PATCH", path(id), { body: { name }, ifMatch: quoted(etag) }));
}

/** @param {string} id @param {string} etag @returns {Promise<Session>} */
export async function archiveEvaluation(id, etag) {
  return sessionOf(await send("PUT", `${path(id)}/archive`, { ifMatch: quoted(etag) }));
}

/** @param {string} id @param {string} etag @returns {Promise<Session>} */
export async function unarchiveEvaluation(id, etag) {
  return sessionOf(await send("DELETE", `${path(id)}/archive`, { ifMatch: quoted(etag) }));
}

/** @param {string} id @param {string} reason @param {string} etag @returns {Promise<Session>} */
export async function voidEvaluation(id, reason, etag) {
  return sessionOf(await send("PUT", `${path(id)}/void`, { body: { reason }, ifMatch: quoted(etag) }));
}

/** @param {string} id @param {string} [etag] as it was seen @returns {Promise<void>} */
export function deleteEvaluation(id, etag) {
  return remove(path(id), etag === undefined ? {} : { ifMatch: quoted(etag) });
}

/**
 * What is done to many evaluations at once.
 * @typedef {{ action: "assign", evaluatorId: string | null } | { action: "extend", dueAt: string | null }
 *   | { action: "archive" } | { action: "unarchive" }
 *   | { action: "void", reason: string }} Change
 */

/** What became of one of them. @typedef {{ id: string, code: string | null, detail: string | null }} ChangeResult */

/** As many as the server takes at once. */
const AT_ONCE = 500;

/**
 * @param {string[]} ids
 * @param {Change} change
 * @returns {Promise<ChangeResult[]>} in the order of the ids
 */
export async function changeEvaluations(ids, change) {
  /** @type {ChangeResult[]} */
  const results = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const part = ids.slice(at, at + AT_ONCE);
    try {
      results.push(...(await post("evaluations/batch", { ...change, evaluations: part })).results);
    } catch (error) {
      // What was done before is told, whatever comes of the others.
      if (at === 0) throw error;
      const detail = error instanceof Error ? error.message : String(error);
      results.push(...ids.slice(at).map((id) => ({ id, code: "unanswered", detail })));
      break;
    }
  }
  return results;
}

/**
 * What completing would meet.
 * @param {string} id
 * @returns {Promise<{ forms: { id: string, name: string, score: number | null, missingRequired: string[], blankOptional: string[],
 *   unconfirmed?: string[], missingComments?: string[], missingEvidence?: string[] }[],
 *   score: number | null, passed: boolean | null, refusal: { code: string, detail: string } | null }>}
 */
export function getCompletion(id) {
  return get(`${path(id)}/completion`);
}

/** @param {string} id @param {FormAnswers[]} forms @param {string} etag @returns {Promise<Session>} */
export async function completeEvaluation(id, forms, etag) {
  return sessionOf(await send("POST", `${path(id)}/completion`, { body: { forms }, ifMatch: quoted(etag) }));
}

/**
 * @param {string} id
 * @param {{ reason: string, note?: string }} input
 * @param {string} etag
 * @returns {Promise<Session>}
 */
export async function replaceInteraction(id, input, etag) {
  return sessionOf(await send("POST", `${path(id)}/replacement`, { body: input, ifMatch: quoted(etag) }));
}

/** @param {import("/lib/http.js").Reply} reply @returns {Session} */
function sessionOf({ data, etag }) {
  return { ...data, etag: data.etag ?? etag };
}

/** @param {string} etag */
function quoted(etag) {
  return etag.startsWith('"') || etag.startsWith("W/") ? etag : `"${etag}"`;
}

/** @typedef {{ count: number, capped: boolean }} Total */

/**
 * A filter of the list that a person has named: what stands in the address.
 * @typedef {object} View
 * @property {string} id
 * @property {string} name
 * @property {Record<string, any>} query
 */

/**
 * How many there are of each state, and expired, under filters.
 * @param {Record<string, any>} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<Record<string, Total>>}
 */
export function countEvaluations(query, signal) {
  return get("evaluations/counts", query, { signal });
}

/** @param {AbortSignal} [signal] @returns {Promise<View[]>} */
export async function listViews(signal) {
  return (await get("evaluation-views", null, { signal })).items;
}

/** @param {{ name: string, query: Record<string, any> }} view @returns {Promise<View>} */
export function createView(view) {
  return post("evaluation-views", view, { idempotent: true });
}

/** @param {string} id @param {{ name: string, query: Record<string, any> }} view @returns {Promise<View>} */
export function changeView(id, view) {
  return put(`evaluation-views/${encodeURIComponent(id)}`, view);
}

/** @param {string} id @returns {Promise<void>} */
export function deleteView(id) {
  return remove(`evaluation-views/${encodeURIComponent(id)}`);
}

/** @param {AbortSignal} [signal] @returns {Promise<string[]>} */
export async function chosenColumns(signal) {
  return (await get("evaluation-columns", null, { signal })).columns;
}

/** @param {string[]} columns @returns {Promise<string[]>} */
export async function chooseColumns(columns) {
  return (await put("evaluation-columns", { columns })).columns;
}

/**
 * What the scores of some completed evaluations come to; scores are micro-percent.
 * @typedef {object} ScoreSummary
 * @property {number} completed
 * @property {number} scored
 * @property {number | null} mean
 * @property {{ low: number, high: number } | null} interval the mean's, with 95 % confidence; null below two scores
 * @property {number | null} lowest
 * @property {number | null} highest
 * @property {number} passed
 * @property {number} failed
 * @property {number} autoFailed
 */

/** A month or a week, both days within. @typedef {ScoreSummary & { from: string, to: string, scorecards: number }} TrendPeriod */

/**
 * How one agent's scores went.
 * @typedef {object} Trend
 * @property {Ref} agent
 * @property {Ref | null} scorecard
 * @property {"month" | "week"} by
 * @property {string} timeZone
 * @property {TrendPeriod[]} periods
 * @property {ScoreSummary} total
 * @property {{ id: string, name: string, completed: number }[]} scorecards
 */

/** @param {Record<string, string | null>} query @param {AbortSignal} [signal] @returns {Promise<Trend>} */
export function getTrend(query, signal) {
  return get("evaluations/trend", query, { signal });
}

/**
 * The figures of a trend as a file.
 * @param {Record<string, string | null>} query
 * @returns {Promise<import("/features/exports/calls.js").ExportedFile>}
 */
export async function trendFile(query) {
  const { data, headers } = await send("GET", "evaluations/trend", {
    query: { ...query, format: "csv" },
    accept: "*/*",
    as: "buffer",
  });
  return {
    name: fileNameOf(headers.get("Content-Disposition")) ?? "trend.csv",
    content: new Blob([data], { type: headers.get("Content-Type") ?? "" }),
  };
}
