/**
 * A drawing of the monitors as the agent had them, from the places their recordings tell.
 * @module
 */
import { h, svg } from "/lib/dom.js";
import { t } from "/lib/text.js";
import "/features/recordings/labels.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */

/**
 * @param {Recording[]} recordings
 * @returns {HTMLElement | null} null when fewer than one monitor says where it stood
 */
export function desktopDrawing(recordings) {
  const places = recordings.flatMap(({ capture, monitor }) => {
    if (capture?.x == null || capture.y == null || !capture.width || !capture.height) return [];
    const { x, y, width, height, monitorName } = capture;
    return [{
      x,
      y,
      width,
      height,
      label: t("recordings.monitorN", { monitor: monitor ?? 1 }),
      name: monitorName ?? "",
    }];
  });
  if (places.length === 0) return null;
  const left = Math.min(...places.map((one) => one.x));
  const top = Math.min(...places.map((one) => one.y));
  const width = Math.max(...places.map((one) => one.x + one.width)) - left;
  const height = Math.max(...places.map((one) => one.y + one.height)) - top;
  const unit = width / 100;
  const words = places.map((one) => `${one.label} ${one.name} ${one.width} × ${one.height}`).join(", ");
  return h(
    "figure",
    { class: "desktop-layout" },
    svg(
      "svg",
      {
        viewBox: `${left - unit} ${top - unit} ${width + 2 * unit} ${height + 2 * unit}`,
        role: "img",
        "aria-label": `${t("recordings.layout")}: ${words}`,
      },
      places.map((one) =>
        svg(
          "g",
          null,
          svg("rect", { x: one.x, y: one.y, width: one.width, height: one.height, rx: unit, "stroke-width": unit / 2 }),
          label(one.x + one.width / 2, one.y + one.height / 2, 5 * unit, one.label),
          label(one.x + one.width / 2, one.y + one.height / 2 + 6 * unit, 3.4 * unit, `${one.width} × ${one.height}`),
        )
      ),
    ),
    h("figcaption", { class: "field-hint" }, t("recordings.layout")),
  );
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {string} text
 */
function label(x, y, size, text) {
  return svg("text", { x, y, "font-size": size, "text-anchor": "middle", "dominant-baseline": "middle" }, text);
}
