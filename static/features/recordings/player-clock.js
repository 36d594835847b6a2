/**
 * The arithmetic of one clock over several recordings: where each is at a position of the interaction's
 * timeline, and how one that drifted comes back. Positions are ms; nothing here touches a media element.
 * @module
 */

/** @typedef {{ offsetMs: number, durationMs: number }} Span a recording on the interaction's timeline */
/** @typedef {{ startMs: number, endMs: number }} Range half-open */

/** The rates one can choose, and step through by keyboard. */
export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];

/** Below this nobody sees or hears a difference, ms. */
const CLOSE_MS = 12;
/** Above this a change of rate would take too long: the recording is put where it belongs, ms. */
const FAR_MS = 240;
/** How much faster or slower one may run to come back: nobody hears a screen, a voice would waver. */
const MOST = { screen: 0.4, audio: 0.06 };
/** How long an element takes from being told to play to playing, about, ms. */
export const START_MS = 70;

/**
 * From where to where there is something to play. A recording may begin before the conversation does.
 * @param {readonly Span[]} spans
 * @returns {Range}
 */
export function extentOf(spans) {
  return {
    startMs: Math.min(0, ...spans.map((span) => span.offsetMs)),
    endMs: Math.max(0, ...spans.map((span) => span.offsetMs + span.durationMs)),
  };
}

/**
 * Where a recording is when the clock shows `positionMs`.
 * @param {Span} span
 * @param {number} positionMs
 * @returns {{ phase: "before" | "within" | "after", mediaMs: number }}
 */
export function placeIn(span, positionMs) {
  const mediaMs = positionMs - span.offsetMs;
  if (mediaMs < 0) return { phase: "before", mediaMs: 0 };
  if (mediaMs >= span.durationMs) return { phase: "after", mediaMs: span.durationMs };
  return { phase: "within", mediaMs };
}

/**
 * How a recording that is `aheadMs` ahead of the clock (negative: behind) comes back to it.
 * @param {number} aheadMs
 * @param {number} rate what the clock runs at
 * @param {"audio" | "screen"} [kind]
 * @returns {{ kind: "keep" | "rate" | "seek", rate: number }}
 */
export function correction(aheadMs, rate, kind = "screen") {
  const distance = Math.abs(aheadMs);
  if (distance <= CLOSE_MS) return { kind: "keep", rate };
  if (distance > FAR_MS * Math.max(1, rate)) return { kind: "seek", rate };
  const share = Math.min(MOST[kind], distance / 400);
  return { kind: "rate", rate: rate * (aheadMs > 0 ? 1 - share : 1 + share) };
}

/** Over this distance frames keep in step whatever their rate is rounded to, ms. */
const NEAR_MS = 1000;

/**
 * The position one frame further, or back; the middle of a frame, so that rounding cannot show its neighbour.
 * @param {number} mediaMs
 * @param {number} framesPerSecond
 * @param {1 | -1} step
 * @param {number | null} [shownMs] where the frame now shown, or shown a moment ago, begins: files need not begin at 0
 */
export function frameStep(mediaMs, framesPerSecond, step, shownMs = null) {
  const frameMs = 1000 / framesPerSecond;
  const isShown = shownMs !== null && mediaMs > shownMs - 1 && mediaMs < shownMs + frameMs;
  // Frames near one that was seen stand in step with it.
  const beginMs = shownMs !== null && Math.abs(mediaMs - shownMs) < NEAR_MS ? shownMs : 0;
  const fromMs = isShown ? shownMs : beginMs + Math.floor((mediaMs - beginMs) / frameMs + 1e-6) * frameMs;
  return Math.max(0, fromMs + (step + 0.5) * frameMs);
}

/**
 * The ranges in which every channel is silent.
 * @param {readonly (readonly Range[])[]} channels
 * @returns {Range[]}
 */
export function commonRanges(channels) {
  /** @type {Range[]} */
  let common = [...channels[0] ?? []];
  for (const next of channels.slice(1)) {
    common = common.flatMap((a) =>
      next
        .map((b) => ({ startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) }))
        .filter((range) => range.startMs < range.endMs)
    );
  }
  return common;
}

/**
 * Where to jump when silence is skipped; null when this is no silence worth it. A breath is left on both sides.
 * @param {readonly Range[]} silences
 * @param {number} positionMs
 * @param {{ leastMs?: number, breathMs?: number }} [options]
 */
export function pastSilence(silences, positionMs, { leastMs = 1500, breathMs = 300 } = {}) {
  const found = silences.find((range) => range.startMs + breathMs <= positionMs && positionMs < range.endMs);
  if (!found || found.endMs - found.startMs < leastMs) return null;
  const target = found.endMs - breathMs;
  return target - positionMs > 200 ? target : null;
}

/** So far behind its end one has left a loop, and plays on, ms. */
const LEFT_MS = 1000;

/**
 * Whether a loop begins again: its end was passed, however far by a page that seldom looks, or set just here.
 * @param {Range} loop
 * @param {number} fromMs where playback was a moment ago
 * @param {number} positionMs
 */
export function endsLoop(loop, fromMs, positionMs) {
  return positionMs >= loop.endMs && (fromMs < loop.endMs || positionMs < loop.endMs + LEFT_MS);
}

/**
 * Adds a range to sorted, disjoint ranges, joining those it touches.
 * @param {readonly Range[]} ranges
 * @param {Range} added
 * @param {number} [gapMs] ranges closer than this become one
 * @returns {Range[]}
 */
export function joined(ranges, added, gapMs = 0) {
  if (added.endMs <= added.startMs) return [...ranges];
  const apart = ranges.filter((one) => one.endMs + gapMs < added.startMs || one.startMs > added.endMs + gapMs);
  const touching = ranges.filter((one) => !apart.includes(one));
  const whole = {
    startMs: Math.min(added.startMs, ...touching.map((one) => one.startMs)),
    endMs: Math.max(added.endMs, ...touching.map((one) => one.endMs)),
  };
  return [...apart, whole].sort((a, b) => a.startMs - b.startMs);
}

/**
 * What of some ranges lies in none of the others; both sorted and disjoint.
 * @param {readonly Range[]} ranges
 * @param {readonly Range[]} others
 * @returns {Range[]}
 */
export function without(ranges, others) {
  return ranges.flatMap((range) => {
    /** @type {Range[]} */
    const left = [];
    let from = range.startMs;
    for (const other of others) {
      if (other.endMs <= from) continue;
      if (other.startMs >= range.endMs) break;
      if (other.startMs > from) left.push({ startMs: from, endMs: other.startMs });
      from = other.endMs;
    }
    if (from < range.endMs) left.push({ startMs: from, endMs: range.endMs });
    return left;
  });
}

/**
 * How much of a whole the ranges take, in whole percent.
 * @param {readonly Range[]} ranges
 * @param {Range} whole
 */
export function percentOf(ranges, whole) {
  const heard = ranges.reduce(
    (sum, one) => sum + Math.max(0, Math.min(one.endMs, whole.endMs) - Math.max(one.startMs, whole.startMs)),
    0,
  );
  return Math.round(100 * heard / Math.max(1, whole.endMs - whole.startMs));
}

/** A pause longer than this was one to think, or to write, ms. */
const LONG_PAUSE_MS = 3000;
/** How far it goes back then: the sentence is picked up again, as with a foot pedal, ms. */
const PICK_UP_MS = 1500;

/**
 * Where playback goes on after a pause.
 * @param {number} positionMs
 * @param {number} pausedMs how long it paused
 * @param {number} earliestMs
 */
export function resumedAt(positionMs, pausedMs, earliestMs) {
  return pausedMs > LONG_PAUSE_MS ? Math.max(earliestMs, positionMs - PICK_UP_MS) : positionMs;
}

/** A clock that runs at a rate, can be held, and follows a master without jumping. */
export class Clock {
  #positionMs = 0;
  #since = 0;
  #rate = 1;
  #running = false;

  /** @param {number} now */
  at(now) {
    return this.#running ? this.#positionMs + (now - this.#since) * this.#rate : this.#positionMs;
  }

  get running() {
    return this.#running;
  }

  /** @param {number} positionMs @param {number} now */
  set(positionMs, now) {
    this.#positionMs = positionMs;
    this.#since = now;
  }

  /** @param {number} now */
  start(now) {
    this.set(this.at(now), now);
    this.#running = true;
  }

  /** @param {number} now */
  hold(now) {
    this.set(this.at(now), now);
    this.#running = false;
  }

  /** @param {number} rate @param {number} now */
  setRate(rate, now) {
    this.set(this.at(now), now);
    this.#rate = rate;
  }

  /**
   * Takes the master's reading: small differences are taken up little by little, large ones at once.
   * @param {number} readingMs
   * @param {number} now
   */
  follow(readingMs, now) {
    const difference = readingMs - this.at(now);
    this.set(Math.abs(difference) > 60 ? readingMs : this.at(now) + difference * 0.25, now);
  }
}
