import { scaleOf, shapeOf } from "/features/evaluations/trend-shape.js";

/** @param {unknown} left @param {unknown} right */
function same(left, right) {
  if (JSON.stringify(left) !== JSON.stringify(right)) {
    throw new Error(`${JSON.stringify(left)} is not ${JSON.stringify(right)}`);
  }
}

/**
 * @param {number | null} mean in percent
 * @param {number} [reach] of the interval to both sides
 * @returns {import("/features/evaluations/calls.js").TrendPeriod}
 */
function period(mean, reach) {
  const micro = (/** @type {number} */ percent) => percent * 1_000_000;
  return {
    from: "2026-10-01",
    to: "2026-10-31",
    completed: mean === null ? 0 : 3,
    scored: mean === null ? 0 : 3,
    mean: mean === null ? null : micro(mean),
    interval: mean === null || reach === undefined ? null : { low: micro(mean - reach), high: micro(mean + reach) },
    lowest: null,
    highest: null,
    passed: 0,
    failed: 0,
    autoFailed: 0,
    scorecards: 1,
  };
}

const plot = { left: 0, right: 400, top: 0, bottom: 100 };

Deno.test("a scale holds every mean and interval, in tens, and is never so short that little looks like much", () => {
  same(scaleOf([period(72, 4), period(88, 7)]), { low: 60, high: 100, step: 10 });
  same(scaleOf([period(82), period(84)]), { low: 60, high: 100, step: 10 });
  same(scaleOf([period(100)]), { low: 60, high: 100, step: 10 });
  same(scaleOf([period(0)]), { low: 0, high: 40, step: 10 });
  same(scaleOf([period(50, 45)]), { low: 0, high: 100, step: 20 });
  same(scaleOf([period(null)]), { low: 0, high: 100, step: 20 });
});

Deno.test("a point lies over the middle of its period, as high as its mean, between the ends of its interval", () => {
  const { places, points, ticks } = shapeOf([period(60, 0), period(80, 10), period(null), period(100)], plot, 20);
  same(places, [50, 150, 250, 350]);
  same(points.map((one) => [one.index, one.x, one.y]), [[0, 50, 100], [1, 150, 50], [3, 350, 0]]);
  same(points.map((one) => [one.low, one.high]), [[100, 100], [75, 25], [null, null]]);
  same(ticks.map((one) => [one.score / 1_000_000, one.y]), [[60, 100], [70, 75], [80, 50], [90, 25], [100, 0]]);
});

Deno.test("a line joins periods that follow one another, and another one bridges a gap", () => {
  const { lines, gaps, points } = shapeOf(
    [period(70), period(75), period(null), period(80), period(null), period(85), period(90), period(80)],
    plot,
    20,
  );
  same(lines.map((line) => line.map((one) => one.index)), [[0, 1], [5, 6, 7]]);
  same(gaps.map((gap) => gap.map((one) => one.index)), [[1, 3], [3, 5]]);
  same(points.length, 6);
});

Deno.test("names that would meet are left out", () => {
  const many = Array.from({ length: 40 }, () => period(70));
  same(shapeOf(many, plot, 35).every, 4);
  same(shapeOf(many.slice(0, 4), plot, 35).every, 1);
  same(shapeOf([], plot, 35).points, []);
});
