/**
 * The lanes under the waveforms: evidence and moments as bars, comments as dots, active windows as blocks.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clock, clockRange } from "/lib/times.js";
import { gathered, rowsOf } from "/features/recordings/timeline-view.js";

/** @typedef {import("/features/recordings/recording.js").Range} Range */

/** The least a pointer must be given to hit, CSS px. */
const TARGET_PX = 26;

/** A lane with more rows scrolls. */
const MOST_ROWS = 5;

/**
 * Something that hangs on the timeline.
 * @typedef {object} Mark
 * @property {string} id
 * @property {"evidence" | "moment" | "comment" | "window" | "redaction"} kind
 * @property {number} startMs
 * @property {number} endMs equal to the start for an instant
 * @property {string} label what is written on it: "Q2"
 * @property {string} name what it is called
 * @property {string} [who]
 * @property {string} [look] a class of its own
 * @property {() => void} [run] otherwise a click goes to its start
 */

/**
 * @param {{ kind: "evidence" | "marks" | "redactions" | "windows", label: string, onseek: (ms: number) => void, onlabel?: () => void }} options
 */
export function markLane({ kind, label, onseek, onlabel }) {
  const track = h("div", { class: "lane-track" });
  const caption = onlabel
    ? h("button", { type: "button", class: "lane-label", onclick: onlabel }, label)
    : h("span", { class: "lane-label" }, label);
  const element = h("div", { class: ["lane", kind], role: "group", aria: { label } }, caption, track);
  return { element, draw, setLabel: (/** @type {string} */ text) => (caption.textContent = text) };

  /**
   * @param {readonly Mark[]} marks
   * @param {Range} view
   * @param {number} width px
   */
  function draw(marks, view, width) {
    const perPixel = (view.endMs - view.startMs) / Math.max(1, width);
    const seen = marks.filter((mark) => mark.endMs >= view.startMs && mark.startMs <= view.endMs);
    const dots = gathered(seen.filter((mark) => mark.kind === "comment"), (mark) => mark.startMs, TARGET_PX * perPixel);
    const bars = seen.filter((mark) => mark.kind !== "comment");
    // Nothing is smaller than what a finger hits, so it takes that much room.
    const room = TARGET_PX * perPixel;
    const rows = rowsOf(
      [
        ...bars.map((bar) => ({ startMs: bar.startMs, endMs: Math.max(bar.endMs, bar.startMs + room) })),
        ...dots.map(([first]) => ({ startMs: first.startMs - room / 2, endMs: first.startMs + room / 2 })),
      ],
      mostRows(seen.length),
    );
    const most = Math.max(1, ...rows.map((row) => row + 1));
    element.style.setProperty("--rows", String(most));
    element.classList.toggle("is-high", most > MOST_ROWS);
    const focused = track.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.id
      : null;
    replace(
      track,
      bars.map((bar, index) => block(bar, view, rows[index])),
      dots.map((group, index) => dot(group, view, rows[bars.length + index])),
    );
    if (focused) {
      const again = [...track.children].find((one) => one instanceof HTMLElement && one.dataset.id === focused);
      if (again instanceof HTMLElement) again.focus();
    }
  }

  /**
   * Of redactions each has to be seen: none may hide another.
   * @param {number} count
   */
  function mostRows(count) {
    if (kind === "redactions") return Math.max(1, count);
    return kind === "windows" ? 1 : 2;
  }

  /**
   * @param {Mark} mark
   * @param {Range} view
   * @param {number} row
   */
  function block(mark, view, row) {
    const [start, end] = [Math.max(mark.startMs, view.startMs), Math.min(mark.endMs, view.endMs)];
    return h(
      "button",
      {
        type: "button",
        class: ["mark", mark.kind, mark.look],
        dataset: { id: mark.id },
        title: mark.name,
        aria: { label: mark.name },
        style: {
          "--at": `${share(start, view)}%`,
          "--long": `${share(end, view) - share(start, view)}%`,
          "--row": row,
        },
        onclick: mark.run ?? (() => onseek(mark.startMs)),
      },
      h("span", null, mark.label),
    );
  }

  /**
   * @param {Mark[]} group
   * @param {Range} view
   * @param {number} row
   */
  function dot(group, view, row) {
    const [first] = group;
    const name = t("player.commentMark", { count: group.length, who: first.who, at: clock(first.startMs) });
    return h(
      "button",
      {
        type: "button",
        class: "mark comment",
        dataset: { id: first.id },
        title: group.length === 1 ? `${name}: ${first.label}` : name,
        aria: { label: name },
        style: { "--at": `${share(first.startMs, view)}%`, "--row": row },
        onclick: first.run ?? (() => onseek(first.startMs)),
      },
      h("span", null, group.length > 1 ? String(group.length) : ""),
    );
  }
}

/**
 * A recording's active windows as marks; each lasts until the next begins.
 * @param {import("/features/recordings/recording.js").Recording} recording
 * @returns {Mark[]}
 */
export function windowMarks(recording) {
  const windows = recording.capture?.windows ?? [];
  return windows.map((one, index) => {
    const startMs = recording.offsetMs + one.startMs;
    const endMs = recording.offsetMs +
      (one.endMs ?? windows[index + 1]?.startMs ?? recording.durationMs ?? one.startMs);
    const title = [one.application, one.title].filter(Boolean).join(" · ");
    return {
      id: `${recording.id}-${index}`,
      kind: "window",
      startMs,
      endMs,
      label: title,
      name: t("player.windowMark", { title, at: clock(startMs) }),
    };
  });
}

/**
 * @param {string} id
 * @param {string} question its number on the form
 * @param {Range} range
 * @param {() => void} run
 * @returns {Mark}
 */
export function evidenceMark(id, question, range, run) {
  const name = t("player.evidenceMark", { question, range: clockRange(range.startMs, range.endMs) });
  return { id, kind: "evidence", ...range, label: `Q${question}`, name, run };
}

/** @param {number} ms @param {Range} view */
function share(ms, view) {
  return (ms - view.startMs) / (view.endMs - view.startMs) * 100;
}
