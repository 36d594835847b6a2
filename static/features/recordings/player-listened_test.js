import { Listened } from "./player-listened.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(JSON.stringify(actual));
}

Deno.test("what plays on is one range, what was jumped over is not in it", () => {
  const listened = new Listened();
  for (let at = 1000; at <= 3000; at += 100) listened.at(at);
  listened.stop(3020);
  listened.at(9000);
  listened.stop(9400);
  same(listened.ranges, [{ startMs: 1000, endMs: 3020 }, { startMs: 9000, endMs: 9400 }]);
  same(listened.stop(9500), false);
});

Deno.test("a stretch is written down once it is long enough to see", () => {
  const listened = new Listened();
  same([listened.at(0), listened.at(100), listened.at(250)], [false, false, true]);
});

Deno.test("silence that was passed over counts as heard", () => {
  const listened = new Listened();
  listened.at(0);
  listened.stop(1000);
  listened.passed({ startMs: 1000, endMs: 6000 });
  listened.at(6000);
  listened.stop(7000);
  same(listened.ranges, [{ startMs: 0, endMs: 7000 }]);
});
