import { get, post, put, remove } from "/lib/http.js";

/** @typedef {import("/features/accounts/who.js").Ref} Ref */

/**
 * One evaluator's work on one interaction, as a row of the list.
 * @typedef {object} Item
 * @property {string} id
 * @property {string} name
 * @property {"unassigned" | "assigned" | "in_progress" | "completed"} state
 * @property {boolean} expired
 * @property {string} origin
 * @property {{ id: string, externalId: string, channel: string, agent: Ref | null, startedAt: string, durationMs: number }} interaction
 * @property {{ id: string, name: string, version: number }[]} scorecards
 * @property {Ref | null} evaluator
 * @property {Ref} createdBy
 * @property {string} createdAt
 * @property {string | null} dueAt
 * @property {string | null} completedAt
 * @property {string | null} lastEditedAt
 * @property {Ref | null} lastEditedBy
 * @property {number | null} score micro-percent
 * @property {boolean | null} passed
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
 * @returns {Promise<{ matching: number, evaluated: number, available: number }>}
 */
export function drawable(id) {
  return get(`criteria/${encodeURIComponent(id)}/draw`);
}

/**
 * @param {string} id
 * @param {{ count: number, scorecards: string[], evaluatorId: string | null, dueAt?: string | null }} input
 * @returns {Promise<{ evaluations: string[], drawn: number, shortfall: number, seed: string }>}
 */
export function draw(id, input) {
  return post(`criteria/${encodeURIComponent(id)}/draw`, input, { idempotent: true });
}
