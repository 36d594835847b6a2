/**
 * The timeline of active windows as lines people can type: "0:00 CRM | Customer 8841".
 * @module
 */
import { clock, parseClock } from "/lib/times.js";

/** @typedef {{ startMs: number, application: string, title: string }} Window */

/**
 * @param {string} text
 * @returns {{ windows: Window[], wrongLine: number | null }} the first line (from 1) that cannot be read
 */
export function readWindows(text) {
  /** @type {Window[]} */
  const windows = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [, time, rest] = /^\s*(\S+)\s+(.*)$/.exec(line) ?? [];
    const startMs = parseClock(time ?? "");
    if (startMs === null || !rest) return { windows: [], wrongLine: index + 1 };
    const [application, ...title] = rest.split("|");
    windows.push({ startMs, application: application.trim(), title: title.join("|").trim() });
  }
  return { windows: windows.sort((a, b) => a.startMs - b.startMs), wrongLine: null };
}

/** @param {Window[]} windows */
export function writeWindows(windows) {
  return windows.map((one) => `${clock(one.startMs)} ${one.application}${one.title ? ` | ${one.title}` : ""}`).join(
    "\n",
  );
}
