import { faultOf, proposed, typed } from "./moment-rules.js";
import { parseClock } from "/lib/times.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(actual)}`);
}

Deno.test("a moment lasts between one second and ten minutes", () => {
  same(faultOf(0, 999)?.label, "moments.tooShort");
  same(faultOf(0, 1000), null);
  same(faultOf(5, 600_005), null);
  same(faultOf(0, 600_001)?.label, "moments.tooLong");
  same(faultOf(5000, 4000)?.label, "moments.endBeforeStart");
  same(faultOf(null, 4000)?.at, "start");
});

Deno.test("a position is written so that it is read back to the millisecond", () => {
  for (const ms of [0, 1000, 61_400, 3_723_045, 999]) same(parseClock(typed(ms)), ms);
  same(typed(141_400), "02:21.4");
});

Deno.test("without a chosen range a moment is the ten seconds up to here", () => {
  const whole = { startMs: 0, endMs: 60_000 };
  same(proposed(null, 30_000, whole), { startMs: 20_000, endMs: 30_000 });
  same(proposed(null, 2000, whole), { startMs: 0, endMs: 10_000 });
  same(proposed(null, 3, { startMs: 0, endMs: 4000 }), { startMs: 0, endMs: 4000 });
  same(proposed({ startMs: 5, endMs: 9 }, 0, whole), { startMs: 5, endMs: 9 });
});
