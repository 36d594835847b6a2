/**
 * Filters as they stand in the URL: names that may repeat, and names that stand once.
 * @module
 */

/**
 * Reads the named filters; absent ones are left out.
 * @param {URLSearchParams} query
 * @param {{ lists?: string[], single?: string[] }} names
 * @returns {Record<string, string | string[]>}
 */
export function readFilters(query, { lists = [], single = [] }) {
  /** @type {Record<string, string | string[]>} */
  const filters = {};
  for (const name of lists) {
    const values = query.getAll(name).filter(Boolean);
    if (values.length > 0) filters[name] = values;
  }
  for (const name of single) {
    const value = query.get(name);
    if (value) filters[name] = value;
  }
  return filters;
}

/**
 * A function that waits until it has not been called for `ms`, then runs once with the last arguments.
 * @template {any[]} A
 * @param {(...values: A) => void} run
 * @param {number} ms
 * @returns {(...values: A) => void}
 */
export function settled(run, ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...values), ms);
  };
}
