/**
 * What the timeline knows of the sound: a lane per speaker with its waveform and silences, and over-talk.
 * @module
 */
import { getLevels, getPeaks } from "/features/recordings/calls.js";
import { envelope, readPeaks } from "/features/recordings/peaks.js";
import { channelsOf, partyOf } from "/features/recordings/recording.js";
import { overTalk } from "/features/recordings/timeline-view.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").Levels} Levels */
/** @typedef {import("/features/recordings/recording.js").Range} Range */
/** @typedef {import("/features/recordings/timeline-waves.js").Lane} Lane */

/** Over-talk between legs is looked for in slices of this length, ms. */
const SLICE_MS = 100;

/**
 * The levels of every sound recording that has them.
 * @param {Recording[]} recordings
 * @param {AbortSignal} [signal]
 */
export async function levelsOf(recordings, signal) {
  /** @type {Map<string, Levels>} */
  const found = new Map();
  const sounds = recordings.filter((recording) => recording.kind === "audio" && recording.state === "ready");
  await Promise.all(sounds.map(async (recording) => {
    try {
      found.set(recording.id, await getLevels(recording.id, signal));
    } catch {
      // Silence is then neither drawn nor skipped.
    }
  }));
  return found;
}

/**
 * A lane per channel, the agent's first; their waveforms come later.
 * @param {Recording[]} sounds
 * @param {Map<string, Levels>} levels
 * @returns {Lane[]}
 */
export function lanesOf(sounds, levels) {
  return sounds.flatMap((recording) =>
    Array.from({ length: Math.min(2, channelsOf(recording)) }, (_, channel) => ({
      recording: recording.id,
      party: partyOf(recording, channel),
      peaks: null,
      channel,
      offsetMs: recording.offsetMs,
      durationMs: recording.durationMs ?? 0,
      silences: moved(levels.get(recording.id)?.channels[channel]?.silences ?? [], recording.offsetMs),
    }))
  ).sort((a, b) => order(a.party) - order(b.party));
}

/**
 * Where both speak at once, in recordings that hold both.
 * @param {Recording[]} sounds
 * @param {Map<string, Levels>} levels
 */
export function overTalkOf(sounds, levels) {
  return sounds.flatMap((recording) => moved(levels.get(recording.id)?.overTalk ?? [], recording.offsetMs));
}

/**
 * Where both speak at once, when each has a recording of their own: by their waveforms.
 * @param {Lane[]} lanes
 * @param {Range} whole
 * @returns {Range[]}
 */
export function overTalkOfLegs(lanes, whole) {
  const [agent, customer] = ["agent", "customer"].map((party) => lanes.find((lane) => lane.party === party));
  if (!agent?.peaks || !customer?.peaks || agent.recording === customer.recording) return [];
  const slices = Math.ceil((whole.endMs - whole.startMs) / SLICE_MS);
  const [a, b] = [agent, customer].map(({ peaks, channel, offsetMs }) => {
    if (!peaks) return new Float32Array(0);
    const from = whole.startMs - offsetMs;
    const loud = envelope(peaks, channel, from, from + slices * SLICE_MS, slices);
    return loud.map((value) => value / (peaks.loudest || 1));
  });
  return moved(overTalk(a, b, SLICE_MS), whole.startMs);
}

/**
 * Brings the waveforms in; a lane whose waveform does not come stays a dotted line.
 * @param {Lane[]} lanes
 * @param {Recording[]} sounds
 * @param {AbortSignal} signal
 * @param {() => void} came
 */
export async function loadPeaks(lanes, sounds, signal, came) {
  await Promise.all(sounds.map(async (recording) => {
    try {
      const peaks = readPeaks(await getPeaks(recording.id, signal));
      for (const lane of lanes) if (lane.recording === recording.id) lane.peaks = peaks;
      came();
    } catch {
      // A call plays all the same without its waveform.
    }
  }));
}

/** @param {readonly Range[]} ranges @param {number} byMs @returns {Range[]} */
function moved(ranges, byMs) {
  return ranges.map(({ startMs, endMs }) => ({ startMs: startMs + byMs, endMs: endMs + byMs }));
}

/** @param {string} party */
function order(party) {
  return ["agent", "customer", "other"].indexOf(party);
}
