import { following, gathered, overTalk, rowsOf, ticks, within, zoomed } from "./timeline-view.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
  }
}
const whole = { startMs: 0, endMs: 100_000 };

Deno.test("zooming keeps the position under the pointer, and stays inside", () => {
  same(zoomed(whole, whole, 2, 50_000), { startMs: 25_000, endMs: 75_000 });
  same(zoomed(whole, whole, 4, 0), { startMs: 0, endMs: 25_000 });
  same(zoomed({ startMs: 90_000, endMs: 100_000 }, whole, 0.01, 95_000), whole);
  same(zoomed({ startMs: 10_000, endMs: 12_500 }, whole, 8, 10_000), { startMs: 10_000, endMs: 12_000 });
});

Deno.test("a view moves no further than the recording", () => {
  same(within({ startMs: -5000, endMs: 5000 }, whole), { startMs: 0, endMs: 10_000 });
  same(within({ startMs: 95_000, endMs: 105_000 }, whole), { startMs: 90_000, endMs: 100_000 });
});

Deno.test("the view turns when the playhead leaves it", () => {
  const view = { startMs: 0, endMs: 10_000 };
  same(following(view, whole, 9_999), view);
  same(following(view, whole, 10_000), { startMs: 9200, endMs: 19_200 });
  same(following(view, whole, 99_999), { startMs: 90_000, endMs: 100_000 });
});

Deno.test("times are written at round positions", () => {
  same(ticks({ startMs: 100, endMs: 60_000 }, 700, 100), [10_000, 20_000, 30_000, 40_000, 50_000]);
  same(ticks({ startMs: -1000, endMs: 2000 }, 600), [-1000, -500, 0, 500, 1000, 1500]);
});

Deno.test("ranges that overlap get rows of their own", () => {
  const ranges = [{ startMs: 5, endMs: 9 }, { startMs: 0, endMs: 6 }, { startMs: 9, endMs: 10 }];
  same(rowsOf(ranges, 2), [1, 0, 0]);
});

Deno.test("points too near to hit are gathered", () => {
  same(gathered([30, 1, 5, 100], (point) => point, 20), [[1, 5], [30], [100]]);
});

Deno.test("two legs that talk at once for long enough are over-talk", () => {
  const agent = [{ startMs: 0, endMs: 1000 }, { startMs: 2000, endMs: 4000 }];
  const customer = [{ startMs: 900, endMs: 2300 }, { startMs: 2500, endMs: 2799 }, { startMs: 3000, endMs: 9000 }];
  same(overTalk(agent, customer), [{ startMs: 2000, endMs: 2300 }, { startMs: 3000, endMs: 4000 }]);
  same(overTalk(agent, customer, 100).length, 4);
  same(overTalk(agent, []), []);
});
