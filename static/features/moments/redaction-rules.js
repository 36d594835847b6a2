/**
 * What redactions are made of: ranges within a moment, rectangles within a screen.
 * @module
 */

/** @typedef {import("/features/moments/calls.js").Redaction} Redaction */
/** @typedef {{ x: number, y: number, width: number, height: number }} Area in ten-thousandths of a screen */
/** @typedef {{ startMs: number, endMs: number }} Range */

/** A screen's width and height, and the least a rectangle has of them. */
export const [WHOLE, LEAST] = [10_000, 50];
/** How far an arrow key goes, and with Ctrl. */
const [STEP, SMALL_STEP] = [200, 20];
/** What a redaction lasts where no range is chosen, ms. */
const FIRST_MS = 2000;

/**
 * The range a new redaction begins with: what is chosen, else two seconds from here; within the moment.
 * @param {Range | null} chosen
 * @param {number} hereMs
 * @param {Range} moment
 * @returns {Range}
 */
export function firstRange(chosen, hereMs, moment) {
  const within = chosen
    ? { startMs: Math.max(chosen.startMs, moment.startMs), endMs: Math.min(chosen.endMs, moment.endMs) }
    : null;
  if (within && within.endMs > within.startMs) return within;
  const startMs = Math.round(Math.min(Math.max(hereMs, moment.startMs), moment.endMs - 100));
  return { startMs, endMs: Math.min(startMs + FIRST_MS, moment.endMs) };
}

/**
 * The rectangle between two corners, given in shares (0 to 1) of the screen.
 * @param {{ x: number, y: number }} one
 * @param {{ x: number, y: number }} other
 * @returns {Area}
 */
export function areaBetween(one, other) {
  const [left, right] = edges(one.x, other.x);
  const [top, bottom] = edges(one.y, other.y);
  return within({ x: left, y: top, width: right - left, height: bottom - top });
}

/** @param {number} a @param {number} b */
function edges(a, b) {
  const of = (/** @type {number} */ share) => Math.min(Math.max(share, 0), 1) * WHOLE;
  return [Math.floor(of(Math.min(a, b))), Math.ceil(of(Math.max(a, b)))];
}

/**
 * The rectangle moved, or resized, by an arrow key; null where the key is none.
 * @param {Area} area
 * @param {string} key
 * @param {{ resizes: boolean, isSmall: boolean }} how
 * @returns {Area | null}
 */
export function moved(area, key, { resizes, isSmall }) {
  const step = isSmall ? SMALL_STEP : STEP;
  const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[key];
  if (!by) return null;
  const [across, down] = by;
  if (!resizes) return shifted(area, across, down);
  return within({ ...area, width: area.width + across, height: area.height + down });
}

/**
 * The rectangle moved without a change of its size.
 * @param {Area} area
 * @param {number} across
 * @param {number} down
 * @returns {Area}
 */
export function shifted(area, across, down) {
  return {
    ...area,
    x: Math.round(Math.min(Math.max(area.x + across, 0), WHOLE - area.width)),
    y: Math.round(Math.min(Math.max(area.y + down, 0), WHOLE - area.height)),
  };
}

/**
 * The rectangle as whole numbers, no smaller than can be seen and not beyond the screen.
 * @param {Area} area
 * @returns {Area}
 */
export function within(area) {
  const width = Math.round(Math.min(Math.max(area.width, LEAST), WHOLE));
  const height = Math.round(Math.min(Math.max(area.height, LEAST), WHOLE));
  return {
    x: Math.round(Math.min(Math.max(area.x, 0), WHOLE - width)),
    y: Math.round(Math.min(Math.max(area.y, 0), WHOLE - height)),
    width,
    height,
  };
}

/**
 * Where a picture lies in its box when it keeps its shape, px.
 * @param {{ width: number, height: number }} box
 * @param {{ width: number, height: number }} picture
 */
export function contained(box, picture) {
  if (!picture.width || !picture.height) return { left: 0, top: 0, ...box };
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { left: (box.width - width) / 2, top: (box.height - height) / 2, width, height };
}

/**
 * What is wrong with a range, as the name of a label; null when it lies within the moment.
 * @param {number | null} startMs
 * @param {number | null} endMs
 * @param {Range} moment
 * @returns {{ at: "start" | "end", label: string } | null}
 */
export function rangeFault(startMs, endMs, moment) {
  if (startMs === null) return { at: "start", label: "redactions.noPosition" };
  if (endMs === null) return { at: "end", label: "redactions.noPosition" };
  if (startMs < moment.startMs || startMs >= moment.endMs) return { at: "start", label: "redactions.outside" };
  if (endMs > moment.endMs) return { at: "end", label: "redactions.outside" };
  if (endMs <= startMs) return { at: "end", label: "redactions.order" };
  return null;
}

/**
 * What is heard of a party during a range: a tone, nothing, or, null, everything. Whoever is not known to be the other
 * party is covered with any.
 * @param {readonly Redaction[]} redactions
 * @param {"agent" | "customer" | "other"} party
 * @param {Range} range
 * @returns {"mute" | "beep" | null}
 */
export function soundCover(redactions, party, { startMs, endMs }) {
  const here = redactions.flatMap((one) =>
    one.kind !== "black" && one.startMs < endMs && one.endMs > startMs &&
      (party === "other" || one.channel === "both" || one.channel === party)
      ? [one.kind]
      : []
  );
  return here.find((kind) => kind === "beep") ?? here[0] ?? null;
}

/** "12.5" as ten-thousandths; null when it is no part of a whole. @param {string} text */
export function parsePercent(text) {
  const match = /^\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%?\s*$/.exec(text);
  const parts = match ? Math.round(Number(match[1].replace(",", ".")) * 100) : NaN;
  return parts >= 0 && parts <= WHOLE ? parts : null;
}

/** Ten-thousandths as a percentage: "12.5". @param {number} parts */
export function percentText(parts) {
  return String(Math.round(parts) / 100);
}

/** What tells proposals apart. @param {{ channel: string, startMs: number, endMs: number }} proposal */
export function proposalKey({ channel, startMs, endMs }) {
  return `${channel} ${startMs} ${endMs}`;
}
