/**
 * The player over the whole screen, with its bar: a desktop of 1920 pixels is read at its own size.
 * @module
 */
import { t } from "/lib/text.js";
import { toast } from "/lib/ui/toast.js";
import "/features/recordings/player-labels.js";

/** Whether there is something to be seen large. @param {HTMLElement} player */
export function hasFullScreen(player) {
  return document.fullscreenEnabled && !player.hasAttribute("data-no-screens");
}

/** @param {HTMLElement} player */
export async function toggleFullScreen(player) {
  try {
    if (document.fullscreenElement === player) await document.exitFullscreen();
    else await player.requestFullscreen();
  } catch {
    // A policy of the browser or of the page around it.
    toast(t("player.fullScreenRefused"), { kind: "bad" });
  }
}
