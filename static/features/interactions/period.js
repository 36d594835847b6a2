/**
 * A stretch of time as the URL names it ("7d", or days from and to) and as the server takes it.
 * @module
 */
import { instantOf, localOf } from "/lib/times.js";

/** @typedef {{ period?: string | null, from?: string | null, to?: string | null }} Period */

/** How many days each name looks back; "today" begins at midnight. */
export const periods = ["today", "yesterday", "7d", "30d", "90d"];

/**
 * The instants a period stands for, at `now`, days beginning in the account's time zone.
 * @param {Period} chosen
 * @param {Date} [now]
 * @returns {{ from?: string, to?: string }} RFC 3339; `to` is exclusive
 */
export function instantsOf({ period, from, to }, now = new Date()) {
  const today = localOf(now).slice(0, 10);
  if (period === "today") return within(today, null);
  if (period === "yesterday") return within(plusDays(today, -1), today);
  const days = /^(\d{1,4})d$/.exec(period ?? "");
  if (days) return within(plusDays(today, 1 - Number(days[1])), null);
  return within(from ?? null, to ? plusDays(to, 1) : null);
}

/**
 * The days that instants stand for, both of them within, as the URL names them; `instantsOf` gives the instants again.
 * @param {{ from?: string | null, to?: string | null }} range RFC 3339; `to` is exclusive
 * @returns {{ from?: string, to?: string }}
 */
export function daysOf({ from, to }) {
  /** @type {{ from?: string, to?: string }} */
  const days = {};
  if (from) days.from = localOf(from).slice(0, 10);
  // The last instant that is within.
  if (to) days.to = localOf(new Date(Date.parse(to) - 1)).slice(0, 10);
  return days;
}

/**
 * @param {string} day "2026-11-12"
 * @param {number} days
 */
export function plusDays(day, days) {
  const at = Date.parse(`${day}T00:00Z`);
  return Number.isNaN(at) ? day : new Date(at + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * @param {string | null} from
 * @param {string | null} to
 */
function within(from, to) {
  /** @type {{ from?: string, to?: string }} */
  const range = {};
  const start = from && instantOf(from);
  const end = to && instantOf(to);
  if (start) range.from = start;
  if (end) range.to = end;
  return range;
}
