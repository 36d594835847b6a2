/**
 * Where nobody speaks at all, as ingest measured it.
 * @module
 */
import { commonRanges } from "/features/recordings/player-clock.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").Levels} Levels */

/**
 * Where every channel of every sound recording is silent, on the interaction's timeline.
 * @param {Recording[]} recordings
 * @param {Map<string, Levels>} levels
 */
export function silencesOf(recordings, levels) {
  const sounds = recordings.filter((recording) => recording.kind === "audio");
  if (sounds.some((recording) => !levels.has(recording.id))) return [];
  return commonRanges(
    sounds.flatMap((recording) =>
      (levels.get(recording.id)?.channels ?? []).map((channel) =>
        channel.silences.map(({ startMs, endMs }) => ({
          startMs: startMs + recording.offsetMs,
          endMs: endMs + recording.offsetMs,
        }))
      )
    ),
  );
}
