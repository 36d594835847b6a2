/**
 * The moment as a strip: where something is redacted, and where the player is. Redactions over the same stretch stand
 * below each other.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockTenths } from "/lib/times.js";
import { shortName, whose } from "/features/moments/redaction-names.js";
import { rowsOf } from "/features/recordings/timeline-view.js";
import "/features/moments/redaction-labels.js";

/** @typedef {import("/features/moments/redaction-list.js").Item} Item */

/** The least width of a bar, and what is free behind it, CSS px. */
const TARGET_PX = 26;

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
  /** @type {readonly Item[]} */
  let drawn = [];
  new ResizeObserver(place).observe(bars);
  return { element, draw, move };

  /**
   * @param {readonly Item[]} items
   * @param {number | null} chosen
   */
  function draw(items, chosen) {
    const focused = document.activeElement instanceof HTMLElement && bars.contains(document.activeElement)
      ? document.activeElement.dataset.id
      : null;
    drawn = items;
    replace(
      bars,
      items.map(({ id, redaction }) => {
        const name = shortName(redaction);
        const label = t("redactions.barOf", { what: t(`redactions.${redaction.kind}`), whom: whose(redaction) });
        return h(
          "button",
          {
            type: "button",
            class: ["strip-bar", redaction.kind, id === chosen && "is-chosen"],
            dataset: { id },
            title: name,
            aria: { label: name, pressed: id === chosen },
            style: {
              "--start": `${(redaction.startMs - moment.startMs) / length * 100}%`,
              "--length": `${(redaction.endMs - redaction.startMs) / length * 100}%`,
            },
            onclick: () => onchoose(id),
          },
          h("span", null, label),
        );
      }),
    );
    place();
    const again = [...bars.children].find((bar) => bar instanceof HTMLElement && bar.dataset.id === focused);
    if (again instanceof HTMLElement) again.focus();
  }

  /** Puts each bar into the first row that is free where it stands. */
  function place() {
    const room = TARGET_PX * length / Math.max(TARGET_PX, bars.clientWidth);
    const ranges = drawn.map(({ redaction: { startMs, endMs } }) => {
      // As the style does: no bar is too narrow to be hit, and none goes beyond the end.
      const from = Math.min(startMs, moment.endMs - room);
      return { startMs: from, endMs: Math.max(endMs, from + room) };
    });
    const rows = rowsOf(ranges, Math.max(1, ranges.length));
    bars.style.setProperty("--rows", String(Math.max(1, ...rows.map((row) => row + 1))));
    for (const [index, bar] of [...bars.children].entries()) {
      if (bar instanceof HTMLElement) bar.style.setProperty("--row", String(rows[index]));
    }
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
