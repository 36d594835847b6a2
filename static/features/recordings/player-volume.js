/**
 * The loudspeaker, drawn with as many waves as it is loud.
 * @module
 */
import { svg } from "/lib/dom.js";

const BODY = "M2.5 6v4H5l3 2.5v-9L5 6z";
const SIGNS = {
  off: "m10.5 6.2 3.5 3.6M14 6.2l-3.5 3.6",
  low: "M10.5 6.2a2.6 2.6 0 0 1 0 3.6",
  high: "M10.5 6.2a2.6 2.6 0 0 1 0 3.6M12.3 4.4a5.1 5.1 0 0 1 0 7.2",
};

/** @param {keyof typeof SIGNS} level */
export function volumeIcon(level) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: BODY + SIGNS[level] }),
  );
}
