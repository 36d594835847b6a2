import { ChosenRange } from "./player-range.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(JSON.stringify(actual));
}

Deno.test("a range is there once both ends are, in whichever order", () => {
  const chosen = new ChosenRange();
  chosen.end(5000);
  same(chosen.range, null);
  same(chosen.ends, { startMs: null, endMs: 5000 });
  chosen.begin(2000);
  same(chosen.range, { startMs: 2000, endMs: 5000 });
  chosen.set(null);
  same(chosen.ends, { startMs: null, endMs: null });
});

Deno.test("an end on the wrong side of the new one is given up", () => {
  const chosen = new ChosenRange();
  chosen.set({ startMs: 2000, endMs: 5000 });
  chosen.begin(7000);
  same(chosen.ends, { startMs: 7000, endMs: null });
  chosen.end(6000);
  same(chosen.ends, { startMs: null, endMs: 6000 });
});

Deno.test("only a range repeats, and not the one that takes its place by a single end", () => {
  const chosen = new ChosenRange();
  chosen.loops = true;
  same(chosen.loops, false);
  chosen.set({ startMs: 2000, endMs: 5000 });
  chosen.loops = true;
  chosen.begin(3000);
  same(chosen.loops, true);
  chosen.begin(9000);
  same(chosen.loops, false);
});

Deno.test("a range begins with the conversation at the earliest", () => {
  const chosen = new ChosenRange();
  chosen.begin(-5);
  chosen.end(3000);
  same(chosen.range, { startMs: 0, endMs: 3000 });
  chosen.set({ startMs: -3000, endMs: -1000 });
  same(chosen.range, null);
});
