/**
 * A value that tells when it changes.
 * @module
 */

/**
 * @template T
 * @typedef {object} Store
 * @property {() => T} get
 * @property {(next: T | ((before: T) => T)) => void} set tells the listeners unless the value is the very same
 * @property {(listener: (value: T, before: T) => void, signal?: AbortSignal) => () => void} subscribe
 *   does not call at once; ends with the signal or the function it returns
 */

/**
 * @template T
 * @param {T} initial
 * @returns {Store<T>}
 */
export function store(initial) {
  let value = initial;
  /** @type {Set<(value: T, before: T) => void>} */
  const listeners = new Set();
  return {
    get: () => value,
    set(next) {
      const before = value;
      value = typeof next === "function" ? /** @type {(before: T) => T} */ (next)(before) : next;
      if (Object.is(before, value)) return;
      for (const listener of [...listeners]) listener(value, before);
    },
    subscribe(listener, signal) {
      if (signal?.aborted) return () => {};
      listeners.add(listener);
      const end = () => void listeners.delete(listener);
      signal?.addEventListener("abort", end, { once: true });
      return end;
    },
  };
}

/**
 * A store that is remembered by this browser under `name`; a value that cannot be read is the initial one.
 * @template T
 * @param {string} name
 * @param {T} initial
 * @returns {Store<T>}
 */
export function rememberedStore(name, initial) {
  const key = `earmark.${name}`;
  const remembered = store(read(key, initial));
  remembered.subscribe((value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Private windows may refuse; the value then lasts as long as the page.
    }
  });
  return remembered;
}

/**
 * @template T
 * @param {string} key
 * @param {T} initial
 * @returns {T}
 */
function read(key, initial) {
  try {
    const text = localStorage.getItem(key);
    return text === null ? initial : JSON.parse(text);
  } catch {
    return initial;
  }
}
