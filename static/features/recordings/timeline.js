/**
 * `<em-timeline>`: the call in the width of the player. Waveforms, what hangs on them, the playhead, the
 * range; a slider for the keyboard, a surface to click and drag for the pointer.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clock, clockRange, spokenLength } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { getLevels, getPeaks } from "/features/recordings/calls.js";
import { envelope, readPeaks } from "/features/recordings/peaks.js";
import { channelsOf, partyOf } from "/features/recordings/recording.js";
import { markLane, windowMarks } from "/features/recordings/timeline-marks.js";
import { pointer } from "/features/recordings/timeline-pointer.js";
import { following, overTalk, within, zoomed } from "/features/recordings/timeline-view.js";
import { drawLanes, drawOverview, Palette } from "/features/recordings/timeline-waves.js";
import { styles } from "/lib/styles.js";
import "/features/recordings/player-labels.js";

await styles(import.meta.url, "./timeline.css");

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").Levels} Levels */
/** @typedef {import("/features/recordings/recording.js").Range} Range */
/** @typedef {import("/features/recordings/timeline-marks.js").Mark} Mark */
/** @typedef {import("/features/recordings/timeline-waves.js").Lane} Lane */

export class EmTimeline extends HTMLElement {
  /** @type {import("/features/recordings/player.js").EmPlayer | null} */
  #player = null;
  /** @type {Lane[]} */
  #lanes = [];
  /** @type {Range[]} */
  #overTalk = [];
  /** @type {Range} */
  #view = { startMs: 0, endMs: 1 };
  #zoomed = false;
  /** @type {{ evidence: Mark[], marks: Mark[] }} */
  #marks = { evidence: [], marks: [] };
  /** @type {Recording[]} */
  #windowed = [];
  #windowsAt = 0;
  #palette = new Palette();
  /** @type {Record<string, string> | null} */
  #colours = null;
  #waiting = 0;
  #ending = new AbortController();

  #overview = h("canvas", { class: "overview", aria: { hidden: true } });
  #canvas = h("canvas", { class: "waves-canvas", aria: { hidden: true } });
  #playhead = h("i", { class: "playhead" });
  #shade = h("div", { class: "range-shade", hidden: true });
  #edges = {
    startMs: this.#edge("startMs", t("player.edgeIn")),
    endMs: this.#edge("endMs", t("player.edgeOut")),
  };
  #surface = h(
    "div",
    {
      class: "waves-surface",
      role: "slider",
      tabindex: 0,
      title: t("player.timelineHint"),
      aria: { label: t("player.seekBar"), orientation: "horizontal" },
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#pressed(event),
    },
    this.#canvas,
    this.#shade,
  );
  #evidence = markLane({ kind: "evidence", label: t("player.evidence"), onseek: (ms) => this.#player?.seek(ms) });
  #other = markLane({ kind: "marks", label: t("player.marks"), onseek: (ms) => this.#player?.seek(ms) });
  #windows = markLane({
    kind: "windows",
    label: t("player.windows"),
    onseek: (ms) => this.#player?.seek(ms),
    onlabel: () => this.#nextWindows(),
  });
  #names = h("div", { class: "wave-names", aria: { hidden: true } });
  #heardText = h("span", { class: "visually-hidden" });

  /**
   * Draws the recordings a player plays.
   * @param {import("/features/recordings/player.js").EmPlayer} player
   * @param {{ recordings: Recording[], levels: Map<string, Levels>, hasEvidence?: boolean }} options
   */
  load(player, { recordings, levels, hasEvidence = false }) {
    this.#end();
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    this.#player = player;
    this.classList.add("timeline");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", t("player.timeline"));
    const ready = recordings.filter((recording) => recording.state === "ready");
    const sounds = ready.filter((recording) => recording.kind === "audio");
    this.#lanes = sounds.flatMap((recording) => lanesOf(recording, levels.get(recording.id)))
      .sort((a, b) => order(a.party) - order(b.party));
    this.#overTalk = sounds.flatMap((recording) =>
      (levels.get(recording.id)?.overTalk ?? []).map((range) => moved(range, recording.offsetMs))
    );
    this.#windowed = ready.filter((recording) => (recording.capture?.windows?.length ?? 0) > 0);
    this.#evidence.element.hidden = !hasEvidence;
    this.#windows.element.hidden = this.#windowed.length === 0;
    replace(this.#names, this.#lanes.map((lane) => h("span", { class: lane.party }, t(`player.${lane.party}`))));
    this.style.setProperty("--lanes", String(Math.max(1, this.#lanes.length)));
    this.toggleAttribute("data-silent", this.#lanes.length === 0);
    replace(
      this,
      this.#palette.element,
      h(
        "div",
        { class: "lane overview-lane" },
        h(
          "span",
          { class: "lane-label zoom" },
          this.#zoomButton("−", t("player.zoomOut"), 0.5),
          this.#zoomButton("+", t("player.zoomIn"), 2),
        ),
        h("div", { class: "lane-track" }, this.#overview),
      ),
      h(
        "div",
        { class: "lane waves" },
        this.#names,
        h("div", { class: "lane-track" }, this.#surface, this.#edges.startMs, this.#edges.endMs),
      ),
      this.#evidence.element,
      this.#other.element,
      this.#windows.element,
      h("div", { class: "playhead-lane", aria: { hidden: true } }, this.#playhead),
      this.#heardText,
    );
    player.addEventListener("move", () => this.#moved(), { signal });
    player.addEventListener("extent", () => this.#extended(), { signal });
    player.addEventListener("range", () => this.#ranged(), { signal });
    player.addEventListener("heard", () => this.#drawSoon(), { signal });
    player.addEventListener("look", () => this.#lookAt(player.mainScreen), { signal });
    pointer(this.#surface, {
      signal,
      ms: (x) => this.#msAt(x),
      ontap: (ms) => player.seek(ms),
      ondrag: (range) => player.setRange(range),
    });
    pointer(this.#overview, {
      signal,
      ms: (x) => this.#overviewMs(x),
      ontap: (ms) => player.seek(ms),
      onslide: (ms) => this.#centre(ms),
    });
    this.addEventListener("wheel", (event) => this.#wheeled(event), { signal, passive: false });
    const watch = new ResizeObserver(() => this.#drawSoon());
    watch.observe(this.#surface);
    signal.addEventListener("abort", () => watch.disconnect());
    const forget = () => {
      this.#colours = null;
      this.#drawSoon();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", forget, { signal });
    const themes = new MutationObserver(forget);
    themes.observe(document.documentElement, { attributes: true });
    signal.addEventListener("abort", () => themes.disconnect());
    this.#extended();
    this.#ranged();
    void this.#loadPeaks(sounds, signal);
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  /**
   * What hangs on the timeline: evidence in its own lane, moments and comments in another.
   * @param {{ evidence?: Mark[], marks?: Mark[] }} marks
   */
  setMarks(marks) {
    this.#marks = { ...this.#marks, ...marks };
    this.#other.element.hidden = this.#marks.marks.length === 0;
    this.#drawSoon();
  }

  /** @param {number} factor */
  zoom(factor) {
    const whole = this.#whole();
    this.#view = zoomed(this.#view, whole, factor, this.#player?.currentMs ?? 0);
    this.#zoomed = this.#view.endMs - this.#view.startMs < whole.endMs - whole.startMs - 1;
    this.#drawSoon();
  }

  #end() {
    this.#ending.abort();
    cancelAnimationFrame(this.#waiting);
    this.#waiting = 0;
  }

  /** @returns {Range} */
  #whole() {
    const player = this.#player;
    return { startMs: player?.startMs ?? 0, endMs: Math.max(player?.durationMs ?? 0, (player?.startMs ?? 0) + 1000) };
  }

  /**
   * @param {string} sign
   * @param {string} label
   * @param {number} factor
   */
  #zoomButton(sign, label, factor) {
    return button({
      label: sign,
      look: "bare",
      small: true,
      onclick: () => this.zoom(factor),
      props: { title: label, aria: { label } },
    });
  }

  /**
   * @param {"startMs" | "endMs"} end
   * @param {string} label
   */
  #edge(end, label) {
    const made = h("div", {
      class: ["range-edge", end],
      role: "slider",
      tabindex: 0,
      hidden: true,
      aria: { label, orientation: "horizontal" },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const step = { ArrowLeft: -100, ArrowRight: 100, PageDown: -1000, PageUp: 1000 }[event.key];
        const at = this.#player?.ends[end];
        if (step === undefined || at == null) return;
        event.preventDefault();
        event.stopPropagation();
        this.#moveEdge(end, at + (event.shiftKey ? step / 10 : step));
      },
    });
    pointer(made, {
      ms: (x) => this.#msAt(x),
      onslide: (ms) => this.#moveEdge(end, ms),
    });
    return made;
  }

  /** @param {"startMs" | "endMs"} end @param {number} ms */
  #moveEdge(end, ms) {
    const player = this.#player;
    if (!player) return;
    const kept = Math.min(Math.max(ms, player.startMs), player.durationMs);
    const { startMs, endMs } = player.ends;
    if (end === "startMs") player.setIn(endMs === null ? kept : Math.min(kept, endMs - 1));
    else player.setOut(startMs === null ? kept : Math.max(kept, startMs + 1));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const player = this.#player;
    if (!player || event.ctrlKey || event.altKey || event.metaKey) return;
    const isRightToLeft = getComputedStyle(this).direction === "rtl";
    const forward = isRightToLeft ? "ArrowLeft" : "ArrowRight";
    const back = isRightToLeft ? "ArrowRight" : "ArrowLeft";
    const step = event.shiftKey ? 1000 : 5000;
    const target = {
      [forward]: player.currentMs + step,
      [back]: player.currentMs - step,
      PageUp: player.currentMs + 30_000,
      PageDown: player.currentMs - 30_000,
      Home: player.startMs,
      End: player.durationMs,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    player.seek(target);
  }

  /** @param {WheelEvent} event */
  #wheeled(event) {
    const whole = this.#whole();
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#view = zoomed(this.#view, whole, event.deltaY < 0 ? 1.25 : 0.8, this.#msAt(event.clientX));
      this.#zoomed = this.#view.endMs - this.#view.startMs < whole.endMs - whole.startMs - 1;
      this.#drawSoon();
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && this.#zoomed) {
      event.preventDefault();
      const by = event.deltaX / Math.max(1, this.#surface.clientWidth) * (this.#view.endMs - this.#view.startMs);
      this.#view = within({ startMs: this.#view.startMs + by, endMs: this.#view.endMs + by }, whole);
      this.#drawSoon();
    }
  }

  /** @param {number} clientX */
  #msAt(clientX) {
    return msAt(this.#surface, clientX, this.#view);
  }

  /** @param {number} clientX */
  #overviewMs(clientX) {
    return msAt(this.#overview, clientX, this.#whole());
  }

  /** @param {number} ms */
  #centre(ms) {
    const half = (this.#view.endMs - this.#view.startMs) / 2;
    this.#view = within({ startMs: ms - half, endMs: ms + half }, this.#whole());
    this.#drawSoon();
  }

  #moved() {
    const player = this.#player;
    if (!player) return;
    if (this.#zoomed && player.isPlaying) {
      const view = following(this.#view, this.#whole(), player.currentMs);
      if (view !== this.#view) {
        this.#view = view;
        this.#drawSoon();
      }
    }
    this.#placePlayhead();
  }

  #placePlayhead() {
    const player = this.#player;
    if (!player) return;
    const { startMs, endMs } = this.#view;
    const at = (player.currentMs - startMs) / (endMs - startMs);
    this.#playhead.hidden = at < 0 || at > 1;
    this.#playhead.style.setProperty("--at", `${at * 100}%`);
    const seconds = Math.round(player.currentMs / 1000);
    if (this.#surface.getAttribute("aria-valuenow") === String(seconds)) return;
    this.#surface.setAttribute("aria-valuenow", String(seconds));
    this.#surface.setAttribute("aria-valuetext", spokenLength(player.currentMs));
  }

  #extended() {
    const whole = this.#whole();
    this.#view = this.#zoomed ? within(this.#view, whole) : whole;
    this.#surface.setAttribute("aria-valuemin", String(Math.round(whole.startMs / 1000)));
    this.#surface.setAttribute("aria-valuemax", String(Math.round(whole.endMs / 1000)));
    this.#drawSoon();
  }

  #ranged() {
    const player = this.#player;
    if (!player) return;
    const { startMs, endMs } = this.#view;
    /** @param {number} ms */
    const at = (ms) => `${(ms - startMs) / (endMs - startMs) * 100}%`;
    const range = player.range;
    this.#shade.hidden = range === null;
    if (range) {
      this.#shade.style.setProperty("--from", at(Math.max(range.startMs, startMs)));
      this.#shade.style.setProperty("--to", at(Math.min(range.endMs, endMs)));
      this.#shade.hidden = range.endMs < startMs || range.startMs > endMs;
    }
    for (const end of /** @type {const} */ (["startMs", "endMs"])) {
      const ms = player.ends[end];
      const edge = this.#edges[end];
      edge.hidden = ms === null || ms < startMs || ms > endMs;
      if (ms === null) continue;
      edge.style.setProperty("--at", at(ms));
      edge.setAttribute("aria-valuemin", String(player.startMs));
      edge.setAttribute("aria-valuemax", String(Math.round(player.durationMs)));
      edge.setAttribute("aria-valuenow", String(Math.round(ms)));
      edge.setAttribute("aria-valuetext", clock(ms));
    }
  }

  /** @param {Recording | null} screen */
  #lookAt(screen) {
    const index = this.#windowed.findIndex((one) => one.id === screen?.id);
    if (index < 0) return;
    this.#windowsAt = index;
    this.#drawSoon();
  }

  #nextWindows() {
    this.#windowsAt = (this.#windowsAt + 1) % Math.max(1, this.#windowed.length);
    this.#drawSoon();
  }

  #drawSoon() {
    if (this.#waiting) return;
    this.#waiting = requestAnimationFrame(() => {
      this.#waiting = 0;
      this.#draw();
    });
  }

  #draw() {
    const player = this.#player;
    if (!player || !this.isConnected) return;
    this.#colours ??= this.#palette.read();
    const whole = this.#whole();
    const scene = { view: this.#view, whole, heard: player.heard, overTalk: this.#overTalk };
    drawLanes(this.#canvas, this.#lanes, scene, this.#colours);
    drawOverview(this.#overview, this.#lanes, scene, this.#colours);
    const width = this.#surface.clientWidth;
    this.#evidence.draw(this.#marks.evidence, this.#view, width);
    this.#other.draw(this.#marks.marks, this.#view, width);
    const windowed = this.#windowed[this.#windowsAt];
    if (windowed) {
      this.#windows.setLabel(
        this.#windowed.length > 1 ? t("player.windowsOf", { number: windowed.monitor ?? 1 }) : t("player.windows"),
      );
      this.#windows.draw(windowMarks(windowed), this.#view, width);
    }
    this.#ranged();
    this.#placePlayhead();
    const total = player.heard.reduce((sum, range) => sum + range.endMs - range.startMs, 0);
    const percent = Math.round(100 * total / (whole.endMs - whole.startMs));
    this.#heardText.textContent = t("player.heard", { percent });
    this.#overview.title = t("player.heard", { percent });
  }

  /**
   * @param {Recording[]} sounds
   * @param {AbortSignal} signal
   */
  async #loadPeaks(sounds, signal) {
    await Promise.all(sounds.map(async (recording) => {
      try {
        const peaks = readPeaks(await getPeaks(recording.id, signal));
        for (const lane of this.#lanes) if (lane.recording === recording.id) lane.peaks = peaks;
        this.#drawSoon();
      } catch {
        // Without its waveform a call plays all the same: the lane stays a dotted line.
      }
    }));
    const [agent, customer] = ["agent", "customer"].map((party) => this.#lanes.find((lane) => lane.party === party));
    if (signal.aborted || !agent?.peaks || !customer?.peaks || agent.recording === customer.recording) return;
    const whole = this.#whole();
    const slices = Math.ceil((whole.endMs - whole.startMs) / 100);
    const [a, b] = [agent, customer].map((lane) => {
      const peaks = /** @type {import("/features/recordings/peaks.js").Peaks} */ (lane.peaks);
      const from = whole.startMs - lane.offsetMs;
      return envelope(peaks, lane.channel, from, from + slices * 100, slices).map((loud) =>
        loud / (peaks.loudest || 1)
      );
    });
    this.#overTalk = overTalk(a, b, 100).map((range) => moved(range, whole.startMs));
    this.#drawSoon();
  }
}

customElements.define("em-timeline", EmTimeline);

/** The levels of every sound recording that has them. @param {Recording[]} recordings @param {AbortSignal} [signal] */
export async function levelsOf(recordings, signal) {
  /** @type {Map<string, Levels>} */
  const found = new Map();
  const sounds = recordings.filter((recording) => recording.kind === "audio" && recording.state === "ready");
  await Promise.all(sounds.map(async (recording) => {
    try {
      found.set(recording.id, await getLevels(recording.id, signal));
    } catch {
      // Silence is then neither drawn nor skipped.
    }
  }));
  return found;
}

/** A range as the range bar writes it. @param {Range} range */
export function rangeText(range) {
  return clockRange(range.startMs, range.endMs);
}

/**
 * @param {Recording} recording
 * @param {Levels | undefined} levels
 * @returns {Lane[]}
 */
function lanesOf(recording, levels) {
  return Array.from({ length: Math.min(2, channelsOf(recording)) }, (_, channel) => ({
    recording: recording.id,
    party: partyOf(recording, channel),
    peaks: null,
    channel,
    offsetMs: recording.offsetMs,
    durationMs: recording.durationMs ?? 0,
    silences: (levels?.channels[channel]?.silences ?? []).map((range) => moved(range, recording.offsetMs)),
  }));
}

/** @param {Range} range @param {number} byMs @returns {Range} */
function moved(range, byMs) {
  return { startMs: range.startMs + byMs, endMs: range.endMs + byMs };
}

/** @param {string} party */
function order(party) {
  return ["agent", "customer", "other"].indexOf(party);
}

/**
 * @param {Element} element
 * @param {number} clientX
 * @param {Range} range
 */
function msAt(element, clientX, { startMs, endMs }) {
  const box = element.getBoundingClientRect();
  return startMs + Math.min(1, Math.max(0, (clientX - box.left) / Math.max(1, box.width))) * (endMs - startMs);
}
