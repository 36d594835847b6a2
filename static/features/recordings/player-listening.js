/**
 * Keeps what was listened to with the server: at intervals while it plays, at a pause, and when the page is
 * left. What did not get there is kept by the browser and sent the next time.
 * @module
 */
import { getListening, putListening } from "/features/recordings/calls.js";
import { joined, without } from "/features/recordings/player-clock.js";

/** @typedef {import("/features/recordings/player-clock.js").Range} Range */

/** How often it is told while it plays, ms. */
const EVERY_MS = 15_000;
/** The server takes no more ranges at once. */
const MOST = 500;

/**
 * @param {import("/features/recordings/player.js").EmPlayer} player
 * @param {{ interaction: string, person: string, signal: AbortSignal }} options
 */
export function keepListening(player, { interaction, person, signal }) {
  const key = `earmark.heard.${person}.${interaction}`;
  /** @type {Range[]} what the server has */
  let known = [];
  /** A player that is gone has forgotten it. */
  let heard = player.heard;
  let isSending = false;
  let again = 0;
  let sentAt = performance.now();
  void begin();
  player.addEventListener("heard", () => {
    heard = player.heard;
    if (performance.now() - sentAt >= EVERY_MS) void send();
  }, { signal });
  player.addEventListener("phase", () => {
    if (!player.isPlaying) void send();
  }, { signal });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void send({ keepalive: true });
  }, { signal });
  addEventListener("pagehide", () => void send({ keepalive: true }), { signal });
  signal.addEventListener("abort", () => {
    clearTimeout(again);
    void send({ keepalive: true });
  }, { once: true });

  async function begin() {
    const kept = readKept(key);
    if (kept.length > 0) player.heard = together(player.heard, kept);
    try {
      take(await getListening(interaction, signal));
    } catch {
      // Without the server's word, what is heard from now on is told all the same.
    }
    if (kept.length === 0) return;
    keep(unsent());
    void send();
  }

  /** @param {{ keepalive?: boolean }} [options] */
  async function send({ keepalive = false } = {}) {
    player.noteHeard();
    const fresh = unsent();
    if (fresh.length === 0 || (isSending && !keepalive)) return;
    isSending = true;
    sentAt = performance.now();
    try {
      take(await putListening(interaction, fresh, { keepalive }));
      keep(unsent());
    } catch {
      keep(unsent());
    } finally {
      isSending = false;
    }
    // What came up while it was under way, or did not get there, is told a little later.
    clearTimeout(again);
    if (!signal.aborted && unsent().length > 0) again = setTimeout(() => void send(), EVERY_MS);
  }

  function unsent() {
    return without(heard, known).map(whole).filter((range) => range.endMs > range.startMs).slice(0, MOST);
  }

  /** @param {{ ranges: Range[] }} answer */
  function take({ ranges }) {
    known = ranges;
    player.heard = together(player.heard, ranges);
  }

  /** @param {Range[]} ranges */
  function keep(ranges) {
    try {
      if (ranges.length > 0) localStorage.setItem(key, JSON.stringify(ranges));
      else localStorage.removeItem(key);
    } catch {
      // Private windows may refuse; it is then told as long as the page lives.
    }
  }
}

/** @param {Range} range @returns {Range} */
function whole({ startMs, endMs }) {
  return { startMs: Math.round(startMs), endMs: Math.round(endMs) };
}

/** @param {readonly Range[]} some @param {readonly Range[]} others */
function together(some, others) {
  return others.reduce((ranges, one) => joined(ranges, one), [...some]);
}

/** @param {string} key @returns {Range[]} */
function readKept(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => Number.isFinite(one?.startMs) && one.endMs > one.startMs) : [];
  } catch {
    return [];
  }
}
