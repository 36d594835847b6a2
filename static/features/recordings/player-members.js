/**
 * The media elements of a player: one sound, of two legs together where the server has them so, and the screens.
 * @module
 */
import { h } from "/lib/dom.js";

/** @typedef {import("/features/recordings/player-deck.js").Member} Member */
/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").PlaybackElement} PlaybackElement */
/** @typedef {import("/features/recordings/recording.js").InteractionPlayback} InteractionPlayback */

/** A browser opens six connections to a server: one is left for everything that is no media. */
const MOST_ELEMENTS = 5;

/**
 * The elements of a player. Two sounds that would be one too many beside four screens wait for the one made of both;
 * where that will never be, or nothing says that it will, both are heard and a screen waits.
 * @param {InteractionPlayback} playback
 * @returns {Member[]}
 */
export function membersOf({ sound, screens, isComplete }) {
  const all = [...sound, ...screens];
  const isJoining = !isComplete && !all.some(({ state }) => state === "preparing");
  const heard = isJoining && sound.length > 1 && all.length > MOST_ELEMENTS ? [awaited(sound)] : sound;
  const members = heard.map((one) => memberOf(one, "audio"));
  // The later a monitor comes, the less is on it.
  const seen = screens.map((one) => memberOf(one, "screen"));
  for (const member of seen) {
    if (member.url && isFull(members)) member.failed = "spare";
    members.push(member);
  }
  for (const { element, failed, url } of members) if (url && failed === null) element.src = url;
  return members;
}

/**
 * Whether a player's members take all connections that media may take.
 * @param {readonly Member[]} members
 */
function isFull(members) {
  return members.filter(({ url, failed }) => url && failed !== "spare").length >= MOST_ELEMENTS;
}

/**
 * What two sounds are until the sound of both is there.
 * @param {PlaybackElement[]} sounds
 * @returns {PlaybackElement}
 */
export function awaited(sounds) {
  const offsetMs = Math.min(...sounds.map((one) => one.offsetMs));
  const endMs = Math.max(...sounds.map((one) => one.offsetMs + (one.durationMs ?? 0)));
  return {
    recordings: sounds.flatMap((one) => one.recordings),
    offsetMs,
    durationMs: endMs - offsetMs,
    state: "preparing",
    url: null,
    contentType: null,
    failure: null,
    job: null,
  };
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
 * Which members can be played now, one after the other, until no connection is left for more.
 * @param {readonly Member[]} members
 * @param {InteractionPlayback} now
 */
export function* arrived(members, now) {
  for (const member of members) {
    const url = member.failed === "preparing" ? arrival(member, now) : null;
    if (!url) continue;
    if (isFull(members)) Object.assign(member, { url, failed: "spare" });
    else yield { member, url };
  }
}

/**
 * Takes note of what has become of a member's playback meanwhile; gives its address when it can be played now.
 * @param {Member} member still being prepared
 * @param {InteractionPlayback} now
 * @returns {string | null}
 */
export function arrival(member, { sound, screens }) {
  const playback = [...sound, ...screens].find((one) => String(one.recordings) === String(member.recordings));
  if (!playback) return null;
  if (playback.url) {
    member.offsetMs = playback.offsetMs;
    member.durationMs = playback.durationMs ?? member.durationMs;
    return playback.url;
  }
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
  return {
    id: recordings[0],
    recordings,
    kind,
    offsetMs,
    durationMs: durationMs ?? 0,
    element,
    url,
    failed: url ? null : state === "failed" ? "unprepared" : "preparing",
    why: failure?.message ?? "",
    retries: 0,
  };
}
