/**
 * The sound of a player as the clip will have it: silence, or a tone, where something is muted or beeped.
 * @module
 */
import { soundCover } from "/features/moments/redaction-rules.js";
import { partyOf } from "/features/recordings/recording.js";

/** @typedef {import("/features/moments/calls.js").Redaction} Redaction */
/** @typedef {import("/features/recordings/recording.js").Recording} Recording */

/** The tone of the clip: 1 kHz, 20 dB below the loudest sine. */
const BEEP = { hertz: 1000, amplitude: 0.1 };
/** How far ahead a stretch is looked for, so that the frame that finds it is not too late, ms. */
const AHEAD_MS = 40;
/** How fast it fades, s. */
const FADE_S = 0.003;

/**
 * @param {object} options
 * @param {import("/features/recordings/player.js").EmPlayer} options.player
 * @param {Recording[]} options.recordings
 * @param {() => readonly Redaction[]} options.redactions those that are to be heard now
 * @param {AbortSignal} options.signal
 */
export function soundMask({ player, recordings, redactions, signal }) {
  /** @type {AudioContext | null} */
  let context = null;
  /** One side of a sound: what lets it through, and what lets the tone through. @type {Side[]} */
  let sides = [];
  /** @type {Set<Element>} elements that go through here; they can do so once only */
  const known = new Set();
  player.addEventListener("phase", () => {
    if (player.isPlaying) listen();
    hear();
  }, { signal });
  player.addEventListener("move", hear, { signal });
  signal.addEventListener("abort", () => void context?.close(), { once: true });
  return { hear };

  /** Takes the sound over; not before it plays, since browsers give none away without a click. */
  function listen() {
    context ??= new AudioContext();
    void context.resume();
    for (const element of player.querySelectorAll("audio")) {
      const recording = recordings.find((one) => one.id === element.dataset.recording);
      if (known.has(element) || !recording) continue;
      known.add(element);
      sides = [...sides.filter((side) => side.element.isConnected), ...sidesOf(context, element, recording)];
    }
  }

  /** Lets through what may be heard where the player is. */
  function hear() {
    const now = context?.currentTime ?? 0;
    const at = player.currentMs;
    const reachMs = AHEAD_MS * player.rate;
    for (const { party, sound, beep } of sides) {
      const cover = soundCover(redactions(), party, { startMs: at, endMs: at + reachMs });
      const isHeard = cover === "beep" && player.phase === "playing" && !player.muted;
      sound.gain.setTargetAtTime(cover ? 0 : 1, now, FADE_S);
      beep.gain.setTargetAtTime(isHeard ? BEEP.amplitude * player.volume : 0, now, FADE_S);
    }
  }
}

/**
 * @typedef {object} Side
 * @property {HTMLAudioElement} element
 * @property {"agent" | "customer" | "other"} party
 * @property {GainNode} sound
 * @property {GainNode} beep
 */

/**
 * @param {AudioContext} context
 * @param {HTMLAudioElement} element
 * @param {Recording} recording
 * @returns {Side[]}
 */
function sidesOf(context, element, recording) {
  // One channel becomes both sides, as it does without us.
  const both = new GainNode(context, { channelCount: 2, channelCountMode: "explicit" });
  const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
  const tone = new OscillatorNode(context, { frequency: BEEP.hertz });
  tone.start();
  context.createMediaElementSource(element).connect(both).connect(splitter);
  merger.connect(context.destination);
  return [0, 1].map((channel) => {
    const sound = new GainNode(context);
    const beep = new GainNode(context, { gain: 0 });
    splitter.connect(sound, channel).connect(merger, 0, channel);
    tone.connect(beep).connect(merger, 0, channel);
    return { element, party: partyOf(recording, channel), sound, beep };
  });
}
