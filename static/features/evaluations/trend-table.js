/**
 * The figures of a trend in words: all of it together, and a row for each period.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { number, percent } from "/lib/times.js";
import { facts } from "/lib/ui/parts.js";
import { fullName } from "/features/evaluations/trend-words.js";

/** @typedef {import("/features/evaluations/calls.js").Trend} Trend */
/** @typedef {import("/features/evaluations/calls.js").TrendPeriod} TrendPeriod */
/** @typedef {import("/features/evaluations/calls.js").ScoreSummary} ScoreSummary */

/** @param {Trend} trend */
export function trendFigures({ total }) {
  const missing = total.completed - total.scored;
  const sub = (/** @type {string} */ text) => h("span", { class: "sub" }, text);
  const judged = total.passed + total.failed;
  return h(
    "section",
    { class: "trend-figures", aria: { label: t("trend.figures") } },
    facts([
      [
        t("trend.mean"),
        [
          h("b", null, percent(total.mean)),
          sub(total.interval ? t("trend.intervalText", ends(total.interval)) : t("trend.intervalNone")),
        ],
      ],
      [
        t("trend.evaluations"),
        [h("b", null, number(total.completed)), missing > 0 && sub(t("trend.notScored", { count: missing }))],
      ],
      [t("trend.range"), h("b", null, range(total))],
      [
        t("trend.passed"),
        judged > 0 && [
          h("b", null, percent(Math.round(100_000_000 * total.passed / judged))),
          sub(t("trend.passedOf", { passed: total.passed, count: judged })),
        ],
      ],
      [t("trend.autoFailed"), h("b", null, number(total.autoFailed))],
    ]),
  );
}

/**
 * @param {Trend} trend
 * @param {string} today
 */
export function trendTable({ periods, by, total, scorecard, scorecards }, today) {
  const isJudged = total.passed + total.failed > 0;
  const isMixed = scorecard === null && scorecards.length > 1;
  const heads = [
    [t("trend.evaluations"), "end"],
    [t("trend.mean"), "end"],
    [t("trend.interval"), "end"],
    [t("trend.range"), "end"],
    ...(isJudged ? [[t("trend.passed"), "end"]] : []),
    [t("trend.autoFailed"), "end"],
    ...(isMixed ? [[t("trend.scorecards"), "end"]] : []),
  ];
  return h(
    "div",
    { class: "grid-frame" },
    h(
      "div",
      { class: "grid-scroll", tabindex: 0, role: "region", aria: { label: t("trend.table") } },
      h(
        "table",
        { class: "grid trend-table", aria: { label: t("trend.table") } },
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("th", { scope: "col" }, t(`trend.period_${by}`)),
            heads.map(([text, className]) => h("th", { scope: "col", class: className }, text)),
          ),
        ),
        h(
          "tbody",
          null,
          [...periods].reverse().map((one) =>
            h(
              "tr",
              { class: one.completed === 0 ? "is-none" : "" },
              h(
                "th",
                { scope: "row" },
                fullName(one, by),
                one.to >= today && one.from <= today && h("span", { class: "muted" }, " ", t("trend.soFar")),
              ),
              cells(one, isJudged, isMixed).map((cell) => h("td", { class: "end" }, cell)),
            )
          ),
        ),
      ),
    ),
  );
}

/**
 * @param {TrendPeriod} period
 * @param {boolean} isJudged
 * @param {boolean} isMixed
 */
function cells(period, isJudged, isMixed) {
  const judged = period.passed + period.failed;
  const none = t("trend.none");
  return [
    number(period.completed),
    period.mean === null ? none : h("b", null, percent(period.mean)),
    period.interval ? t("trend.intervalOf", ends(period.interval)) : none,
    range(period),
    ...(isJudged ? [judged > 0 ? t("trend.passedOf", { passed: period.passed, count: judged }) : none] : []),
    period.completed > 0 ? number(period.autoFailed) : none,
    ...(isMixed ? [period.completed > 0 ? number(period.scorecards) : none] : []),
  ];
}

/** @param {ScoreSummary} summary */
function range({ lowest, highest }) {
  return lowest === null ? t("trend.none") : t("trend.rangeOf", { low: percent(lowest), high: percent(highest) });
}

/** @param {{ low: number, high: number }} interval */
function ends({ low, high }) {
  return { low: percent(low), high: percent(high) };
}
