/**
 * Remembers what was listened to for as long as the browser's tab lives, conversation by conversation.
 * @module
 */

/**
 * @param {import("/features/recordings/player.js").EmPlayer} player
 * @param {string} interaction
 * @param {AbortSignal} signal
 */
export function rememberHeard(player, interaction, signal) {
  const key = `earmark.heard.${interaction}`;
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    if (Array.isArray(kept) && player.heard.length === 0) player.heard = kept;
  } catch {
    // What cannot be read was not listened to.
  }
  let saved = 0;
  player.addEventListener("heard", () => {
    if (performance.now() - saved < 2000) return;
    saved = performance.now();
    save();
  }, { signal });
  player.addEventListener("phase", save, { signal });

  function save() {
    try {
      sessionStorage.setItem(key, JSON.stringify(player.heard));
    } catch {
      // Private windows may refuse; it is then remembered as long as the page.
    }
  }
}
