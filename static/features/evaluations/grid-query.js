/**
 * The filters and the order of the list as the address holds them; no page, no network.
 * @module
 */
import { readFilters } from "/lib/query.js";

/** @typedef {Record<string, string | string[]>} Filters */

export const lists = ["state", "evaluator", "scorecard", "agent", "team", "queue", "channel"];
export const single = ["q", "expired", "archived", "date", "period", "from", "to", "scoreFrom", "scoreTo"];

const usual = "-createdAt";

/** What a person has to do. @type {Filters} */
export const mineToDo = { evaluator: ["me"], state: ["assigned", "in_progress"] };

/** @param {URLSearchParams} query @returns {Filters} */
export function filtersOf(query) {
  return readFilters(query, { lists, single });
}

/**
 * The order that is had: what is searched by words comes as it was made, what is expired by its due date, what is
 * looked for by a date or by scores by these.
 * @param {Filters} filters
 * @param {string | null} wanted
 */
export function sortOf(filters, wanted) {
  const offered = sortsOf(filters);
  return wanted && (offered === null || offered.includes(wanted)) ? wanted : offered?.[0] ?? usual;
}

/**
 * The orders these filters can be had in; null is all.
 * @param {Filters} filters
 * @returns {string[] | null}
 */
export function sortsOf(filters) {
  if (filters.q) return [usual, "createdAt"];
  if (filters.expired === "true") return sortsByDate.due;
  if (filters.date) return sortsByDate[/** @type {keyof typeof sortsByDate} */ (String(filters.date))] ?? null;
  return filters.scoreFrom || filters.scoreTo ? ["score", "-score"] : null;
}

/** What is looked for by a date comes in the order of that date. */
const sortsByDate = {
  created: [usual, "createdAt"],
  due: ["dueAt", "-dueAt"],
  completed: ["-completedAt", "completedAt"],
  edited: ["-lastEditedAt", "lastEditedAt"],
};

/**
 * Micro-percent of what somebody typed ("79.5", "79,5 %"), for the address; null for nothing, undefined for no percentage.
 * @param {string} text
 * @returns {string | null | undefined}
 */
export function fromPercent(text) {
  const bare = text.replace("%", "").trim().replace(",", ".");
  if (bare === "") return null;
  if (!/^\d{1,3}(\.\d{1,6})?$/.test(bare)) return undefined;
  const score = Math.round(Number(bare) * 1_000_000);
  return score <= 100_000_000 ? String(score) : undefined;
}

/** "79.5" of the address's "79500000". @param {unknown} score */
export function toPercent(score) {
  return score == null ? "" : String(Number(score) / 1_000_000);
}

/**
 * The third press on a head goes back to the usual order: down, up, usual.
 * @param {string} sort
 * @param {string} next
 * @returns {string | null} for the address
 */
export function pressed(sort, next) {
  return next === usual || next === `-${sort}` ? null : next;
}

/** What takes every filter out of the address. */
export function noFilters() {
  return Object.fromEntries([...lists, ...single].map((name) => [name, null]));
}

/**
 * The address's changes that show exactly these filters.
 * @param {Record<string, any>} query
 * @returns {Record<string, any>}
 */
export function toAddress(query) {
  const texts = Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value : String(value)]),
  );
  return { ...noFilters(), sort: null, ...texts };
}

/**
 * What is kept of filters and order under a name.
 * @param {Filters} filters
 * @param {string | null} sort
 * @returns {Record<string, any>}
 */
export function toKeep(filters, sort) {
  /** @type {Record<string, any>} */
  const query = {};
  for (const name of lists) if (filters[name]) query[name] = [filters[name]].flat();
  if (filters.q) query.q = String(filters.q);
  for (const name of ["expired", "archived"]) if (filters[name]) query[name] = filters[name] === "true";
  for (const name of ["date", "period", "from", "to"]) if (filters[name]) query[name] = String(filters[name]);
  for (const name of ["scoreFrom", "scoreTo"]) if (filters[name]) query[name] = Number(filters[name]);
  if (sort) query.sort = sort;
  return query;
}

/**
 * Whether two queries show the same, in whatever order their values stand.
 * @param {Record<string, any>} one
 * @param {Record<string, any>} other
 */
export function isSame(one, other) {
  return text(one) === text(other);
}

/** @param {Record<string, any>} query */
function text(query) {
  const parts = Object.entries(query).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...value].sort() : String(value),
  ]);
  return JSON.stringify(parts.sort(([a], [b]) => String(a).localeCompare(String(b))));
}
