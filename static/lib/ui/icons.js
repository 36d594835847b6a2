/**
 * The icons, drawn as strokes on a 16 x 16 grid in the colour of their text.
 * @module
 */
import { svg } from "/lib/dom.js";

const paths = {
  add: "M8 3v10M3 8h10",
  audio: "M2 8h1M5 5v6M8 2.5v11M11 5v6M14 7.5v1",
  back: "M9.5 3.5 5 8l4.5 4.5",
  bell: "M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3zM6.5 14h3",
  calendar: "M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3M10.5 2v3",
  captions: "M2 3.5h12v9H2zM6.8 6.9a1.6 1.6 0 1 0 0 2.2M11.8 6.9a1.6 1.6 0 1 0 0 2.2",
  card: "M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
  chat: "M2.5 3h11v8h-6L4.5 13.5V11h-2z",
  check: "m3 8.5 3.2 3.2L13 4.8",
  clock: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 4.8V8l2.2 1.6",
  close: "m4 4 8 8M12 4l-8 8",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  down: "m4 6 4 4 4-4",
  download: "M8 2.5v7M4.8 6.8 8 10l3.2-3.2M2.5 13.5h11",
  edit: "m3 13 .6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.5 4.3l2.2 2.2",
  evidence: "M4 2.5h8v11L8 10.8 4 13.5z",
  external: "M9 2.5h4.5V7M13.5 2.5l-6 6M11.5 9v4.5h-9v-9H7",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8M8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  filter: "M2 3.5h12L9.5 8.8V13l-3-1.5V8.8z",
  forward: "M6.5 3.5 11 8l-4.5 4.5",
  full: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  key: "M5.2 6.3a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4M7.2 7.2 13 2.5M11 4.2l1.8 1.8",
  keyboard: "M1.5 4h13v8h-13zM4 6.5h.01M6.5 6.5h.01M9 6.5h.01M11.5 6.5h.01M5 9.5h6",
  link:
    "M6.8 9.2a2.5 2.5 0 0 0 3.6 0l2.3-2.3a2.5 2.5 0 0 0-3.6-3.6L8 4.4M9.2 6.8a2.5 2.5 0 0 0-3.6 0L3.3 9.1a2.5 2.5 0 0 0 3.6 3.6L8 11.6",
  list: "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01",
  lock: "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  mail: "M2 3.5h12v9H2zM2 4.5 8 9l6-4.5",
  moment: "M4 2.5v11M12 2.5v11M4 5.5h8M4 10.5h8",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  phone:
    "M4 2.5h2.2l1 3-1.5 1.2a7 7 0 0 0 3.6 3.6L10.5 8.8l3 1V12a1.5 1.5 0 0 1-1.5 1.5A9.5 9.5 0 0 1 2.5 4 1.5 1.5 0 0 1 4 2.5",
  play: "M5 3.2 12.5 8 5 12.8z",
  screen: "M1.5 3h13v8.5h-13zM5.5 14h5M8 11.5V14",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.3 10.3l3.2 3.2",
  share: "M8 9.5v-7M5 5l3-3 3 3M3.5 8v5.5h9V8",
  sort: "M5 2.5v11M2.5 11 5 13.5 7.5 11M11 13.5v-11M8.5 5 11 2.5 13.5 5",
  sun:
    "M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",
  swap: "M2.5 5.5h10M9.5 2.5l3 3-3 3M13.5 10.5h-10M6.5 7.5l-3 3 3 3",
  trash: "M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4M6.7 6.5v4.5M9.3 6.5v4.5",
  trend: "M2.5 13.5h11M2.5 10.5l3.5-4 3 2.5 4.5-6",
  up: "m4 10 4-4 4 4",
  upload: "M8 10V2.8M4.8 6 8 2.8 11.2 6M2.5 13.5h11",
  user: "M8 2.5a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4M2.8 13.7a5.3 5.3 0 0 1 10.4 0",
  users:
    "M6 3a2.3 2.3 0 1 1 0 4.6A2.3 2.3 0 0 1 6 3M1.5 13a4.5 4.5 0 0 1 9 0M10.5 3.3a2.3 2.3 0 0 1 0 4M12 9a4.5 4.5 0 0 1 2.5 4",
  warning: "M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01",
};

/** @typedef {keyof typeof paths} IconName */

/**
 * An icon; a decoration, so what it stands beside must carry the name.
 * @param {IconName} name
 * @param {string} [className]
 */
export function icon(name, className = "") {
  return svg(
    "svg",
    { class: ["icon", className], viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: paths[name] }),
  );
}
