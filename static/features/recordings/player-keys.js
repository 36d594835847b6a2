/**
 * The keys of the player.
 * @module
 */
import { addKeys } from "/lib/keyboard.js";
import { t } from "/lib/text.js";
import { announce } from "/lib/ui/toast.js";
import { hasFullScreen, toggleFullScreen } from "/features/recordings/player-fullscreen.js";
import "/features/recordings/player-labels.js";

/**
 * @param {import("/features/recordings/player.js").EmPlayer} player
 * @param {{ signal: AbortSignal, comment: () => void, makeMoment: () => void }} options
 */
export function playerKeys(player, { signal, comment, makeMoment }) {
  const group = t("player.groupPlay");
  const ranges = t("player.groupRange");
  const when = () => player.hasMedia;
  /**
   * @param {string} id
   * @param {string[]} keys
   * @param {string} label
   * @param {() => void} run
   * @param {Partial<import("/lib/keyboard.js").Binding>} [more]
   */
  const key = (id, keys, label, run, more = {}) => ({ id, keys, label, group, run, when, ...more });
  addKeys([
    key("player.play", ["Space", "K"], t("player.playPause"), () => player.toggle(), { overControls: false }),
    key("player.playTyping", ["Ctrl+Space"], t("player.playTyping"), () => player.toggle(), { whileTyping: true }),
    key("player.back10", ["J"], t("player.back10"), () => player.skip(-10_000), { repeats: true }),
    key("player.forward10", ["L"], t("player.forward10"), () => player.skip(10_000), { repeats: true }),
    key("player.back5", ["ArrowLeft"], t("player.back5"), () => player.skip(-5000), { repeats: true }),
    key("player.forward5", ["ArrowRight"], t("player.forward5"), () => player.skip(5000), { repeats: true }),
    key("player.frameBack", [","], t("player.frameBack"), () => player.step(-1), { repeats: true }),
    key("player.frameForward", ["."], t("player.frameForward"), () => player.step(1), { repeats: true }),
    key("player.slower", ["<"], t("player.slower"), () => player.stepRate(-1)),
    key("player.faster", [">"], t("player.faster"), () => player.stepRate(1)),
    key("player.fullScreen", ["F"], t("player.fullScreen"), () => void toggleFullScreen(player), {
      when: () => hasFullScreen(player),
    }),
    key("player.in", ["I"], t("player.rangeIn"), () => player.setIn(), { group: ranges }),
    key("player.out", ["O"], t("player.rangeOut"), () => player.setOut(), { group: ranges }),
    key("player.loop", ["R"], t("player.loopRange"), () => {
      player.setLoops(!player.loops);
      if (player.loops) player.play();
      announce(t(player.loops ? "player.loopOn" : "player.loopOff"));
    }, { group: ranges, when: () => player.range !== null }),
    key("player.clearRange", ["Escape"], t("player.rangeClear"), () => player.setRange(null), {
      group: ranges,
      when: () => player.range !== null || player.ends.startMs !== null || player.ends.endMs !== null,
    }),
    key("conversation.comment", ["C"], t("player.keyComment"), () => comment(), { group: ranges, when: () => true }),
    key("conversation.moment", ["M"], t("player.keyMoment"), () => makeMoment(), { group: ranges }),
  ], signal);
}
