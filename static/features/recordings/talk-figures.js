/**
 * How two people talked with each other, in figures: from what ingest measured of each of their channels.
 * @module
 */
import { joined } from "/features/recordings/player-clock.js";
import { silencesOf } from "/features/recordings/player-silences.js";
import { channelsOf, partyOf } from "/features/recordings/recording.js";
import { overTalk } from "/features/recordings/timeline-view.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").Levels} Levels */
/** @typedef {import("/features/recordings/recording.js").Party} Party */
/** @typedef {import("/features/recordings/recording.js").Range} Range */

/**
 * What somebody, or a channel on which nobody is told apart, has talked.
 * @typedef {object} Speaker
 * @property {Party} party
 * @property {Range[]} talks
 * @property {number} talkMs
 * @property {number | null} percent of all talk; null where the other is not known
 * @property {number | null} loudnessDb mean of the whole channel, dBFS
 */

/** @typedef {{ totalMs: number, count: number, longest: Range | null }} Stretches */

/**
 * @typedef {object} TalkFigures
 * @property {Speaker[]} speakers the agent first
 * @property {number} lengthMs of the sound
 * @property {(Range & { party: Party }) | null} monologue the longest
 * @property {Stretches | null} overTalk null where two are not told apart
 * @property {Stretches} silence
 * @property {Stretches} clipping
 */

/** A word of the other that is shorter (ms) does not take the word from whoever has it; the server's rule, too. */
const INTERJECTION_MS = 700;
/** Whoever is silent for longer (ms) has ended. */
const PAUSE_MS = 3000;

/**
 * The figures of a conversation; null when none of its sound was measured.
 * @param {Recording[]} recordings
 * @param {Map<string, Levels>} levels
 * @returns {TalkFigures | null}
 */
export function talkFigures(recordings, levels) {
  const sounds = recordings.filter(({ id, kind, state }) => kind === "audio" && state === "ready" && levels.has(id));
  if (sounds.length === 0) return null;
  const speakers = speakersOf(sounds, levels);
  const [agent, customer] = ["agent", "customer"].map((party) => speakers.find((one) => one.party === party));
  const all = (agent?.talkMs ?? 0) + (customer?.talkMs ?? 0);
  if (agent && customer && all > 0) {
    agent.percent = Math.round(100 * agent.talkMs / all);
    customer.percent = 100 - agent.percent;
  }
  const clips = sounds.flatMap((one) =>
    (levels.get(one.id)?.channels ?? []).flatMap((channel) => moved(channel.clips, one.offsetMs))
  );
  return {
    speakers,
    lengthMs: Math.max(...sounds.map(endOf)) - Math.min(...sounds.map((one) => one.offsetMs)),
    monologue: agent && customer ? longestMonologue([agent, customer]) : null,
    overTalk: agent && customer ? stretches(overTalk(agent.talks, customer.talks)) : null,
    silence: stretches(silencesOf(sounds, levels)),
    clipping: stretches(united(clips)),
  };
}

/**
 * The longest time for which one of two has the word; the first of equals.
 * @param {readonly { party: Party, talks: Range[] }[]} both
 * @returns {(Range & { party: Party }) | null}
 */
export function longestMonologue(both) {
  /** @type {(Range & { party: Party }) | null} */
  let longest = null;
  for (const [index, { party, talks }] of both.entries()) {
    const others = both[1 - index].talks.filter((one) => lengthOf(one) >= INTERJECTION_MS);
    for (const turn of turns(talks, others)) {
      if (lengthOf(turn) > (longest ? lengthOf(longest) : 0)) longest = { party, ...turn };
    }
  }
  return longest;
}

/**
 * Talk joined to turns: a turn ends where the other begins to talk, or after a pause.
 * @param {readonly Range[]} talks
 * @param {readonly Range[]} others
 */
function turns(talks, others) {
  /** @type {Range[]} */
  const found = [];
  let other = 0;
  let isInterrupted = false;
  for (const talk of talks) {
    for (let startMs = talk.startMs; startMs < talk.endMs;) {
      for (; other < others.length && others[other].endMs <= startMs; other += 1) isInterrupted = true;
      const next = others[other]?.startMs ?? talk.endMs;
      if (next > startMs) {
        const last = found.at(-1);
        const endMs = Math.min(next, talk.endMs);
        if (last && !isInterrupted && startMs - last.endMs <= PAUSE_MS) last.endMs = endMs;
        else found.push({ startMs, endMs });
        isInterrupted = false;
      }
      if (next >= talk.endMs) break;
      isInterrupted = true;
      startMs = others[other].endMs;
    }
  }
  return found;
}

/**
 * A speaker per party; channels of the same one are taken together.
 * @param {Recording[]} sounds
 * @param {Map<string, Levels>} levels
 * @returns {Speaker[]}
 */
function speakersOf(sounds, levels) {
  const channels = sounds.flatMap((recording) =>
    (levels.get(recording.id)?.channels ?? []).slice(0, channelsOf(recording)).map((channel, index) => ({
      party: partyOf(recording, index),
      talks: moved(channel.talks, recording.offsetMs),
      loudnessDb: channel.loudnessDb,
    }))
  );
  return /** @type {const} */ (["agent", "customer", "other"]).flatMap((party) => {
    const own = channels.filter((channel) => channel.party === party);
    if (own.length === 0) return [];
    const talks = own.length === 1 ? own[0].talks : united(own.flatMap((channel) => channel.talks));
    const loudness = own.flatMap(({ loudnessDb }) => loudnessDb === null ? [] : [loudnessDb]);
    return [{
      party,
      talks,
      talkMs: talks.reduce((sum, one) => sum + lengthOf(one), 0),
      percent: null,
      loudnessDb: loudness.length > 0 ? Math.max(...loudness) : null,
    }];
  });
}

/** @param {readonly Range[]} ranges @returns {Stretches} */
function stretches(ranges) {
  /** @type {Range | null} */
  let longest = null;
  for (const range of ranges) if (!longest || lengthOf(range) > lengthOf(longest)) longest = range;
  return { totalMs: ranges.reduce((sum, one) => sum + lengthOf(one), 0), count: ranges.length, longest };
}

/** @param {readonly Range[]} ranges */
function united(ranges) {
  return ranges.reduce((all, one) => joined(all, one), /** @type {Range[]} */ ([]));
}

/** @param {readonly Range[]} ranges @param {number} byMs @returns {Range[]} */
function moved(ranges, byMs) {
  return ranges.map(({ startMs, endMs }) => ({ startMs: startMs + byMs, endMs: endMs + byMs }));
}

/** @param {Range} range */
function lengthOf({ startMs, endMs }) {
  return endMs - startMs;
}

/** @param {Recording} recording */
function endOf({ offsetMs, durationMs }) {
  return offsetMs + (durationMs ?? 0);
}
