/**
 * How this person likes to listen, kept by the browser.
 * @module
 */
import { rememberedStore } from "/lib/store.js";

const usual = {
  rate: 1,
  volume: 1,
  muted: false,
  skipsSilence: false,
  captions: false,
  /** Whether it goes back a little when it goes on after a longer pause. */
  picksUp: true,
};

/** @typedef {typeof usual} Habits */

/** @type {import("/lib/store.js").Store<Partial<Habits>>} */
const kept = rememberedStore("player", {});

/** @returns {Habits} */
export function habits() {
  return { ...usual, ...kept.get() };
}

/** @param {Partial<Habits>} changed */
export function keepHabits(changed) {
  kept.set((before) => ({ ...before, ...changed }));
}
