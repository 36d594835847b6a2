/**
 * `<em-timeline>`: the call in the width of the player. Waveforms, what hangs on them, the playhead, the
 * range; a slider for the keyboard, a surface to click and drag for the pointer.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { spokenLength } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { markLane, windowMarks } from "/features/recordings/timeline-marks.js";
import { pointer } from "/features/recordings/timeline-pointer.js";
import { rangeOverlay } from "/features/recordings/timeline-range.js";
import { lanesOf, overTalkOf, Waveforms } from "/features/recordings/timeline-sound.js";
import { screenTrack } from "/features/recordings/timeline-screens.js";
import { following, within, zoomed } from "/features/recordings/timeline-view.js";
import { drawLanes, drawOverview, msPerBar, Palette } from "/features/recordings/timeline-waves.js";
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
  /** @type {Waveforms | null} */
  #waveforms = null;
  /** @type {Range[]} */
  #overTalk = [];
  /** @type {Range} */
  #view = { startMs: 0, endMs: 1 };
  #zoomed = false;
  /** @type {{ evidence: Mark[], marks: Mark[], redactions: Mark[] }} */
  #marks = { evidence: [], marks: [], redactions: [] };
  /** @type {Recording[]} */
  #windowed = [];
  #windowsAt = 0;
  /** @type {{ seen: string, marks: object | null }} what the lanes show now */
  #drawn = { seen: "", marks: null };
  #palette = new Palette();
  /** @type {Record<string, string> | null} */
  #colours = null;
  #waiting = 0;
  #later = 0;
  #ending = new AbortController();

  #overview = h("canvas", { class: "overview", aria: { hidden: true } });
  #canvas = h("canvas", { class: "waves-canvas", aria: { hidden: true } });
  #playhead = h("i", { class: "playhead" });
  #range = rangeOverlay({ player: () => this.#player, ms: (x) => this.#msAt(x) });
  #surface = h(
    "div",
    {
      class: "waves-surface",
      role: "slider",
      tabindex: 0,
      aria: { label: t("player.seekBar"), orientation: "horizontal" },
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#pressed(event),
    },
    this.#canvas,
    this.#range.shade,
  );
  #evidence = markLane({ kind: "evidence", label: t("player.evidence"), onseek: (ms) => this.#player?.seek(ms) });
  #other = markLane({ kind: "marks", label: t("player.marks"), onseek: (ms) => this.#player?.seek(ms) });
  #redactions = markLane({
    kind: "redactions",
    label: t("player.redactions"),
    onseek: (ms) => this.#player?.seek(ms),
  });
  #windows = markLane({
    kind: "windows",
    label: t("player.windows"),
    onseek: (ms) => this.#player?.seek(ms),
    onlabel: () => this.#nextWindows(),
  });
  #screens = screenTrack();
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
    this.#drawn = { seen: "", marks: null };
    const { signal } = this.#ending;
    this.#player = player;
    this.classList.add("timeline");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", t("player.timeline"));
    const ready = recordings.filter((recording) => recording.state === "ready");
    const sounds = ready.filter((recording) => recording.kind === "audio");
    this.#lanes = lanesOf(sounds, levels);
    this.#overTalk = overTalkOf(sounds, levels);
    this.#waveforms = new Waveforms(this.#lanes, sounds, signal, () => this.#drawSoon());
    this.#windowed = ready.filter((recording) => (recording.capture?.windows?.length ?? 0) > 0);
    this.#evidence.element.hidden = !hasEvidence;
    this.#redactions.element.hidden = this.#marks.redactions.length === 0;
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
        h("div", { class: "lane-track" }, this.#surface, this.#range.edges),
      ),
      this.#evidence.element,
      this.#other.element,
      this.#redactions.element,
      this.#windows.element,
      this.#screens.lane,
      this.#screens.preview,
      h("div", { class: "playhead-lane", aria: { hidden: true } }, this.#playhead),
      this.#heardText,
    );
    player.addEventListener("move", () => this.#moved(), { signal });
    player.addEventListener("extent", () => this.#extended(), { signal });
    player.addEventListener("range", () => this.#range.draw(this.#view), { signal });
    player.addEventListener("heard", () => this.#drawLater(), { signal });
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
      onslide: (ms) => this.#zoomed ? this.#centre(ms) : player.seek(ms),
    });
    this.#screens.watch(this.#surface, { ms: (x) => this.#msAt(x), signal });
    this.#screens.watch(this.#overview, { ms: (x) => this.#overviewMs(x), signal });
    this.#screens.load(recordings, signal, () => this.#drawSoon());
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
    this.#range.draw(this.#view);
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  /**
   * What hangs on the timeline: evidence in its own lane, moments and comments in another, and what clips do not hold.
   * @param {{ evidence?: Mark[], marks?: Mark[], redactions?: Mark[] }} marks
   */
  setMarks(marks) {
    this.#marks = { ...this.#marks, ...marks };
    this.#other.element.hidden = this.#marks.marks.length === 0;
    this.#redactions.element.hidden = this.#marks.redactions.length === 0;
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
    clearTimeout(this.#later);
    this.#later = 0;
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

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const player = this.#player;
    if (!player || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = event.shiftKey ? 1000 : 5000;
    const target = {
      ArrowRight: player.currentMs + step,
      ArrowLeft: player.currentMs - step,
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
    this.#playhead.style.transform = `translateX(${at * 100}%)`;
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

  /** @param {Recording | null} screen */
  #lookAt(screen) {
    this.#drawSoon();
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

  /** What was heard grows all the time; it is enough to see it grow by the second. */
  #drawLater() {
    this.#later ||= setTimeout(() => {
      this.#later = 0;
      this.#drawSoon();
    }, 1000);
  }

  #draw() {
    const player = this.#player;
    if (!player || !this.isConnected) return;
    this.#colours ??= this.#palette.read();
    const whole = this.#whole();
    const scene = { view: this.#view, whole, heard: player.heard, overTalk: this.#overTalk };
    this.#waveforms?.need(msPerBar(this.#view, this.#canvas.clientWidth));
    drawLanes(this.#canvas, this.#lanes, scene, this.#colours);
    drawOverview(this.#overview, this.#lanes, scene, this.#colours);
    this.#drawLanes();
    this.#screens.draw(player.mainScreen, this.#view, this.#colours);
    this.#range.draw(this.#view);
    this.#placePlayhead();
    const percent = player.heardPercent;
    this.#heardText.textContent = t("player.heard", { percent });
    this.#overview.title = t("player.heard", { percent });
  }

  /** Only when something moved: a mark replaced under the pointer could not be clicked. */
  #drawLanes() {
    const width = this.#surface.clientWidth;
    const seen = [this.#view.startMs, this.#view.endMs, width, this.#windowsAt].join(" ");
    if (seen === this.#drawn.seen && this.#marks === this.#drawn.marks) return;
    this.#drawn = { seen, marks: this.#marks };
    this.#evidence.draw(this.#marks.evidence, this.#view, width);
    this.#other.draw(this.#marks.marks, this.#view, width);
    this.#redactions.draw(this.#marks.redactions, this.#view, width);
    const windowed = this.#windowed[this.#windowsAt];
    if (windowed) {
      this.#windows.setLabel(
        this.#windowed.length > 1 ? t("player.windowsOf", { number: windowed.monitor ?? 1 }) : t("player.windows"),
      );
      this.#windows.draw(windowMarks(windowed), this.#view, width);
    }
  }
}

customElements.define("em-timeline", EmTimeline);

/**
 * @param {Element} element
 * @param {number} clientX
 * @param {Range} range
 */
function msAt(element, clientX, { startMs, endMs }) {
  const box = element.getBoundingClientRect();
  return startMs + Math.min(1, Math.max(0, (clientX - box.left) / Math.max(1, box.width))) * (endMs - startMs);
}
