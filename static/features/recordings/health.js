/**
 * What ingest found wrong with recordings that play all the same.
 * @module
 */

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */

/**
 * @typedef {object} Finding
 * @property {Recording} recording
 * @property {string} message a whole sentence
 * @property {"bad_audio" | "bad_video"} reason why such a recording is not evaluated
 */

/**
 * Every finding of a conversation's recordings, those that could not be read at all among them.
 * @param {readonly Recording[]} recordings
 * @returns {Finding[]}
 */
export function findings(recordings) {
  return recordings.flatMap((recording) => {
    const found = recording.state === "failed" && recording.failure ? [recording.failure] : recording.health;
    return found.map(({ message }) => ({
      recording,
      message,
      reason: recording.kind === "screen" ? "bad_video" : "bad_audio",
    }));
  });
}
