/**
 * Instants, positions and sizes as people read them. Positions and lengths are integer ms; instants are
 * RFC 3339 text, shown in the account's time zone.
 * @module
 */

/** @type {{ locale: string | undefined, timeZone: string | undefined }} */
const settings = { locale: undefined, timeZone: undefined };

/** @type {Map<string, any>} */
const formats = new Map();

/**
 * Chooses the language of numbers and dates, and the time zone instants are shown in.
 * @param {{ locale?: string, timeZone?: string }} chosen
 */
export function configureTimes({ locale, timeZone }) {
  if (locale !== undefined) settings.locale = locale;
  if (timeZone !== undefined) settings.timeZone = timeZone;
  formats.clear();
}

/** The time zone instants are shown in. */
export function timeZone() {
  return settings.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "12 Nov 2026, 14:02". @param {string | null | undefined} instant */
export function dateTime(instant) {
  if (!instant) return "";
  return dateFormat("dateTime", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" })
    .format(new Date(instant));
}

/** "12 Nov, 14:02", with the year when it is another one. @param {string | null | undefined} instant */
export function shortDateTime(instant, now = new Date()) {
  if (!instant) return "";
  if (new Date(instant).getFullYear() !== now.getFullYear()) return dateTime(instant);
  return dateFormat("shortDateTime", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })
    .format(new Date(instant));
}

/** "12 Nov 2026". @param {string | null | undefined} instant */
export function date(instant) {
  if (!instant) return "";
  return dateFormat("date", { day: "numeric", month: "short", year: "numeric" }).format(new Date(instant));
}

/** "Nov". @param {string} day "2026-11-30" */
export function monthName(day) {
  return calendarFormat("month", { month: "short" }, day);
}

/** "Nov 2026". @param {string} day "2026-11-30" */
export function monthAndYear(day) {
  return calendarFormat("month and year", { month: "short", year: "numeric" }, day);
}

/** "30 Nov". @param {string} day "2026-11-30" */
export function dayAndMonth(day) {
  return calendarFormat("day and month", { day: "numeric", month: "short" }, day);
}

/** "30 Nov 2026". @param {string} day "2026-11-30" */
export function calendarDate(day) {
  return calendarFormat("calendar date", { day: "numeric", month: "short", year: "numeric" }, day);
}

/** "14:02". @param {string | Date | null | undefined} instant */
export function timeOfDay(instant) {
  if (!instant) return "";
  return dateFormat("time", { hour: "2-digit", minute: "2-digit" }).format(new Date(instant));
}

/**
 * "in 2 days", "3 minutes ago", "yesterday".
 * @param {string | null | undefined} instant
 * @param {Date} [now]
 */
export function relative(instant, now = new Date()) {
  if (!instant) return "";
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
  const format = cached("relative", () => new Intl.RelativeTimeFormat(settings.locale, { numeric: "auto" }));
  /** @type {[Intl.RelativeTimeFormatUnit, number][]} */
  const units = [["year", 31_536_000], ["month", 2_592_000], ["week", 604_800], ["day", 86_400], ["hour", 3600], [
    "minute",
    60,
  ]];
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(Math.round(seconds), "second");
}

/**
 * A position or length: "02:21", "1:02:21".
 * @param {number | null | undefined} ms
 */
export function clock(ms) {
  if (ms == null) return "–";
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const sign = ms < 0 ? "−" : "";
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${two(m)}:${two(s)}`;
  return sign + (h > 0 ? `${h}:${tail}` : tail);
}

/**
 * A position to the tenth: "02:21.4".
 * @param {number} ms
 */
export function clockTenths(ms) {
  return `${clock(ms)}.${Math.floor(Math.abs(ms) / 100) % 10}`;
}

/** "02:19 – 02:33". @param {number} startMs @param {number} endMs */
export function clockRange(startMs, endMs) {
  return `${clock(startMs)} – ${clock(endMs)}`;
}

/**
 * A length for a screen reader: "2 minutes 21 seconds".
 * @param {number} ms
 */
export function spokenLength(ms) {
  const seconds = Math.round(Math.max(0, ms) / 1000);
  /** @type {[string, number][]} */
  const parts = [["hour", Math.floor(seconds / 3600)], ["minute", Math.floor(seconds / 60) % 60], [
    "second",
    seconds % 60,
  ]];
  const said = parts.filter(([, n]) => n > 0);
  return (said.length > 0 ? said : [parts[2]]).map(([unit, n]) => unitFormat(unit, "long").format(n)).join(" ");
}

/**
 * What is left of a piece of work: "12 s", "3 min", "1 hr 5 min".
 * @param {number | null | undefined} ms
 */
export function timeLeft(ms) {
  if (ms == null || !Number.isFinite(ms)) return "";
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 90) return unitFormat("second", "short").format(seconds);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unitFormat("minute", "short").format(minutes);
  const hours = unitFormat("hour", "short").format(Math.floor(minutes / 60));
  return minutes % 60 === 0 ? hours : `${hours} ${unitFormat("minute", "short").format(minutes % 60)}`;
}

/**
 * Reads "2:21", "1:02:21.5", "141" (seconds) or "141.5s" as ms; null when it is no position.
 * @param {string} text
 * @returns {number | null}
 */
export function parseClock(text) {
  const match = /^\s*(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:[.,]\d{1,3})?)\s*s?\s*$/.exec(text);
  if (!match) return null;
  const seconds = Number(match[3].replace(",", "."));
  if (match[2] !== undefined && seconds >= 60) return null;
  return Math.round(Number(match[1] ?? 0) * 3_600_000 + Number(match[2] ?? 0) * 60_000 + seconds * 1000);
}

/** "4.2 MB". @param {number | null | undefined} bytes */
export function size(bytes) {
  if (bytes == null) return "–";
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(3, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(settings.locale, {
    style: "unit",
    unit: units[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}

/** "1,234". @param {number} value */
export function number(value) {
  return cached("number", () => new Intl.NumberFormat(settings.locale)).format(value);
}

/**
 * A micro-percent score as shown: one decimal, more where rounding would cross `passMark` or reach 100.
 * @param {number | null | undefined} score 0..100,000,000
 * @param {number | null} [passMark] micro-percent
 */
export function percent(score, passMark = null) {
  if (score == null) return "–";
  let digits = 1;
  for (; digits < 6; digits += 1) {
    const shown = Math.round(score / 10 ** (6 - digits)) * 10 ** (6 - digits);
    const crosses = passMark !== null && (shown >= passMark) !== (score >= passMark);
    if (!crosses && (shown < 100_000_000 || score === 100_000_000)) break;
  }
  return new Intl.NumberFormat(settings.locale, {
    style: "percent",
    minimumFractionDigits: score % 1_000_000 === 0 && digits === 1 ? 0 : 1,
    maximumFractionDigits: digits,
  }).format(score / 100_000_000);
}

/**
 * A weight or pass mark as it was set: nothing of it is rounded, since people add these up.
 * @param {number} share micro-percent
 */
export function exactPercent(share) {
  return new Intl.NumberFormat(settings.locale, { style: "percent", maximumFractionDigits: 6 }).format(
    share / 100_000_000,
  );
}

/**
 * The instant that `local` ("2026-11-12T14:02", as a datetime-local field gives it) names in `zone`.
 * @param {string} local
 * @param {string} [zone]
 * @returns {string | null} RFC 3339 UTC
 */
export function instantOf(local, zone = timeZone()) {
  const guess = Date.parse(`${local.length === 10 ? `${local}T00:00` : local}Z`);
  if (Number.isNaN(guess)) return null;
  // Twice, because the first correction may itself cross a change of the clocks.
  let instant = guess - zoneOffset(guess, zone);
  instant = guess - zoneOffset(instant, zone);
  return new Date(instant).toISOString();
}

/**
 * An instant as a datetime-local field wants it, in `zone`: "2026-11-12T14:02".
 * @param {string | Date} instant
 * @param {string} [zone]
 */
export function localOf(instant, zone = timeZone()) {
  const at = new Date(instant).getTime();
  return new Date(at + zoneOffset(at, zone)).toISOString().slice(0, 16);
}

/**
 * How far `zone` is ahead of UTC at an instant, in ms.
 * @param {number} at
 * @param {string} zone
 */
function zoneOffset(at, zone) {
  const format = cached(`zone ${zone}`, () =>
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    }));
  /** @type {Record<string, number>} */
  const part = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return wall - Math.floor(at / 1000) * 1000;
}

/**
 * @param {string} name
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {Intl.DateTimeFormat}
 */
function dateFormat(name, options) {
  return cached(
    name,
    () => new Intl.DateTimeFormat(settings.locale, { hourCycle: "h23", ...options, timeZone: settings.timeZone }),
  );
}

/**
 * A day is the same everywhere: no time zone moves it.
 * @param {string} name
 * @param {Intl.DateTimeFormatOptions} options
 * @param {string} day
 */
function calendarFormat(name, options, day) {
  return cached(name, () => new Intl.DateTimeFormat(settings.locale, { ...options, timeZone: "UTC" }))
    .format(new Date(`${day}T00:00Z`));
}

/**
 * @param {string} unit
 * @param {"short" | "long"} unitDisplay
 * @returns {Intl.NumberFormat}
 */
function unitFormat(unit, unitDisplay) {
  return cached(
    `${unit} ${unitDisplay}`,
    () => new Intl.NumberFormat(settings.locale, { style: "unit", unit, unitDisplay }),
  );
}

/**
 * @template T
 * @param {string} name
 * @param {() => T} make
 * @returns {T}
 */
function cached(name, make) {
  if (!formats.has(name)) formats.set(name, make());
  return formats.get(name);
}

/** @param {number} n */
function two(n) {
  return String(n).padStart(2, "0");
}
