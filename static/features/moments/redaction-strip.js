/**
 * The moment as a strip: where something is redacted, and where the player is.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockTenths } from "/lib/times.js";
import { shortName } from "/features/moments/redaction-list.js";
import "/features/moments/redaction-labels.js";

/** @typedef {import("/features/moments/redaction-list.js").Item} Item */

/**
 * @param {object} options
 * @param {{ startMs: number, endMs: number }} options.moment
 * @param {(ms: number) => void} options.onseek
 * @param {(id: number) => void} options.onchoose
 */
export function redactionStrip({ moment, onseek, onchoose }) {
  const length = moment.endMs - moment.startMs;
  const bars = h("div", { class: "strip-bars", role: "group", aria: { label: t("redactions.strip") } });
  const position = h("input", {
    type: "range",
    class: "strip-position",
    min: moment.startMs,
    max: moment.endMs,
    step: 100,
    value: moment.startMs,
    aria: { label: t("redactions.position") },
    oninput: () => onseek(Number(position.value)),
  });
  const element = h("div", { class: "redaction-strip" }, bars, position);
  return { element, draw, move };

  /**
   * @param {readonly Item[]} items
   * @param {number | null} chosen
   */
  function draw(items, chosen) {
    replace(
      bars,
      items.map(({ id, redaction }) => {
        const name = shortName(redaction);
        const bar = h("button", {
          type: "button",
          class: ["strip-bar", redaction.kind, id === chosen && "is-chosen"],
          title: name,
          aria: { label: name, pressed: id === chosen },
          onclick: () => onchoose(id),
        });
        bar.style.setProperty("--start", `${(redaction.startMs - moment.startMs) / length * 100}%`);
        bar.style.setProperty("--length", `${(redaction.endMs - redaction.startMs) / length * 100}%`);
        return bar;
      }),
    );
  }

  /** @param {number} ms */
  function move(ms) {
    const within = Math.min(Math.max(Math.round(ms), moment.startMs), moment.endMs);
    if (document.activeElement !== position || Math.abs(Number(position.value) - within) > 100) {
      position.value = String(within);
    }
    position.setAttribute("aria-valuetext", clockTenths(within));
  }
}
