/**
 * The media elements of a player: one sound, of two legs together where the server has them so, and the screens.
 * @module
 */
import { h } from "/lib/dom.js";

/** @typedef {import("/features/recordings/player-deck.js").Member} Member */
/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").PlaybackElement} PlaybackElement */
/** @typedef {import("/features/recordings/recording.js").InteractionPlayback} InteractionPlayback */

/**
 * @param {InteractionPlayback} playback
 * @returns {Member[]}
 */
export function membersOf({ sound, screens }) {
  return [...sound.map((one) => memberOf(one, "audio")), ...screens.map((one) => memberOf(one, "screen"))];
}

/**
 * What there is to play when the server does not say: every recording for itself.
 * @param {Recording[]} recordings
 * @returns {InteractionPlayback}
 */
export function playbackOf(recordings) {
  /** @param {"audio" | "screen"} kind */
  const elements = (kind) =>
    recordings.flatMap(({ id, kind: own, offsetMs, durationMs, playback }) =>
      own === kind && playback ? [{ recordings: [id], offsetMs, durationMs, ...playback }] : []
    );
  return { sound: elements("audio"), screens: elements("screen"), isComplete: true };
}

/**
 * Takes note of what has become of a member's playback meanwhile; gives its address when it can be played now.
 * @param {Member} member still being prepared
 * @param {Recording[]} recordings as they are now
 * @returns {string | null}
 */
export function arrival(member, recordings) {
  const playback = recordings.find((recording) => recording.id === member.id)?.playback;
  if (!playback) return null;
  if (playback.url) return playback.url;
  if (playback.state === "failed") {
    member.failed = "unprepared";
    member.why = playback.failure?.message ?? "";
  }
  return null;
}

/**
 * @param {PlaybackElement} playback
 * @param {"audio" | "screen"} kind
 * @returns {Member}
 */
function memberOf({ recordings, offsetMs, durationMs, state, url, failure }, kind) {
  const isScreen = kind === "screen";
  const element = isScreen ? h("video", { playsInline: true, tabindex: -1 }) : h("audio");
  element.dataset.offset = String(offsetMs);
  element.dataset.recording = recordings[0];
  element.preload = "auto";
  element.muted = isScreen;
  element.disableRemotePlayback = true;
  if (url) element.src = url;
  return {
    id: recordings[0],
    kind,
    offsetMs,
    durationMs: durationMs ?? 0,
    element,
    failed: url ? null : state === "failed" ? "unprepared" : "preparing",
    why: failure?.message ?? "",
    retries: 0,
  };
}
