/**
 * Waiting that can be given up.
 * @module
 */

/**
 * Waits; ends with an AbortError when the signal does.
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted());
    const stop = () => {
      clearTimeout(timer);
      reject(aborted());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** What waiting, or a request, ends with when it is given up. */
export function aborted() {
  return new DOMException("It was given up.", "AbortError");
}
