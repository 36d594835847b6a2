import { get, post, put, remove } from "/lib/http.js";

/** @typedef {{ count: number, capped: boolean }} Total */

/**
 * A filter of the list that a person has named: what stands in the address.
 * @typedef {object} View
 * @property {string} id
 * @property {string} name
 * @property {Record<string, any>} query
 */

/**
 * How many there are of each state, and past due, under filters.
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
