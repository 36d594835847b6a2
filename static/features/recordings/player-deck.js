/**
 * One recording of the group in its media element: put where the clock is, brought back when it drifts, tried again
 * when the network fails.
 * @module
 */
import { h } from "/lib/dom.js";
import { correction, placeIn } from "/features/recordings/player-clock.js";

/**
 * A recording in the group.
 * @typedef {object} Member
 * @property {string} id
 * @property {string[]} recordings of which it is made: one, or two legs
 * @property {"audio" | "screen"} kind
 * @property {number} offsetMs
 * @property {number} durationMs what the server says, until the browser knows better
 * @property {HTMLMediaElement} element
 * @property {string | null} url what it plays, once it is there
 * @property {"network" | "decode" | "preparing" | "unprepared" | "spare" | null} failed why it does not play; what is
 *   preparing has no address yet, what is unprepared never will, and a spare one leaves its connection to another
 * @property {string} why of one that could not be prepared, the server's sentence
 * @property {number} retries
 */

/**
 * What a deck tells the group it belongs to.
 * @typedef {object} Group
 * @property {AbortSignal} signal the end of the group
 * @property {() => void} settle something has changed about who is ready
 * @property {() => void} starved there is no more data to play
 * @property {() => number} measured its length is known now; gives the group's position
 * @property {() => void} troubled it failed, or is tried again
 */

/** HTMLMediaElement.HAVE_CURRENT_DATA and HAVE_FUTURE_DATA. */
const [CURRENT, FUTURE] = [2, 3];
/** Near its end a recording has no future data to wait for, ms. */
const NEAR_END_MS = 700;
/** How often the network may fail before somebody is told. */
const MOST_RETRIES = 4;

export class Deck {
  #group;
  /** @type {number | null} where it goes once it has arrived where it was sent before, media ms */
  #next = null;
  /** @type {HTMLElement | null} what stands in its place while it rests */
  #still = null;
  /** @type {string | null} what it plays when it wakes */
  #source = null;

  /**
   * @param {Member} member
   * @param {Group} group
   */
  constructor(member, group) {
    this.member = member;
    this.#group = group;
    const { element } = member;
    const { signal, settle } = group;
    element.preservesPitch = true;
    for (const name of ["canplay", "loadeddata", "seeked"]) element.addEventListener(name, settle, { signal });
    element.addEventListener("seeked", () => this.#goOn(), { signal });
    element.addEventListener("waiting", () => !member.failed && group.starved(), { signal });
    element.addEventListener("loadedmetadata", () => this.#measured(), { signal });
    element.addEventListener("durationchange", () => this.#measured(), { signal });
    element.addEventListener("error", () => this.#failed(), { signal });
  }

  /** @param {number} positionMs */
  isReady(positionMs) {
    const { element, failed, durationMs } = this.member;
    if (failed) return true;
    const { phase, mediaMs } = placeIn(this.member, positionMs);
    if (phase !== "within") return true;
    if (element.seeking || this.#next !== null) return false;
    return element.readyState >= (durationMs - mediaMs < NEAR_END_MS ? CURRENT : FUTURE);
  }

  /** @param {number} positionMs */
  put(positionMs) {
    this.#send(placeIn(this.member, positionMs).mediaMs);
  }

  /** @param {number} rate */
  setRate(rate) {
    const { element } = this.member;
    if (Math.abs(element.playbackRate - rate) >= 0.001) element.playbackRate = rate;
  }

  pause() {
    if (!this.member.element.paused) this.member.element.pause();
  }

  /**
   * Brings it back to the clock: little by little, or at once when it is far off.
   * @param {number} positionMs
   * @param {number} rate what the clock runs at
   * @returns {boolean} whether it was sent elsewhere
   */
  keepInStep(positionMs, rate) {
    const { element, failed, kind } = this.member;
    if (failed || element.paused || element.seeking) return false;
    const { phase, mediaMs } = placeIn(this.member, positionMs);
    if (phase !== "within") return false;
    const change = correction(element.currentTime * 1000 - mediaMs, rate, kind);
    if (change.kind === "seek") this.#send(mediaMs);
    else this.setRate(change.rate);
    return change.kind === "seek";
  }

  /** Tries again what could not be played. */
  retry() {
    const { member } = this;
    if (member.failed !== "network" && member.failed !== "decode") return;
    member.failed = null;
    member.retries = 0;
    this.#reload();
    this.#group.troubled();
  }

  /** @param {string} url what it plays from now on */
  open(url) {
    if (this.#still) this.#source = url;
    else this.member.element.src = url;
  }

  /** Lets go of what it plays until it wakes; what was seen last stays where it was. */
  rest() {
    if (this.#still) return;
    const { element } = this.member;
    this.#still = stillOf(element);
    this.#source = element.getAttribute("src");
    element.replaceWith(this.#still);
    this.empty();
  }

  wake() {
    if (!this.#still) return;
    this.#still.replaceWith(this.member.element);
    this.#still = null;
    if (this.#source) this.open(this.#source);
  }

  /** Lets go of what it plays. */
  empty() {
    const { element } = this.member;
    element.pause();
    element.removeAttribute("src");
    element.load();
  }

  /** @param {number} mediaMs */
  #send(mediaMs) {
    const { element, failed, durationMs } = this.member;
    if (element.readyState === 0 || failed) return;
    if (element.seeking) {
      this.#next = mediaMs;
      return;
    }
    // The very end shows nothing in some browsers: stay on the last frame.
    const seconds = Math.min(mediaMs, Math.max(0, durationMs - 1)) / 1000;
    if (Math.abs(element.currentTime - seconds) > 0.001) element.currentTime = seconds;
  }

  #goOn() {
    const next = this.#next;
    if (next === null) return;
    this.#next = null;
    this.#send(next);
    this.#group.settle();
  }

  #measured() {
    const { member } = this;
    const seconds = member.element.duration;
    if (Number.isFinite(seconds) && seconds > 0) member.durationMs = seconds * 1000;
    const { mediaMs } = placeIn(member, this.#group.measured());
    if (Math.abs(member.element.currentTime * 1000 - mediaMs) > 20) this.#send(mediaMs);
  }

  #failed() {
    const { member } = this;
    const isNetwork = member.element.error?.code === MediaError.MEDIA_ERR_NETWORK;
    if (isNetwork && member.retries < MOST_RETRIES) {
      member.retries += 1;
      setTimeout(() => !this.#group.signal.aborted && this.#reload(), 500 * 2 ** member.retries);
      return;
    }
    member.failed = isNetwork ? "network" : "decode";
    this.#group.troubled();
    this.#group.settle();
  }

  #reload() {
    this.#next = null;
    this.member.element.load();
  }
}

/**
 * What stands in for an element that rests: the picture it shows, or nothing.
 * @param {HTMLMediaElement} element
 */
function stillOf(element) {
  if (!(element instanceof HTMLVideoElement)) return h("span", { hidden: true });
  const still = h("canvas", { class: "screen-still", width: element.videoWidth, height: element.videoHeight });
  still.getContext("2d")?.drawImage(element, 0, 0);
  return still;
}
