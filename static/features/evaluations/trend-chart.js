/**
 * The drawing of a trend: a point for each period's mean, its interval as a whisker, and n under it.
 * @module
 */
import { h, replace, svg } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { number, percent } from "/lib/times.js";
import { shapeOf } from "/features/evaluations/trend-shape.js";
import { axisName, fullName } from "/features/evaluations/trend-words.js";

/** @typedef {import("/features/evaluations/calls.js").Trend} Trend */
/** @typedef {import("/features/evaluations/calls.js").TrendPeriod} TrendPeriod */
/** @typedef {import("/features/evaluations/trend-shape.js").Point} Point */

const HEIGHT = 320;
const MARGIN = { left: 52, right: 16, top: 16, bottom: 64 };
/** What the name of a month and of a week need, in pixels. */
const NAME = { month: 36, week: 56 };
/** What a digit needs. */
const DIGIT = 7;
/** Half of a whisker's end. */
const CAP = 4;

/**
 * @param {Trend} trend
 * @param {AbortSignal} signal
 */
export function trendChart(trend, signal) {
  const place = h("div", { class: "trend-plot" });
  // As wide as it stands: letters are not stretched.
  const watcher = new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width > 0) replace(place, drawn(trend, width));
  });
  watcher.observe(place);
  signal.addEventListener("abort", () => watcher.disconnect(), { once: true });
  const hasLone = trend.periods.some((one) => one.mean !== null && one.interval === null);
  const hasWhisker = trend.periods.some((one) => one.interval !== null);
  return h(
    "figure",
    { class: "trend-chart" },
    place,
    h(
      "figcaption",
      { class: "trend-legend" },
      hasWhisker && [
        legend(svg("circle", { class: "trend-dot", cx: 8, cy: 8, r: 5 }), "trend.legendMean"),
        legend(svg("path", { class: "trend-whisker", d: whisker(8, 1, 15) }), "trend.legendInterval"),
      ],
      hasLone && legend(svg("circle", { class: "trend-dot is-lone", cx: 8, cy: 8, r: 4 }), "trend.legendOne"),
    ),
  );
}

/** @param {SVGElement} mark @param {string} label */
function legend(mark, label) {
  return h(
    "span",
    null,
    svg("svg", { class: "trend-sample", viewBox: "0 0 16 16", "aria-hidden": true }, mark),
    t(label),
  );
}

/**
 * @param {Trend} trend
 * @param {number} width
 */
function drawn({ periods, by }, width) {
  const plot = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: HEIGHT - MARGIN.bottom };
  const { places, ticks, points, lines, gaps, every, slot } = shapeOf(periods, plot, NAME[by]);
  const [first, last] = [periods[0], periods[periods.length - 1]];
  return svg(
    "svg",
    {
      class: "trend-svg",
      role: "img",
      width,
      height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      "aria-label": t("trend.chart", {
        period: t(`trend.${by}`).toLowerCase(),
        from: fullName(first, by),
        to: fullName(last, by),
      }),
    },
    ticks.map(({ score, y }) => [
      svg("line", { class: "trend-line-y", x1: plot.left, x2: plot.right, y1: y, y2: y }),
      svg("text", { class: "trend-text is-end", x: plot.left - 10, y: y + 4 }, percent(score)),
    ]),
    names({ periods, by }, places, every, slot, plot.bottom),
    points.map((point) =>
      point.low !== null && point.high !== null && svg("path", {
        class: "trend-whisker",
        d: whisker(point.x, point.high, point.low),
      })
    ),
    gaps.map(([before, after]) =>
      svg("path", { class: "trend-gap", d: `M${before.x} ${before.y}L${after.x} ${after.y}` })
    ),
    lines.map((line) =>
      svg("polyline", { class: "trend-line", points: line.map(({ x, y }) => `${x},${y}`).join(" ") })
    ),
    points.map((point) => dot(point, periods[point.index], by, plot, slot)),
  );
}

/** @param {number} x @param {number} top @param {number} bottom */
function whisker(x, top, bottom) {
  return `M${x} ${top}V${bottom}M${x - CAP} ${top}h${2 * CAP}M${x - CAP} ${bottom}h${2 * CAP}`;
}

/**
 * A mean; what stands in its column tells its figures to who points at it.
 * @param {Point} point
 * @param {TrendPeriod} period
 * @param {"month" | "week"} by
 * @param {{ top: number, bottom: number }} plot
 * @param {number} slot how wide a period is
 */
function dot({ x, y, low }, period, by, { top, bottom }, slot) {
  const about = t("trend.point", { period: fullName(period, by), mean: percent(period.mean), count: period.scored });
  const interval = period.interval &&
    t("trend.intervalText", { low: percent(period.interval.low), high: percent(period.interval.high) });
  return svg(
    "g",
    { class: "trend-point" },
    svg("title", null, [about, interval].filter(Boolean).join("\n")),
    svg("rect", { class: "trend-column", x: x - slot / 2, y: top, width: slot, height: bottom - top }),
    svg("circle", { class: ["trend-dot", low === null && "is-lone"], cx: x, cy: y, r: slot < 30 ? 3.5 : 4.5 }),
  );
}

/**
 * The names of the periods, and n of each that has room for it; a year stands once, under its first name.
 * @param {{ periods: TrendPeriod[], by: "month" | "week" }} trend
 * @param {number[]} places
 * @param {number} every
 * @param {number} slot
 * @param {number} bottom
 */
function names({ periods, by }, places, every, slot, bottom) {
  let year = "";
  const hasRoom = periods.every((one) => number(one.scored).length * DIGIT + 4 <= slot);
  const text = (/** @type {number} */ index, /** @type {number} */ y, /** @type {string} */ words, more = "") =>
    svg("text", { class: ["trend-text", more], x: places[index], y: bottom + y }, words);
  return [
    svg("text", { class: "trend-text is-end", x: MARGIN.left - 10, y: bottom + 54 }, t("trend.n")),
    periods.map((period, index) => {
      const isNamed = (periods.length - 1 - index) % every === 0;
      const isNew = isNamed && period.from.slice(0, 4) !== year;
      if (isNamed) year = period.from.slice(0, 4);
      // Where names are left out, so are zeros.
      const isCounted = every === 1 || (period.scored > 0 && (hasRoom || isNamed));
      return [
        isNamed && text(index, 18, axisName(period, by)),
        isNew && text(index, 34, year, "is-year"),
        isCounted && text(index, 54, number(period.scored), period.scored === 0 ? "" : "is-count"),
      ];
    }),
  ];
}
