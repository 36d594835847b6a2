/**
 * Where the parts of a trend's drawing lie, in pixels; no page.
 * @module
 */

/** @typedef {import("/features/evaluations/calls.js").TrendPeriod} TrendPeriod */
/** @typedef {{ index: number, x: number, y: number, low: number | null, high: number | null }} Point */
/**
 * @typedef {object} Shape
 * @property {number[]} places the middle of each period
 * @property {{ score: number, y: number }[]} ticks
 * @property {Point[]} points of the periods that have a mean
 * @property {Point[][]} lines points that follow one another without a gap
 * @property {[Point, Point][]} gaps the points before and after periods without any
 * @property {number} every which periods are named: every so many, the last one among them
 * @property {number} slot how wide a period is
 */

/** Whole percents, in micro-percent. */
const PERCENT = 1_000_000;
const FULL = 100 * PERCENT;
/** What a scale spans at least, so that small differences look small. */
const LEAST_SPAN = 40;

/**
 * From where to where scores are drawn, in whole percents: what holds every mean and interval, in tens.
 * @param {TrendPeriod[]} periods
 * @returns {{ low: number, high: number, step: number }}
 */
export function scaleOf(periods) {
  const values = periods.filter((one) => one.mean !== null).flatMap((one) => [
    Number(one.mean),
    one.interval?.low ?? Number(one.mean),
    one.interval?.high ?? Number(one.mean),
  ]);
  if (values.length === 0) return { low: 0, high: 100, step: 20 };
  let low = Math.floor(Math.min(...values) / (10 * PERCENT)) * 10;
  let high = Math.ceil(Math.max(...values) / (10 * PERCENT)) * 10;
  // It grows to both sides, as far as there are scores.
  while (high - low < LEAST_SPAN) {
    if (low > 0) low -= 10;
    if (high < 100 && high - low < LEAST_SPAN) high += 10;
  }
  const step = high - low > 50 ? 20 : 10;
  if (step === 20) {
    low = Math.floor(low / 20) * 20;
    high = Math.ceil(high / 20) * 20;
  }
  return { low, high, step };
}

/**
 * @param {TrendPeriod[]} periods
 * @param {{ left: number, right: number, top: number, bottom: number }} plot
 * @param {number} nameWidth what the name of a period needs
 * @returns {Shape}
 */
export function shapeOf(periods, { left, right, top, bottom }, nameWidth) {
  const { low, high, step } = scaleOf(periods);
  const slot = (right - left) / Math.max(1, periods.length);
  const places = periods.map((_, index) => left + slot * (index + 0.5));
  const y = (/** @type {number} */ score) => {
    const share = (Math.min(FULL, Math.max(0, score)) / PERCENT - low) / (high - low);
    return bottom - share * (bottom - top);
  };
  const ticks = [];
  for (let at = low; at <= high; at += step) ticks.push({ score: at * PERCENT, y: y(at * PERCENT) });
  /** @type {Point[]} */
  const points = [];
  /** @type {Point[][]} */
  const lines = [];
  periods.forEach(({ mean, interval }, index) => {
    if (mean === null) return;
    const point = {
      index,
      x: places[index],
      y: y(mean),
      low: interval && y(interval.low),
      high: interval && y(interval.high),
    };
    const follows = points.at(-1)?.index === index - 1;
    if (follows) lines.at(-1)?.push(point);
    else lines.push([point]);
    points.push(point);
  });
  return {
    places,
    ticks,
    points,
    lines: lines.filter((line) => line.length > 1),
    gaps: lines.slice(1).map((line, index) => [lines[index][lines[index].length - 1], line[0]]),
    every: Math.max(1, Math.ceil(nameWidth / slot)),
    slot,
  };
}
