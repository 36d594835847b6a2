/**
 * One to four screens: a grid, or as they stood on the agent's desk; a click enlarges one, two show it over the whole
 * screen.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clock } from "/lib/times.js";
import { placeIn } from "/features/recordings/player-clock.js";
import { hasFullScreen, toggleFullScreen } from "/features/recordings/player-fullscreen.js";
import { desktopLayout } from "/features/recordings/screens-layout.js";
import "/features/recordings/player-labels.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/player-deck.js").Member} Member */

/** A screen that begins a breath later than the call, or ends earlier, is not worth a word, ms. */
const SHORT_MS = 1500;

/**
 * @typedef {object} Screens
 * @property {HTMLElement} element
 * @property {(positionMs: number) => void} moved says which screens have not begun, or are over
 * @property {() => void} refresh shows which failed
 * @property {(text: string | null) => void} caption
 * @property {(id: string | null) => void} enlarge
 */

/**
 * @param {object} options
 * @param {Recording[]} options.recordings
 * @param {Member[]} options.members
 * @param {(recording: Recording | null) => void} [options.onenlarge]
 * @param {() => void} options.onretry
 * @param {(spare: Member, other: Member) => void} options.onexchange shows a spare screen in the place of another one
 * @returns {Screens}
 */
export function screens({ recordings, members, onenlarge, onretry, onexchange }) {
  const isAlone = recordings.length === 1;
  const cells = recordings.map(cell);
  const layout = desktopLayout(recordings.map((recording) => recording.capture));
  const desk = h("div", { class: "screens-desk" }, cells.map(({ element }) => element));
  const captions = h("p", { class: "screens-caption", hidden: true });
  const element = h(
    "section",
    { class: "screens", dataset: { count: recordings.length }, aria: { label: t("player.screens") } },
    desk,
    captions,
  );
  /** @type {string | null} */
  let enlarged = null;
  arrange();
  return { element, moved, refresh, caption, enlarge };

  /** @param {Recording} recording */
  function cell(recording) {
    const name = screenName(recording);
    const member = members.find((one) => one.id === recording.id);
    const veil = h("span", { class: "screen-veil", hidden: true });
    const made = h(
      "button",
      {
        type: "button",
        class: "screen",
        aria: isAlone
          ? { label: t("player.fullScreenOf", { name }) }
          : { label: t("player.enlarge", { name }), pressed: false },
        onclick: () => {
          if (canRetry(member)) onretry();
          else if (member?.failed === "spare") exchange(member);
          else if (isAlone) fullScreen();
          else enlarge(enlarged === recording.id ? null : recording.id);
        },
        ondblclick: () => !isAlone && fullScreen(),
      },
      member?.element,
      h("span", { class: "screen-name", aria: { hidden: true } }, name),
      veil,
    );
    return { element: made, veil, recording, member, said: "" };
  }

  /** The only screen by a click, any by two. */
  function fullScreen() {
    const player = element.parentElement;
    if (player && hasFullScreen(player)) void toggleFullScreen(player);
  }

  /**
   * Shows a spare screen where the last one is that nobody has enlarged.
   * @param {Member} spare
   */
  function exchange(spare) {
    const shown = cells.filter(({ member }) => member && !member.failed);
    const other = (shown.findLast(({ recording }) => recording.id !== enlarged) ?? shown.at(-1))?.member;
    if (other) onexchange(spare, other);
  }

  /** @param {string | null} id */
  function enlarge(id) {
    enlarged = id;
    arrange();
    onenlarge?.(recordings.find((recording) => recording.id === id) ?? null);
  }

  function arrange() {
    const look = enlarged !== null && !isAlone ? "enlarged" : layout ? "desk" : "grid";
    element.dataset.look = look;
    for (const [index, { element: one, recording }] of cells.entries()) {
      const isEnlarged = recording.id === enlarged;
      if (!isAlone) one.setAttribute("aria-pressed", String(isEnlarged));
      one.classList.toggle("is-enlarged", isEnlarged);
      const rect = layout?.rects[index];
      for (const [name, share] of Object.entries(rect ?? {})) one.style.setProperty(`--${name}`, `${share * 100}%`);
    }
    desk.style.setProperty("--others", String(Math.max(1, cells.length - 1)));
    if (layout) desk.style.setProperty("--ratio", String(layout.ratio));
  }

  /** @param {number} positionMs */
  function moved(positionMs) {
    for (const one of cells) {
      const text = !one.member
        ? t(one.recording.state === "failed" ? "player.screenFailed" : "player.screenProcessing")
        : unplayed(one.member) || away(one.member, positionMs);
      if (text === one.said) continue;
      one.said = text;
      const name = screenName(one.recording);
      if (!isAlone) {
        one.element.setAttribute(
          "aria-label",
          t(isSpare(one.member) ? "player.showSpare" : "player.enlarge", { name }),
        );
      }
      one.element.classList.toggle("is-spare", isSpare(one.member));
      one.veil.hidden = text === "";
      replace(one.veil, h("span", null, text));
    }
  }

  function refresh() {
    for (const one of cells) one.said = "\u0000";
  }

  /** @param {string | null} text */
  function caption(text) {
    captions.hidden = !text;
    if (captions.textContent !== text) captions.textContent = text ?? "";
  }
}

/** @param {Member | undefined} member */
function canRetry(member) {
  return member?.failed === "network" || member?.failed === "decode";
}

/** @param {Member | undefined} member */
function isSpare(member) {
  return member?.failed === "spare";
}

/**
 * Why a screen is not seen; "" when it is.
 * @param {Member} member
 */
function unplayed(member) {
  if (!member.failed) return "";
  if (member.failed === "preparing") return t("player.screenPreparing");
  if (isSpare(member)) return t("player.screenSpare");
  return member.failed === "unprepared"
    ? t("player.screenUnprepared", { why: member.why })
    : t("player.screenUnplayable");
}

/**
 * What a screen is called: "Monitor 1 · CRM".
 * @param {Recording} recording
 */
export function screenName(recording) {
  const name = t("player.monitor", { number: recording.monitor ?? 1 });
  return recording.capture?.monitorName ? `${name} · ${recording.capture.monitorName}` : name;
}

/**
 * @param {Member} member
 * @param {number} positionMs
 */
function away(member, positionMs) {
  const { phase } = placeIn(member, positionMs);
  if (phase === "before") {
    return member.offsetMs - positionMs > SHORT_MS ? t("player.screenStarts", { at: clock(member.offsetMs) }) : "";
  }
  const endMs = member.offsetMs + member.durationMs;
  return phase === "after" && positionMs - endMs > SHORT_MS ? t("player.screenEnded", { at: clock(endMs) }) : "";
}
