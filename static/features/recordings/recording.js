/**
 * A recording as the server describes it, and what follows from that.
 * @module
 */

/** @typedef {{ startMs: number, endMs: number }} Range */
/** @typedef {{ startMs: number, endMs?: number | null, application?: string | null, title?: string | null }} ActiveWindow */

/**
 * @typedef {object} Capture
 * @property {string | null} [monitorName]
 * @property {number | null} [x]
 * @property {number | null} [y]
 * @property {number | null} [width]
 * @property {number | null} [height]
 * @property {number | null} [scale]
 * @property {string | null} [software]
 * @property {string | null} [version]
 * @property {string | null} [startedAt]
 * @property {ActiveWindow[]} [windows] start in ms of the recording
 */

/**
 * @typedef {object} Recording
 * @property {string} id
 * @property {string} interactionId
 * @property {"audio" | "screen"} kind
 * @property {"agent" | "customer" | "both" | null} party
 * @property {number | null} monitor 1 to 4
 * @property {number} offsetMs
 * @property {number | null} durationMs
 * @property {"processing" | "ready" | "failed"} state
 * @property {{ code: string, message: string, mayPass: boolean } | null} failure `mayPass`: another try may help
 * @property {string} fileName
 * @property {number} bytes
 * @property {string | null} [sha256]
 * @property {string | null} [container]
 * @property {{ index: number, type: string, codec: string, width?: number | null, height?: number | null,
 *   frameRate?: number | null, sampleRate?: number | null, channels?: number | null, durationMs?: number | null }[]} streams
 * @property {{ code: string, message: string }[]} health
 * @property {Capture | null} capture
 * @property {{ id: string, url: string } | null} job
 * @property {Playback | null} [playback] how it is played in a browser; null until it is ready
 * @property {string} createdAt
 */

/**
 * How something is played: as it came, by its rendition, or not yet.
 * @typedef {object} Playback
 * @property {"preparing" | "ready" | "failed"} state
 * @property {string | null} url null while there is nothing to play
 * @property {string | null} contentType
 * @property {{ code: string, message: string } | null} failure
 * @property {{ id: string, url: string } | null} job
 */

/** @typedef {Playback & { recordings: string[], offsetMs: number, durationMs: number | null }} PlaybackElement */
/** @typedef {{ sound: PlaybackElement[], screens: PlaybackElement[], isComplete: boolean }} InteractionPlayback */

/**
 * @typedef {object} Levels
 * @property {{ loudnessDb: number | null, peakDb: number | null, silences: Range[], talks: Range[],
 *   tones: Range[], clips: Range[], clippedPart: number }[]} channels
 * @property {Range[]} overTalk
 * @property {number | null} talkRatio
 */

/**
 * Thumbnails of a screen in one picture, row by row, and what was seen beside them; times in ms of the recording.
 * @typedef {object} Thumbnails
 * @property {string} url
 * @property {number} width of one, px
 * @property {number} height
 * @property {number} columns
 * @property {number[]} timesMs when each was on screen
 * @property {{ stepMs: number, values: number[] }} activity 0 to 100
 * @property {Range[]} blacks
 * @property {Range[]} stills a minute and longer without a change
 */

/** @typedef {"agent" | "customer" | "other"} Party */

/**
 * How many channels of sound a recording has.
 * @param {Recording} recording
 */
export function channelsOf(recording) {
  return recording.streams.find((stream) => stream.type === "audio")?.channels ?? 1;
}

/**
 * Who is heard on a channel: of two, the agent is the first; a mixed recording is both together.
 * @param {Recording} recording
 * @param {number} channel
 * @returns {Party}
 */
export function partyOf(recording, channel) {
  if (recording.party === "agent" || recording.party === "customer") return recording.party;
  if (channelsOf(recording) < 2) return "other";
  return channel === 0 ? "agent" : channel === 1 ? "customer" : "other";
}

/**
 * Frames per second of a screen; 25 where the file does not say.
 * @param {Recording | undefined} recording
 */
export function frameRateOf(recording) {
  const rate = recording?.streams.find((stream) => stream.type === "video")?.frameRate ?? 0;
  return rate > 0 && rate <= 240 ? rate : 25;
}
