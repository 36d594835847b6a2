/**
 * What the timeline knows of the sound: a lane per speaker with its waveform and silences, and over-talk.
 * @module
 */
import { getLevels, getPeaks } from "/features/recordings/calls.js";
import { readPeaks } from "/features/recordings/peaks.js";
import { channelsOf, partyOf } from "/features/recordings/recording.js";
import { overTalk } from "/features/recordings/timeline-view.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").Levels} Levels */
/** @typedef {import("/features/recordings/recording.js").Range} Range */
/** @typedef {import("/features/recordings/timeline-waves.js").Lane} Lane */

/** The zooms that ingest keeps, samples a pixel, the coarsest first. */
const ZOOMS = [16_384, 2_048, 256];

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
      zooms: [],
      channel,
      offsetMs: recording.offsetMs,
      durationMs: recording.durationMs ?? 0,
      silences: moved(levels.get(recording.id)?.channels[channel]?.silences ?? [], recording.offsetMs),
    }))
  ).sort((a, b) => order(a.party) - order(b.party));
}

/**
 * Where both speak at once: in recordings that hold both, and between two that hold one each.
 * @param {Recording[]} sounds
 * @param {Map<string, Levels>} levels
 */
export function overTalkOf(sounds, levels) {
  const inside = sounds.flatMap((recording) => moved(levels.get(recording.id)?.overTalk ?? [], recording.offsetMs));
  const [agent, customer] = ["agent", "customer"].map((party) => {
    const leg = sounds.find((recording) => recording.party === party);
    return leg ? moved(levels.get(leg.id)?.channels[0]?.talks ?? [], leg.offsetMs) : [];
  });
  return [...inside, ...overTalk(agent, customer)];
}

/** The waveforms of a call's lanes, each at the zoom that is looked at; one that does not come stays a dotted line. */
export class Waveforms {
  #asked = new Set();
  #lanes;
  #sounds;
  #signal;
  #came;

  /**
   * @param {Lane[]} lanes
   * @param {Recording[]} sounds
   * @param {AbortSignal} signal
   * @param {() => void} came
   */
  constructor(lanes, sounds, signal, came) {
    this.#lanes = lanes;
    this.#sounds = sounds;
    this.#signal = signal;
    this.#came = came;
  }

  /** Brings in what is needed for columns of this length, once. @param {number} msPerColumn */
  need(msPerColumn) {
    for (const recording of this.#sounds) {
      if (!this.#lanes.some((lane) => lane.recording === recording.id)) continue;
      const rate = recording.streams.find((stream) => stream.type === "audio")?.sampleRate ?? 8000;
      const zoom = ZOOMS.find((size) => size * 1000 / rate <= msPerColumn) ?? ZOOMS[ZOOMS.length - 1];
      const key = `${recording.id} ${zoom}`;
      if (this.#asked.has(key)) continue;
      this.#asked.add(key);
      void this.#load(recording, zoom);
    }
  }

  /** @param {Recording} recording @param {number} zoom */
  async #load(recording, zoom) {
    try {
      const peaks = readPeaks(await getPeaks(recording.id, zoom, this.#signal));
      for (const lane of this.#lanes) if (lane.recording === recording.id) lane.zooms.push(peaks);
      this.#came();
    } catch {
      // A call plays all the same without its waveform.
    }
  }
}

/** @param {readonly Range[]} ranges @param {number} byMs @returns {Range[]} */
function moved(ranges, byMs) {
  return ranges.map(({ startMs, endMs }) => ({ startMs: startMs + byMs, endMs: endMs + byMs }));
}

/** @param {string} party */
function order(party) {
  return ["agent", "customer", "other"].indexOf(party);
}
