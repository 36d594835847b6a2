/**
 * The chosen range on the waveforms: a shade, and an edge at either end to move by pointer or keyboard.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockTenths } from "/lib/times.js";
import { pointer } from "/features/recordings/timeline-pointer.js";
import "/features/recordings/player-labels.js";

/** @typedef {import("/features/recordings/recording.js").Range} Range */
/** @typedef {"startMs" | "endMs"} End */

/** What an arrow moves an edge by, ms; a tenth of it with Shift. */
const STEPS = new Map([["ArrowLeft", -100], ["ArrowRight", 100], ["PageDown", -1000], ["PageUp", 1000]]);

/**
 * @param {object} options
 * @param {() => import("/features/recordings/player.js").EmPlayer | null} options.player
 * @param {(clientX: number) => number} options.ms
 */
export function rangeOverlay({ player, ms }) {
  const shade = h("div", { class: "range-shade", hidden: true });
  const made = { startMs: edge("startMs", t("player.edgeIn")), endMs: edge("endMs", t("player.edgeOut")) };
  return { shade, edges: [made.startMs, made.endMs], draw };

  /** @param {Range} view */
  function draw(view) {
    const of = player();
    if (!of) return;
    const length = view.endMs - view.startMs;
    /** @param {number} position */
    const at = (position) => `${(position - view.startMs) / length * 100}%`;
    const { range, ends } = of;
    shade.classList.toggle("is-looping", of.loops);
    shade.hidden = range === null || range.endMs < view.startMs || range.startMs > view.endMs;
    if (range) {
      shade.style.setProperty("--from", at(Math.max(range.startMs, view.startMs)));
      shade.style.setProperty("--to", at(Math.min(range.endMs, view.endMs)));
    }
    for (const end of /** @type {const} */ (["startMs", "endMs"])) {
      const position = ends[end];
      const one = made[end];
      one.hidden = position === null || position < view.startMs || position > view.endMs;
      if (position === null) continue;
      one.style.setProperty("--at", at(position));
      one.setAttribute("aria-valuemin", String(of.startMs));
      one.setAttribute("aria-valuemax", String(Math.round(of.durationMs)));
      one.setAttribute("aria-valuenow", String(Math.round(position)));
      one.setAttribute("aria-valuetext", clockTenths(position));
    }
  }

  /**
   * @param {End} end
   * @param {string} label
   */
  function edge(end, label) {
    const element = h("div", {
      class: ["range-edge", end],
      role: "slider",
      tabindex: 0,
      hidden: true,
      aria: { label, orientation: "horizontal", valuenow: 0 },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const step = STEPS.get(event.key);
        const at = player()?.ends[end];
        if (step === undefined || at == null) return;
        event.preventDefault();
        event.stopPropagation();
        move(end, at + (event.shiftKey ? step / 10 : step));
      },
    });
    pointer(element, { ms, onslide: (position) => move(end, position) });
    return element;
  }

  /**
   * @param {End} end
   * @param {number} position
   */
  function move(end, position) {
    const of = player();
    if (!of) return;
    const kept = Math.min(Math.max(position, of.startMs), of.durationMs);
    const { startMs, endMs } = of.ends;
    if (end === "startMs") of.setIn(endMs === null ? kept : Math.min(kept, endMs - 1));
    else of.setOut(startMs === null ? kept : Math.max(kept, startMs + 1));
  }
}
