/**
 * Players that rest while something else plays over them, so that media never take all connections that a browser has.
 * @module
 */

/** @typedef {import("/features/recordings/player-group.js").MediaGroup} MediaGroup */

/** What each player on the page plays. @type {Map<object, MediaGroup>} */
const groups = new Map();
/** By how many each player is asked to rest. @type {Map<object, number>} */
const rests = new Map();

/**
 * Says what a player plays from now on; one that rests goes on resting.
 * @param {object} player
 * @param {MediaGroup} group
 * @param {AbortSignal} signal its end
 */
export function plays(player, group, signal) {
  groups.set(player, group);
  signal.addEventListener("abort", () => groups.get(player) === group && groups.delete(player), { once: true });
  if ((rests.get(player) ?? 0) > 0) group.rest();
}

/**
 * Has every player that is there rest until the signal aborts.
 * @param {AbortSignal} signal
 */
export function restPlayers(signal) {
  const rested = [...groups.keys()];
  for (const player of rested) {
    rests.set(player, (rests.get(player) ?? 0) + 1);
    groups.get(player)?.rest();
  }
  signal.addEventListener("abort", () => {
    for (const player of rested) {
      const left = (rests.get(player) ?? 1) - 1;
      rests.set(player, left);
      if (left > 0) continue;
      rests.delete(player);
      groups.get(player)?.wake();
    }
  }, { once: true });
}
