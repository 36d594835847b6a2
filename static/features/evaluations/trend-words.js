/**
 * How a period is called, on the drawing's axis and in a row.
 * @module
 */
import { t } from "/lib/text.js";
import { calendarDate, dayAndMonth, monthAndYear, monthName } from "/lib/times.js";
import "/features/evaluations/trend-labels.js";

/** @typedef {import("/features/evaluations/calls.js").TrendPeriod} TrendPeriod */
/** @typedef {"month" | "week"} By */

/** "Sep", or "21 Sep" for the Monday of a week. @param {TrendPeriod} period @param {By} by */
export function axisName({ from }, by) {
  return by === "month" ? monthName(from) : dayAndMonth(from);
}

/** "Sep 2026", or "21 Sep – 27 Sep 2026". @param {TrendPeriod} period @param {By} by */
export function fullName({ from, to }, by) {
  return by === "month" ? monthAndYear(from) : t("trend.rangeOf", { low: dayAndMonth(from), high: calendarDate(to) });
}
