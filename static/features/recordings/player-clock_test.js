import {
  Clock,
  commonRanges,
  correction,
  endsLoop,
  extentOf,
  frameStep,
  joined,
  pastSilence,
  percentOf,
  placeIn,
  resumedAt,
  without,
} from "./player-clock.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}

Deno.test("the timeline spans recordings of different lengths and negative offsets", () => {
  same(extentOf([{ offsetMs: 0, durationMs: 1000 }, { offsetMs: -200, durationMs: 5000 }]), {
    startMs: -200,
    endMs: 4800,
  });
  same(extentOf([{ offsetMs: 300, durationMs: 100 }]), { startMs: 0, endMs: 400 });
  same(extentOf([]), { startMs: 0, endMs: 0 });
});

Deno.test("a recording is before, within or after the clock, its end excluded", () => {
  const screen = { offsetMs: 500, durationMs: 1000 };
  same(placeIn(screen, 499), { phase: "before", mediaMs: 0 });
  same(placeIn(screen, 500), { phase: "within", mediaMs: 0 });
  same(placeIn(screen, 1499), { phase: "within", mediaMs: 999 });
  same(placeIn(screen, 1500), { phase: "after", mediaMs: 1000 });
});

Deno.test("drift is left, mended by rate, or mended by a seek, as large as it is", () => {
  same(correction(10, 1.5), { kind: "keep", rate: 1.5 });
  same(correction(60, 1), { kind: "rate", rate: 0.85 });
  same(correction(-60, 1), { kind: "rate", rate: 1.15 });
  same(correction(200, 2), { kind: "rate", rate: 1.2 });
  same(correction(60, 1, "audio"), { kind: "rate", rate: 0.94 });
  same(correction(-300, 1).kind, "seek");
  same(correction(-300, 3).kind, "rate");
});

Deno.test("drift mended by rate is gone within a second and a half and does not overshoot", () => {
  let ahead = 230;
  for (let ms = 0; ms < 1500; ms += 100) ahead += (correction(ahead, 1).rate - 1) * 100;
  if (ahead < -12 || ahead > 40) throw new Error(`${ahead} ms are left`);
});

Deno.test("a frame step lands in the middle of the next frame", () => {
  same(frameStep(0, 25, 1), 60);
  same(frameStep(60, 25, 1), 100);
  same(frameStep(60, 25, -1), 20);
  same(frameStep(20, 25, -1), 0);
  same(frameStep(40, 25, 1), 100);
});

Deno.test("only what is silent on every channel is skipped, with a breath on both sides", () => {
  const silences = commonRanges([
    [{ startMs: 0, endMs: 4000 }, { startMs: 9000, endMs: 20000 }],
    [{ startMs: 1000, endMs: 12000 }],
  ]);
  same(silences, [{ startMs: 1000, endMs: 4000 }, { startMs: 9000, endMs: 12000 }]);
  same(pastSilence(silences, 1100), null);
  same(pastSilence(silences, 1300), 3700);
  same(pastSilence(silences, 3800), null);
  same(pastSilence([{ startMs: 0, endMs: 1200 }], 400), null);
  same(commonRanges([]), []);
});

Deno.test("what has been listened to is kept as few ranges", () => {
  /** @type {import("./player-clock.js").Range[]} */
  let heard = [];
  for (const [startMs, endMs] of [[0, 100], [500, 600], [100, 200], [150, 550], [900, 900]]) {
    heard = joined(heard, { startMs, endMs });
  }
  same(heard, [{ startMs: 0, endMs: 600 }]);
  same(joined([{ startMs: 0, endMs: 10 }], { startMs: 20, endMs: 30 }, 5).length, 2);
});

Deno.test("the clock runs at its rate, holds, and follows its master", () => {
  const clock = new Clock();
  clock.set(1000, 0);
  same(clock.at(500), 1000);
  clock.start(500);
  same(clock.at(700), 1200);
  clock.setRate(2, 700);
  same(clock.at(800), 1400);
  clock.follow(1420, 800);
  same(clock.at(800), 1405);
  clock.follow(5000, 800);
  same(clock.at(900), 5200);
  clock.hold(900);
  same(clock.at(2000), 5200);
});

Deno.test("a step from the frame that is shown is exact where frames do not begin at 0", () => {
  // 15 frames a second, the first at 21 ms: the frame at 87.67 ms is shown.
  same(Math.round(frameStep(100, 15, 1, 87.67)), 188);
  same(Math.round(frameStep(100, 15, -1, 87.67)), 54);
  // It is over, or yet to come: others stand in step with it.
  same(Math.round(frameStep(300, 15, 1, 87.67)), 388);
  same(Math.round(frameStep(20, 15, 1, 87.67)), 54);
  // It is far away: as if the first came at 0.
  same(Math.round(frameStep(3001, 15, 1, 87.67)), 3100);
});

Deno.test("after a longer pause it goes on a little earlier, but not before its beginning", () => {
  same(resumedAt(10_000, 2000, 0), 10_000);
  same(resumedAt(10_000, 3001, 0), 8500);
  same(resumedAt(1000, 60_000, 0), 0);
  same(resumedAt(10_000, 60_000, 9000), 9000);
});

Deno.test("what was not told yet is what lies in none of the ranges that are known", () => {
  const known = [{ startMs: 10, endMs: 20 }, { startMs: 30, endMs: 40 }];
  same(without([{ startMs: 0, endMs: 50 }], known), [
    { startMs: 0, endMs: 10 },
    { startMs: 20, endMs: 30 },
    { startMs: 40, endMs: 50 },
  ]);
  same(without([{ startMs: 12, endMs: 18 }, { startMs: 20, endMs: 25 }], known), [{ startMs: 20, endMs: 25 }]);
  same(without([{ startMs: 5, endMs: 7 }], []), [{ startMs: 5, endMs: 7 }]);
});

Deno.test("a share is of what lies in the whole", () => {
  same(percentOf([{ startMs: -50, endMs: 20 }, { startMs: 90, endMs: 300 }], { startMs: 0, endMs: 100 }), 30);
  same(percentOf([], { startMs: 0, endMs: 0 }), 0);
});

Deno.test("steps in quick succession keep to the frames of a file that does not begin at 0", () => {
  // Frames at 37, 137, 237 …; the last one seen was that at 237, and two steps are on their way.
  let at = 250;
  for (let step = 0; step < 3; step += 1) at = frameStep(at, 10, 1, 237);
  if (at !== 587) throw new Error(String(at));
  for (let step = 0; step < 4; step += 1) at = frameStep(at, 10, -1, 237);
  if (at !== 187) throw new Error(String(at));
});

Deno.test("a loop begins again when its end is passed, and is left by going elsewhere", () => {
  const loop = { startMs: 5000, endMs: 9000 };
  same(endsLoop(loop, 8984, 9000), true);
  // A page that is hidden looks seldom.
  same(endsLoop(loop, 8900, 11_900), true);
  // Its end was set where one is.
  same(endsLoop(loop, 9100, 9116), true);
  same(endsLoop(loop, 8000, 8016), false);
  same(endsLoop(loop, 20_000, 20_016), false);
});
