import { store } from "/lib/store.js";
import { readFilters } from "/lib/query.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

Deno.test("listeners hear changes, until they stop listening", () => {
  const count = store(0);
  /** @type {number[][]} */
  const heard = [];
  const stop = new AbortController();
  count.subscribe((now, before) => void heard.push([before, now]), stop.signal);
  count.set(1);
  count.set(1);
  count.set((before) => before + 1);
  stop.abort();
  count.set(9);
  same(heard, [[0, 1], [1, 2]]);
});

Deno.test("filters of a URL that are empty are not there", () => {
  const query = new URLSearchParams("q=refund&agent=a&agent=b&queue=&evaluated=");
  same(readFilters(query, { lists: ["agent", "queue"], single: ["q", "evaluated"] }), {
    agent: ["a", "b"],
    q: "refund",
  });
});
