/**
 * `<em-player>`: the recordings of one interaction, played as one. Everything else (timeline, transcript,
 * evidence) asks it where it is and tells it where to go. Positions are ms on the interaction's timeline.
 *
 * Events: `move` (position), `phase`, `extent`, `range`, `heard`, `rate`, `look` (an enlarged screen).
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { notice } from "/lib/ui/parts.js";
import { percentOf, RATES } from "/features/recordings/player-clock.js";
import { ShownFrames } from "/features/recordings/player-frames.js";
import { captionAt } from "/features/recordings/player-captions.js";
import { soundComplaint } from "/features/recordings/player-complaint.js";
import { MediaGroup } from "/features/recordings/player-group.js";
import { arrived, membersOf, playbackOf } from "/features/recordings/player-members.js";
import { habits, keepHabits } from "/features/recordings/player-habits.js";
import { Pause } from "/features/recordings/player-pause.js";
import { ChosenRange } from "/features/recordings/player-range.js";
import { silencesOf } from "/features/recordings/player-silences.js";
import { plays } from "/features/recordings/player-rest.js";
import { transport } from "/features/recordings/player-transport.js";
import { screens } from "/features/recordings/screens.js";
import { styles } from "/lib/styles.js";
import "/features/recordings/player-labels.js";

await styles(import.meta.url, "./player.css");

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").Levels} Levels */
/** @typedef {import("/features/recordings/recording.js").Range} Range */
/** @typedef {import("/features/recordings/player-captions.js").Caption} Caption */

export class EmPlayer extends HTMLElement {
  /** @type {MediaGroup | null} */
  #group = null;
  /** @type {Recording[]} */
  #recordings = [];
  #chosen = new ChosenRange();
  /** @type {Caption[]} */
  #captions = [];
  /** @type {import("/features/recordings/screens.js").Screens | null} */
  #screens = null;
  /** @type {import("/features/recordings/player-transport.js").Transport | null} */
  #transport = null;
  /** @type {Recording | null} */
  #enlarged = null;
  #pause = new Pause();
  /** @type {ShownFrames | null} */
  #frames = null;
  #ending = new AbortController();
  #messages = h("div", { class: "player-messages" });

  /**
   * Shows these recordings; those that are not ready are named but not played.
   * @param {object} options
   * @param {Recording[]} options.recordings
   * @param {import("/features/recordings/recording.js").InteractionPlayback} [options.playback] which elements to open
   * @param {Map<string, Levels>} [options.levels]
   * @param {number} [options.startAt]
   */
  load({ recordings, playback = playbackOf(recordings), levels = new Map(), startAt = this.currentMs }) {
    const { heard } = this;
    this.#group?.destroy();
    this.#recordings = recordings;
    const members = membersOf(playback);
    const shown = recordings.filter((recording) => recording.kind === "screen")
      .sort((a, b) => (a.monitor ?? 9) - (b.monitor ?? 9));
    this.#group = new MediaGroup(members, {
      moved: (positionMs) => this.#moved(positionMs),
      phased: (phase) => {
        if (phase === "paused") this.#pause.begin(this.currentMs);
        this.#tell("phase");
      },
      extended: () => this.#tell("extent"),
      heard: () => this.#tell("heard"),
      troubled: () => this.#troubled(),
      blocked: () => replace(this.#messages, notice(t("player.blocked"), { tone: "warn" })),
    });
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#frames = new ShownFrames(members, this.#ending.signal);
    this.#group.silences = silencesOf(recordings.filter(({ state }) => state === "ready"), levels);
    this.#group.listened.ranges = heard;
    this.#screens = shown.length === 0 ? null : screens({
      recordings: shown,
      members,
      onenlarge: (recording) => {
        this.#enlarged = recording;
        this.#tell("look");
      },
      onretry: () => this.retry(),
      onexchange: (member, other) => this.#group?.exchange(member, other),
    });
    this.#transport = transport(this);
    this.classList.add("player");
    this.toggleAttribute("data-no-screens", shown.length === 0);
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("player.player"));
    const sounds = members.filter((member) => member.kind === "audio").map((member) => member.element);
    replace(this, this.#screens?.element, this.#messages, this.#transport.element, sounds);
    plays(this, this.#group, this.#ending.signal);
    const { rate, volume, muted, skipsSilence } = habits();
    this.#group.setRate(rate);
    this.#group.setVolume(volume, muted);
    this.#group.skipsSilence = skipsSilence;
    this.#tell("extent");
    this.#troubled();
    this.seek(startAt);
  }

  /** Whether something waits for its playback to be prepared. */
  get isPreparing() {
    return this.#group?.members.some((member) => member.failed === "preparing") ?? false;
  }

  /** Whether a screen is not shown, since the sounds take its connection. */
  get hasSpare() {
    return this.#group?.members.some((member) => member.failed === "spare") ?? false;
  }

  /**
   * Plays from now on what was being prepared and is there.
   * @param {import("/features/recordings/recording.js").InteractionPlayback} playback as it is now
   */
  prepared(playback) {
    for (const { member, url } of arrived(this.#group?.members ?? [], playback)) this.#group?.arrive(member, url);
    this.#troubled();
    this.#tell("extent");
  }

  disconnectedCallback() {
    // A node that is only moved comes back before the next microtask.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#ending.abort();
      this.#group?.destroy();
      this.#group = null;
    });
  }

  /** Whether there is anything to play. */
  get hasMedia() {
    return this.#group?.members.some(({ failed }) => failed !== "preparing" && failed !== "unprepared") ?? false;
  }

  get currentMs() {
    return this.#group?.positionMs ?? 0;
  }

  /** Where the timeline begins; below 0 when a recording began before the conversation. */
  get startMs() {
    return this.#group?.extent.startMs ?? 0;
  }

  get durationMs() {
    return this.#group?.extent.endMs ?? 0;
  }

  get phase() {
    return this.#group?.phase ?? "paused";
  }

  /** Whether it plays, or will as soon as there is data. */
  get isPlaying() {
    return this.#group?.wanted ?? false;
  }

  get rate() {
    return this.#group?.rate ?? 1;
  }

  get volume() {
    return habits().volume;
  }

  get muted() {
    return habits().muted;
  }

  get skipsSilence() {
    return habits().skipsSilence;
  }

  /** Whether it goes back a little when it goes on after a longer pause. */
  get picksUp() {
    return habits().picksUp;
  }

  get showsCaptions() {
    return habits().captions;
  }

  get hasSilences() {
    return (this.#group?.silences.length ?? 0) > 0;
  }

  get hasCaptions() {
    return this.#captions.length > 0 && this.#screens !== null;
  }

  /** What was listened to. */
  get heard() {
    return this.#group?.listened.ranges ?? [];
  }

  set heard(ranges) {
    if (this.#group) this.#group.listened.ranges = ranges;
    this.#tell("heard");
  }

  /** Writes down what is being listened to up to now. */
  noteHeard() {
    this.#group?.noteHeard();
  }

  /** How much of it all that is, in percent. */
  get heardPercent() {
    return percentOf(this.heard, { startMs: this.startMs, endMs: this.durationMs });
  }

  /** The range between in and out; null until both are set. */
  get range() {
    return this.#chosen.range;
  }

  /** One end of a range, while the other is not set. */
  get ends() {
    return this.#chosen.ends;
  }

  get loops() {
    return this.#chosen.loops;
  }

  /** The screen in the foreground, else the first. */
  get mainScreen() {
    return this.#enlarged ?? this.#recordings.find((recording) => recording.kind === "screen") ?? null;
  }

  play() {
    this.#troubled();
    this.#pickUp();
    this.#group?.play();
  }

  pause() {
    this.#group?.pause();
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  /** @param {number} positionMs */
  seek(positionMs) {
    if (this.#group) this.#group.stopAt = null;
    this.#group?.seek(Math.round(positionMs));
  }

  /** @param {number} ms */
  skip(ms) {
    this.seek(this.currentMs + ms);
  }

  /** @param {1 | -1} step */
  step(step) {
    this.pause();
    const screen = this.mainScreen;
    const element = this.#group?.members.find((member) => member.id === screen?.id)?.element;
    if (this.#frames) this.seek(this.#frames.next(screen, element, this.currentMs, step));
  }

  /**
   * Plays a range once and stops at its end.
   * @param {Range} range
   */
  playRange(range) {
    this.seek(range.startMs);
    if (this.#group) this.#group.stopAt = Math.min(range.endMs, this.durationMs);
    this.play();
  }

  /** @param {number} rate */
  setRate(rate) {
    const kept = Math.min(3, Math.max(0.5, rate));
    this.#group?.setRate(kept);
    keepHabits({ rate: kept });
    this.#tell("rate");
  }

  /** @param {1 | -1} step */
  stepRate(step) {
    const next = step > 0 ? RATES.find((one) => one > this.rate) : RATES.findLast((one) => one < this.rate);
    if (next !== undefined) this.setRate(next);
  }

  /** @param {number} volume 0..1 @param {boolean} [muted] */
  setVolume(volume, muted = volume === 0) {
    keepHabits({ volume, muted });
    this.#group?.setVolume(volume, muted);
    this.#tell("rate");
  }

  /** @param {boolean} on */
  setSkipsSilence(on) {
    keepHabits({ skipsSilence: on });
    if (this.#group) this.#group.skipsSilence = on;
    this.#tell("rate");
  }

  /** @param {boolean} on */
  setPicksUp(on) {
    keepHabits({ picksUp: on });
    this.#tell("rate");
  }

  /** @param {boolean} on */
  setShowsCaptions(on) {
    keepHabits({ captions: on });
    this.#caption(this.currentMs);
    this.#tell("rate");
  }

  /** @param {Caption[]} captions sorted by start */
  setCaptions(captions) {
    this.#captions = captions;
    this.#tell("rate");
  }

  setIn(atMs = this.currentMs) {
    this.#chosen.begin(Math.round(atMs));
    this.#ranged();
  }

  setOut(atMs = this.currentMs) {
    this.#chosen.end(Math.round(atMs));
    this.#ranged();
  }

  /** @param {Range | null} range */
  setRange(range) {
    this.#chosen.set(range && { startMs: Math.round(range.startMs), endMs: Math.round(range.endMs) });
    this.#ranged();
  }

  /** @param {boolean} on */
  setLoops(on) {
    this.#chosen.loops = on;
    const { range } = this;
    const isInside = range && this.currentMs >= range.startMs && this.currentMs < range.endMs;
    if (this.loops && range && !isInside) this.seek(range.startMs);
    this.#ranged();
  }

  #ranged() {
    if (this.#group) this.#group.loop = this.loops ? this.range : null;
    this.#tell("range");
  }

  /** After a longer pause it goes on a little earlier, unless one went elsewhere meanwhile. */
  #pickUp() {
    if (this.isPlaying) return;
    const earliest = this.loops && this.range ? this.range.startMs : this.startMs;
    const at = this.#pause.end(this.currentMs, earliest);
    if (this.picksUp && at < this.currentMs) this.#group?.seek(at);
  }

  retry() {
    replace(this.#messages);
    this.#group?.retry();
  }

  /** @param {number} positionMs */
  #moved(positionMs) {
    this.#screens?.moved(positionMs);
    this.#caption(positionMs);
    this.dispatchEvent(new CustomEvent("move", { detail: positionMs }));
  }

  /** @param {number} positionMs */
  #caption(positionMs) {
    this.#screens?.caption(this.showsCaptions ? captionAt(this.#captions, positionMs) : null);
  }

  #troubled() {
    this.#screens?.refresh();
    this.#screens?.moved(this.currentMs);
    replace(this.#messages, soundComplaint(this.#group?.members ?? [], () => this.retry()));
  }

  /** @param {string} name */
  #tell(name) {
    this.#transport?.refresh();
    this.dispatchEvent(new CustomEvent(name));
  }
}

customElements.define("em-player", EmPlayer);
