/**
 * The bar under the screens: play, where we are, speed, silence, captions, volume, in and out.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clock, clockTenths } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";
import { menuButton } from "/lib/ui/menu.js";
import { RATES } from "/features/recordings/player-clock.js";
import { hasFullScreen, toggleFullScreen } from "/features/recordings/player-fullscreen.js";
import { volumeIcon } from "/features/recordings/player-volume.js";

/** @typedef {import("/features/recordings/player.js").EmPlayer} EmPlayer */

/**
 * @typedef {object} Transport
 * @property {HTMLElement} element
 * @property {() => void} refresh
 */

/**
 * @param {EmPlayer} player
 * @returns {Transport}
 */
export function transport(player) {
  const play = button({ look: "primary", onclick: () => player.toggle(), props: { class: "play" } });
  const now = h("span", { class: "now" });
  const end = h("span", { class: "end" });
  const time = h("span", { class: "time", dir: "ltr", aria: { hidden: true } }, now, end);
  const rate = menuButton({
    label: "1×",
    look: "bare",
    caret: false,
    items: () =>
      RATES.map((one) => ({
        label: rateText(one),
        checked: one === player.rate,
        run: () => player.setRate(one),
      })),
    props: { class: "rate" },
  });
  const silence = toggle(t("player.skipSilence"), () => player.setSkipsSilence(!player.skipsSilence));
  const captions = toggle(t("player.captionsShort"), () => player.setShowsCaptions(!player.showsCaptions));
  captions.setAttribute("aria-label", t("player.captions"));
  captions.title = t("player.captions");
  const full = button({
    label: t("player.fullScreen"),
    icon: "full",
    iconOnly: true,
    look: "bare",
    onclick: () => void toggleFullScreen(player),
  });
  const mute = button({ look: "bare", onclick: () => player.setVolume(player.volume || 1, !player.muted) });
  const volume = h("input", {
    type: "range",
    class: "volume",
    min: 0,
    max: 100,
    step: 5,
    aria: { label: t("player.volume") },
    oninput: () => player.setVolume(Number(volume.value) / 100),
  });
  const setIn = small(t("player.rangeInShort"), t("player.rangeIn"), () => player.setIn());
  const setOut = small(t("player.rangeOutShort"), t("player.rangeOut"), () => player.setOut());
  const settings = menuButton({
    label: t("player.settings"),
    icon: "more",
    iconOnly: true,
    look: "bare",
    items: () => [
      {
        label: t("player.picksUp"),
        checked: player.picksUp,
        toggles: true,
        run: () => player.setPicksUp(!player.picksUp),
      },
      {
        label: t("player.loopRange"),
        hint: "R",
        checked: player.loops,
        toggles: true,
        disabled: player.range ? null : t("player.loopNeedsRange"),
        run: () => player.setLoops(!player.loops),
      },
    ],
    props: { class: "player-settings" },
  });
  const extra = h("div", { class: "transport-extra" });
  const element = h(
    "div",
    { class: "transport", role: "toolbar", aria: { label: t("player.groupPlay") } },
    play,
    small("−10", t("player.back10"), () => player.skip(-10_000)),
    small("+10", t("player.forward10"), () => player.skip(10_000)),
    time,
    h("span", { class: "grow" }),
    rate,
    silence,
    captions,
    h("span", { class: "transport-volume" }, mute, volume),
    setIn,
    setOut,
    full,
    settings,
    extra,
  );
  let saidPlay = "";
  let saidMuted = "";
  player.addEventListener("move", showTime);
  refresh();
  return { element, refresh };

  function refresh() {
    const state = player.phase === "waiting" ? "waiting" : player.isPlaying ? "playing" : "paused";
    if (state !== saidPlay) {
      saidPlay = state;
      element.dataset.state = state;
      play.setAttribute("aria-label", t(state === "paused" ? "player.play" : "player.pause"));
      play.title = t(state === "waiting" ? "player.waiting" : state === "paused" ? "player.play" : "player.pause");
      replace(play, icon(state === "paused" ? "play" : "pause"));
    }
    play.disabled = !player.hasMedia;
    full.hidden = !hasFullScreen(player);
    rate.replaceChildren(rateText(player.rate));
    rate.setAttribute("aria-label", `${t("player.rate")}: ${rateText(player.rate)}`);
    silence.hidden = !player.hasSilences;
    silence.setAttribute("aria-pressed", String(player.skipsSilence));
    captions.hidden = !player.hasCaptions;
    captions.setAttribute("aria-pressed", String(player.showsCaptions));
    const level = player.muted ? "off" : player.volume < 0.5 ? "low" : "high";
    if (level !== saidMuted) {
      saidMuted = level;
      mute.setAttribute("aria-label", t(player.muted ? "player.unmute" : "player.mute"));
      mute.title = t(player.muted ? "player.unmute" : "player.mute");
      replace(mute, volumeIcon(level));
    }
    volume.value = String(player.muted ? 0 : Math.round(player.volume * 100));
    setIn.classList.toggle("is-set", player.ends.startMs !== null);
    setOut.classList.toggle("is-set", player.ends.endMs !== null);
    end.textContent = ` / ${clock(player.durationMs)}`;
    showTime();
  }

  function showTime() {
    const text = clockTenths(player.currentMs);
    if (now.textContent !== text) now.textContent = text;
  }
}

/** @param {number} rate */
function rateText(rate) {
  return t("player.rateIs", { rate });
}

/**
 * @param {string} label
 * @param {() => void} onclick
 */
function toggle(label, onclick) {
  return button({ label, look: "bare", onclick, props: { aria: { pressed: false } } });
}

/**
 * @param {string} label
 * @param {string} name
 * @param {() => void} onclick
 */
function small(label, name, onclick) {
  return button({ label, look: "bare", onclick, props: { title: name, aria: { label: name } } });
}
