/**
 * Several media elements under one clock: the first audio that plays is the master, the others follow it;
 * when one starves, all wait. Where no audio plays (it ended, or there is none) the clock runs by itself.
 * @module
 */
import { Clock, endsLoop, extentOf, pastSilence, placeIn, START_MS } from "/features/recordings/player-clock.js";
import { Deck } from "/features/recordings/player-deck.js";
import { Listened } from "/features/recordings/player-listened.js";

/** @typedef {import("/features/recordings/player-clock.js").Range} Range */
/** @typedef {import("/features/recordings/player-deck.js").Member} Member */
/** @typedef {"paused" | "playing" | "waiting" | "ended"} Phase */

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
  /** @type {Deck[]} */
  #decks = [];
  #ending = new AbortController();
  #rests = false;
  /** Where it was a moment ago. */
  #cameFrom = 0;

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
    const { signal } = this.#ending;
    this.#decks = members.map((member) =>
      new Deck(member, {
        signal,
        settle: () => this.#settle(),
        starved: () => this.#starved(),
        measured: () => this.#measured(),
        troubled: () => listener.troubled(member),
      })
    );
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
    if (this.#wanted || this.#rests || this.members.length === 0) return;
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
    this.#cameFrom = target;
    for (const deck of this.#decks) deck.put(target);
    if (this.#wanted) this.#settle();
    else if (this.#phase === "ended") this.#become("paused");
    this.listener.moved(target);
  }

  /** @param {number} rate */
  setRate(rate) {
    this.#rate = rate;
    this.#clock.setRate(rate, performance.now());
    for (const deck of this.#decks) deck.setRate(rate);
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
    for (const deck of this.#decks) deck.retry();
  }

  /**
   * What was being prepared can be played.
   * @param {Member} member
   * @param {string} url
   */
  arrive(member, url) {
    const deck = this.#deckOf(member);
    member.failed = null;
    member.url = url;
    deck?.open(url);
    deck?.setRate(this.#rate);
    this.listener.troubled(member);
    this.#settle();
  }

  /**
   * Plays a spare screen in the place of another one.
   * @param {Member} member
   * @param {Member} other
   */
  exchange(member, other) {
    if (member.failed !== "spare" || !member.url) return;
    other.failed = "spare";
    this.#deckOf(other)?.empty();
    this.arrive(member, member.url);
  }

  /** @param {Member} member */
  #deckOf(member) {
    return this.#decks.find((one) => one.member === member);
  }

  /** Lets go of all media until it wakes, where it is. */
  rest() {
    this.pause();
    this.#rests = true;
    for (const deck of this.#decks) deck.rest();
  }

  wake() {
    this.#rests = false;
    for (const deck of this.#decks) deck.wake();
  }

  destroy() {
    clearInterval(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#ending.abort();
    for (const deck of this.#decks) deck.empty();
  }

  /** A recording turned out to be longer or shorter than the server said. */
  #measured() {
    const before = this.extent;
    this.extent = extentOf(this.members);
    if (before.startMs !== this.extent.startMs || before.endMs !== this.extent.endMs) this.listener.extended();
    return this.positionMs;
  }

  /** One has no more data to play. */
  #starved() {
    if (this.#phase !== "playing" || this.#isReady()) return;
    this.#hold();
    this.#become("waiting");
  }

  #isReady() {
    const position = this.positionMs;
    return this.#decks.every((deck) => deck.isReady(position));
  }

  /** Starts all when all are ready; otherwise holds all until they are. */
  #settle() {
    if (!this.#wanted) return;
    if (!this.#isReady()) {
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

  #startActive() {
    const position = this.positionMs;
    for (const deck of this.#decks) {
      const { member } = deck;
      // One that begins in a moment is told now: it takes that long to start.
      const soon = placeIn(member, position + START_MS * this.#rate).phase === "within";
      const isActive = !member.failed && (soon || placeIn(member, position).phase === "within");
      if (!isActive) deck.pause();
      else if (member.element.paused && !member.element.ended) this.#start(deck);
    }
  }

  /** @param {Deck} deck */
  #start(deck) {
    deck.setRate(this.#rate);
    deck.member.element.play().catch((error) => {
      if (error.name !== "NotAllowedError") return;
      this.pause();
      this.listener.blocked();
    });
  }

  #hold() {
    const now = performance.now();
    this.#endStretch();
    this.#clock.hold(now);
    for (const deck of this.#decks) deck.pause();
  }

  /** @param {Phase} phase */
  #become(phase) {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.listener.phased(phase);
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
    const cameFrom = this.#cameFrom;
    this.#cameFrom = position;
    if (this.#jumps(position, cameFrom)) return;
    if (position >= this.extent.endMs) return this.#finish();
    if (now - this.#correctedAt > 90) {
      this.#correctedAt = now;
      this.#startActive();
      for (const deck of this.#decks) {
        if (deck.member !== master && deck.keepInStep(position, this.#rate)) this.#settle();
      }
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
   * Whether the position went elsewhere: a stop, a loop, silence to skip.
   * @param {number} position
   * @param {number} cameFrom
   */
  #jumps(position, cameFrom) {
    if (this.stopAt !== null && position >= this.stopAt) {
      const at = this.stopAt;
      this.pause();
      this.seek(at);
      return true;
    }
    if (this.loop && endsLoop(this.loop, cameFrom, position)) {
      this.seek(this.loop.startMs);
      return true;
    }
    const past = this.skipsSilence ? pastSilence(this.silences, position) : null;
    // Silence that reaches beyond a loop is no way out of it.
    if (past === null || (this.loop && endsLoop(this.loop, position, past))) return false;
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
