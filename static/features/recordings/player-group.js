/**
 * Several media elements under one clock: the first audio that plays is the master, the others follow it;
 * when one starves, all wait. Where no audio plays (it ended, or there is none) the clock runs by itself.
 * @module
 */
import { Clock, correction, extentOf, pastSilence, placeIn, START_MS } from "/features/recordings/player-clock.js";
import { Listened } from "/features/recordings/player-listened.js";

/** @typedef {import("/features/recordings/player-clock.js").Range} Range */
/** @typedef {"paused" | "playing" | "waiting" | "ended"} Phase */

/**
 * A recording in the group.
 * @typedef {object} Member
 * @property {string} id
 * @property {"audio" | "screen"} kind
 * @property {number} offsetMs
 * @property {number} durationMs what the server says, until the browser knows better
 * @property {HTMLMediaElement} element
 * @property {"network" | "decode" | "preparing" | "unprepared" | null} failed why it does not play; the last two have
 *   no address yet, or never will
 * @property {string} why of one that could not be prepared, the server's sentence
 * @property {number} retries
 */

/**
 * What the group tells its owner.
 * @typedef {object} Listener
 * @property {(positionMs: number) => void} moved
 * @property {(phase: Phase) => void} phased
 * @property {() => void} extended
 * @property {() => void} heard
 * @property {(member: Member) => void} troubled a member failed, or plays again
 * @property {() => void} blocked the browser wants a gesture first
 */

/** HTMLMediaElement.HAVE_CURRENT_DATA and HAVE_FUTURE_DATA. */
const [CURRENT, FUTURE] = [2, 3];
/** Near its end a recording has no future data to wait for, ms. */
const NEAR_END_MS = 700;
/** How often a hidden page or a still one looks after its recordings, ms. */
const UNSEEN_TICK_MS = 200;

export class MediaGroup {
  #clock = new Clock();
  #wanted = false;
  /** @type {Phase} */
  #phase = "paused";
  #rate = 1;
  #frame = 0;
  #timer = 0;
  #correctedAt = 0;
  /** @type {Map<Member, number>} seeks that wait for an earlier one, media ms */
  #seeks = new Map();
  #ending = new AbortController();

  /** @type {Range} */
  extent = { startMs: 0, endMs: 0 };
  listened = new Listened();
  /** @type {Range | null} plays round and round while it is set */
  loop = null;
  /** @type {number | null} pauses there, once */
  stopAt = null;
  /** @type {Range[]} jumped over while `skipsSilence` */
  silences = [];
  skipsSilence = false;

  /**
   * @param {Member[]} members
   * @param {Listener} listener
   */
  constructor(members, listener) {
    this.members = members;
    this.listener = listener;
    this.extent = extentOf(members);
    for (const member of members) this.#attend(member);
    this.#timer = setInterval(() => this.#tick(), UNSEEN_TICK_MS);
  }

  get positionMs() {
    const now = this.#clock.at(performance.now());
    return Math.min(Math.max(now, this.extent.startMs), this.extent.endMs);
  }

  get phase() {
    return this.#phase;
  }

  get wanted() {
    return this.#wanted;
  }

  get rate() {
    return this.#rate;
  }

  play() {
    if (this.#wanted || this.members.length === 0) return;
    if (this.positionMs >= this.extent.endMs - 30) this.seek(this.extent.startMs);
    this.#wanted = true;
    this.#settle();
    this.#draw();
  }

  pause() {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.stopAt = null;
    this.#hold();
    this.#become("paused");
    this.listener.moved(this.positionMs);
  }

  /** @param {number} positionMs */
  seek(positionMs) {
    const now = performance.now();
    const target = Math.min(Math.max(positionMs, this.extent.startMs), this.extent.endMs);
    this.#endStretch();
    this.#clock.set(target, now);
    for (const member of this.members) this.#put(member, placeIn(member, target).mediaMs);
    if (this.#wanted) this.#settle();
    else if (this.#phase === "ended") this.#become("paused");
    this.listener.moved(target);
  }

  /** @param {number} rate */
  setRate(rate) {
    this.#rate = rate;
    this.#clock.setRate(rate, performance.now());
    for (const { element } of this.members) setRate(element, rate);
  }

  /**
   * @param {number} volume 0..1
   * @param {boolean} muted
   */
  setVolume(volume, muted) {
    for (const { element, kind } of this.members) {
      element.volume = volume;
      element.muted = muted || kind === "screen";
    }
  }

  /** Tries again what could not be played. */
  retry() {
    for (const member of this.members) {
      if (member.failed !== "network" && member.failed !== "decode") continue;
      member.failed = null;
      member.retries = 0;
      this.#reload(member);
      this.listener.troubled(member);
    }
  }

  /**
   * What was being prepared can be played.
   * @param {Member} member
   * @param {string} url
   */
  arrive(member, url) {
    member.failed = null;
    member.element.src = url;
    setRate(member.element, this.#rate);
    this.listener.troubled(member);
    this.#settle();
  }

  destroy() {
    clearInterval(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#ending.abort();
    for (const { element } of this.members) {
      element.pause();
      element.removeAttribute("src");
      element.load();
    }
  }

  /** @param {Member} member */
  #attend(member) {
    const { element } = member;
    const { signal } = this.#ending;
    const settle = () => this.#settle();
    element.preservesPitch = true;
    for (const name of ["canplay", "loadeddata", "seeked"]) element.addEventListener(name, settle, { signal });
    element.addEventListener("seeked", () => this.#seekNext(member), { signal });
    element.addEventListener("waiting", () => this.#starved(member), { signal });
    element.addEventListener("loadedmetadata", () => this.#measured(member), { signal });
    element.addEventListener("durationchange", () => this.#measured(member), { signal });
    element.addEventListener("error", () => this.#failed(member), { signal });
  }

  /** @param {Member} member */
  #measured(member) {
    const seconds = member.element.duration;
    if (Number.isFinite(seconds) && seconds > 0) member.durationMs = seconds * 1000;
    const before = this.extent;
    this.extent = extentOf(this.members);
    if (before.startMs !== this.extent.startMs || before.endMs !== this.extent.endMs) this.listener.extended();
    const { mediaMs } = placeIn(member, this.positionMs);
    if (Math.abs(member.element.currentTime * 1000 - mediaMs) > 20) this.#put(member, mediaMs);
  }

  /** @param {Member} member */
  #failed(member) {
    const isNetwork = member.element.error?.code === MediaError.MEDIA_ERR_NETWORK;
    if (isNetwork && member.retries < 4) {
      member.retries += 1;
      setTimeout(() => !this.#ending.signal.aborted && this.#reload(member), 500 * 2 ** member.retries);
      return;
    }
    member.failed = isNetwork ? "network" : "decode";
    this.listener.troubled(member);
    this.#settle();
  }

  /** @param {Member} member */
  #reload(member) {
    this.#seeks.delete(member);
    member.element.load();
  }

  /** @param {Member} member */
  #starved(member) {
    if (this.#phase !== "playing" || member.failed || this.#isReady(member)) return;
    this.#hold();
    this.#become("waiting");
  }

  /** Starts all when all are ready; otherwise holds all until they are. */
  #settle() {
    if (!this.#wanted) return;
    const isReady = this.members.every((member) => this.#isReady(member));
    if (!isReady) {
      if (this.#phase !== "waiting") {
        this.#hold();
        this.#become("waiting");
      }
      return;
    }
    if (this.#phase === "playing") return;
    this.#clock.start(performance.now());
    this.listened.at(this.positionMs);
    this.#become("playing");
    this.#startActive();
    this.#draw();
  }

  /** @param {Member} member */
  #isReady(member) {
    if (member.failed) return true;
    const { phase, mediaMs } = placeIn(member, this.positionMs);
    if (phase !== "within") return true;
    const { element } = member;
    if (element.seeking || this.#seeks.has(member)) return false;
    return element.readyState >= (member.durationMs - mediaMs < NEAR_END_MS ? CURRENT : FUTURE);
  }

  #startActive() {
    const position = this.positionMs;
    for (const member of this.members) {
      // One that begins in a moment is told now: it takes that long to start.
      const soon = placeIn(member, position + START_MS * this.#rate).phase === "within";
      const isActive = !member.failed && (soon || placeIn(member, position).phase === "within");
      if (!isActive) {
        if (!member.element.paused) member.element.pause();
      } else if (member.element.paused && !member.element.ended) this.#start(member);
    }
  }

  /** @param {Member} member */
  #start(member) {
    setRate(member.element, this.#rate);
    member.element.play().catch((error) => {
      if (error.name !== "NotAllowedError") return;
      this.pause();
      this.listener.blocked();
    });
  }

  #hold() {
    const now = performance.now();
    this.#endStretch();
    this.#clock.hold(now);
    for (const { element } of this.members) {
      if (!element.paused) element.pause();
    }
  }

  /** @param {Phase} phase */
  #become(phase) {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.listener.phased(phase);
  }

  /**
   * @param {Member} member
   * @param {number} mediaMs
   */
  #put(member, mediaMs) {
    const { element } = member;
    if (element.readyState === 0 || member.failed) return;
    if (element.seeking) {
      this.#seeks.set(member, mediaMs);
      return;
    }
    // The very end shows nothing in some browsers: stay on the last frame.
    const seconds = Math.min(mediaMs, Math.max(0, member.durationMs - 1)) / 1000;
    if (Math.abs(element.currentTime - seconds) > 0.001) element.currentTime = seconds;
  }

  /** @param {Member} member */
  #seekNext(member) {
    const next = this.#seeks.get(member);
    if (next === undefined) return;
    this.#seeks.delete(member);
    this.#put(member, next);
    this.#settle();
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    const next = () => {
      this.#tick();
      if (this.#wanted) this.#frame = requestAnimationFrame(next);
    };
    this.#frame = requestAnimationFrame(next);
  }

  #tick() {
    if (this.#phase !== "playing") {
      if (this.#phase === "waiting") this.#settle();
      return;
    }
    const now = performance.now();
    const master = this.#master();
    if (master) this.#clock.follow(master.offsetMs + master.element.currentTime * 1000, now);
    const position = this.#clock.at(now);
    if (this.listened.at(position)) this.listener.heard();
    if (this.#jumps(position)) return;
    if (position >= this.extent.endMs) return this.#finish();
    if (now - this.#correctedAt > 90) {
      this.#correctedAt = now;
      this.#startActive();
      for (const member of this.members) this.#keepInStep(member, master, position);
    }
    this.listener.moved(position);
  }

  /** The audio that leads now; null where the clock runs by itself. */
  #master() {
    const position = this.positionMs;
    return this.members.find((member) =>
      member.kind === "audio" && !member.failed && !member.element.paused && !member.element.ended &&
      !member.element.seeking && placeIn(member, position).phase === "within"
    ) ?? null;
  }

  /**
   * @param {Member} member
   * @param {Member | null} master
   * @param {number} position
   */
  #keepInStep(member, master, position) {
    const { element } = member;
    if (member === master || member.failed || element.paused || element.seeking) return;
    const { phase, mediaMs } = placeIn(member, position);
    if (phase !== "within") return;
    const { kind, rate } = correction(element.currentTime * 1000 - mediaMs, this.#rate, member.kind);
    if (kind === "seek") {
      this.#put(member, mediaMs);
      this.#settle();
    } else setRate(element, rate);
  }

  /**
   * Whether the position went elsewhere: a stop, a loop, silence to skip.
   * @param {number} position
   */
  #jumps(position) {
    if (this.stopAt !== null && position >= this.stopAt) {
      const at = this.stopAt;
      this.pause();
      this.seek(at);
      return true;
    }
    if (this.loop && position >= this.loop.endMs && position < this.loop.endMs + 1000) {
      this.seek(this.loop.startMs);
      return true;
    }
    const past = this.skipsSilence ? pastSilence(this.silences, position) : null;
    if (past === null) return false;
    this.listened.passed({ startMs: position, endMs: past });
    this.seek(past);
    return true;
  }

  #finish() {
    this.#wanted = false;
    this.#hold();
    this.#clock.set(this.extent.endMs, performance.now());
    this.#become("ended");
    this.listener.moved(this.extent.endMs);
  }

  /** Writes down what is being listened to up to now. */
  noteHeard() {
    this.#endStretch();
  }

  #endStretch() {
    if (this.listened.stop(this.#clock.at(performance.now()))) this.listener.heard();
  }
}

/**
 * @param {HTMLMediaElement} element
 * @param {number} rate
 */
function setRate(element, rate) {
  if (Math.abs(element.playbackRate - rate) < 0.001) return;
  element.playbackRate = rate;
}
