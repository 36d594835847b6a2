/**
 * Days from and to as the URL names them and as instants. Named periods ("7d") go to the server as they are, which knows
 * what day it is in the account's time zone.
 * @module
 */
import { instantOf, localOf } from "/lib/times.js";

/** @typedef {{ period?: string | null, from?: string | null, to?: string | null }} Period */

/** The periods that are offered, as the server names them. */
export const periods = ["today", "yesterday", "7d", "30d", "90d"];

/**
 * From when until when days are, beginning in the account's time zone.
 * @param {{ from?: string | null, to?: string | null }} days both of them within
 * @returns {{ from?: string, to?: string }} RFC 3339; `to` is exclusive
 */
export function instantsOf({ from, to }) {
  /** @type {{ from?: string, to?: string }} */
  const range = {};
  const start = from && instantOf(from);
  const end = to && instantOf(plusDays(to, 1));
  if (start) range.from = start;
  if (end) range.to = end;
  return range;
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
