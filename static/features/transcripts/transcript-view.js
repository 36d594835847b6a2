/**
 * `<em-transcript>`: what was said, line by line. A click goes there; it follows the playback until the
 * reader scrolls, and marks the word being said where its time is known; lines can be selected by pointer or keyboard.
 *
 * Events: `seek` (ms), `lines` (the selected lines, or null).
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { clock } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { emptyState } from "/lib/ui/parts.js";
import { SpokenWord } from "/features/transcripts/spoken-word.js";
import { lineAt, spanOf } from "/features/transcripts/transcript-lines.js";
import "/features/transcripts/transcript-labels.js";

await styles(import.meta.url, "./transcript.css");

/** @typedef {import("/features/transcripts/transcript-lines.js").Segment} Segment */
/** @typedef {import("/features/transcripts/transcript-lines.js").Lines} Lines */

/** How many lines are left out together while they are out of sight. */
const GROUP = 40;
/** How long after a scroll of ours another scroll event is still ours, ms. */
const OWN_SCROLL_MS = 700;

export class EmTranscript extends HTMLElement {
  /** @type {Segment[]} */
  #segments = [];
  /** @type {HTMLElement[]} */
  #rows = [];
  #now = -1;
  #word = new SpokenWord();
  #follows = true;
  #scrolledAt = 0;
  /** @type {{ from: number, to: number } | null} */
  #chosen = null;
  /** While the pointer selects, nothing is told: what that shows would move the lines away under it. */
  #isHeld = false;
  #isUntold = false;
  #list = h("div", { class: "transcript-lines", role: "list" });
  #none = h("div", { hidden: true });
  #scroller = h(
    "div",
    {
      class: "transcript-scroll",
      tabindex: 0,
      role: "region",
      aria: { label: t("transcript.title") },
    },
    this.#list,
    this.#none,
  );
  #back = button({
    label: t("transcript.backToNow"),
    icon: "down",
    small: true,
    onclick: () => this.follow(),
    props: { class: "transcript-back", hidden: true },
  });

  connectedCallback() {
    document.addEventListener("selectionchange", this.#selected);
    document.addEventListener("pointerup", this.#released);
    document.addEventListener("pointercancel", this.#released);
    // Taken out and put back, as by tabs, it is as it was.
    if (this.#scroller.parentElement === this) return;
    this.classList.add("transcript");
    replace(this, this.#scroller, this.#back);
    const stop = () => this.#stopFollowing();
    this.#scroller.addEventListener("wheel", stop, { passive: true });
    this.#scroller.addEventListener("touchmove", stop, { passive: true });
    this.#scroller.addEventListener("scroll", () => {
      if (performance.now() - this.#scrolledAt > OWN_SCROLL_MS) this.#stopFollowing();
    }, { passive: true });
    this.#scroller.addEventListener("keydown", (event) => this.#pressed(event));
    this.#list.addEventListener("click", (event) => this.#clicked(event));
    this.#list.addEventListener("pointerdown", () => (this.#isHeld = true));
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this.#selected);
    document.removeEventListener("pointerup", this.#released);
    document.removeEventListener("pointercancel", this.#released);
    this.#word.clear();
  }

  /**
   * @param {Segment[]} segments sorted by start
   * @param {{ empty?: string }} [options]
   */
  load(segments, { empty = t("transcript.none") } = {}) {
    this.#segments = segments;
    this.#now = -1;
    this.#word.take(null, null);
    this.#chosen = null;
    this.#rows = segments.map((segment, index) => row(segment, index, segments[index - 1]));
    this.#list.classList.remove("is-laid");
    this.#list.toggleAttribute("hidden", this.#rows.length === 0);
    replace(this.#list, groupsOf(this.#rows));
    this.#none.hidden = this.#rows.length > 0;
    replace(this.#none, this.#rows.length === 0 && emptyState({ icon: "captions", title: empty }));
    // Once they were laid out, their real heights are remembered: a line far away is found at its place.
    requestAnimationFrame(() => requestAnimationFrame(() => this.#list.classList.add("is-laid")));
  }

  get segments() {
    return this.#segments;
  }

  /** Whether the playback is kept in sight. */
  get follows() {
    return this.#follows;
  }

  /** The selected lines. @returns {Lines | null} */
  get lines() {
    if (!this.#chosen) return null;
    const chosen = this.#segments.slice(this.#chosen.from, this.#chosen.to + 1);
    return { segments: chosen, ...spanOf(chosen) };
  }

  /** @param {number} positionMs */
  moveTo(positionMs) {
    const now = lineAt(this.#segments, positionMs);
    if (now !== this.#now) this.#moveToLine(now);
    this.#word.moveTo(positionMs);
  }

  /** @param {number} now */
  #moveToLine(now) {
    this.#rows[this.#now]?.classList.remove("is-now");
    this.#rows[this.#now]?.removeAttribute("aria-current");
    this.#now = now;
    this.#rows[now]?.classList.add("is-now");
    this.#rows[now]?.setAttribute("aria-current", "true");
    this.#word.take(this.#rows[now]?.querySelector(".line-text")?.firstChild, this.#segments[now]?.words);
    if (this.#follows) this.#show(this.#rows[now]);
  }

  /** Follows the playback again. */
  follow() {
    this.#follows = true;
    this.#back.hidden = true;
    this.#show(this.#rows[this.#now] ?? this.#rows[0]);
  }

  /**
   * Shows a line that was searched for, and marks it for a while.
   * @param {number} positionMs
   */
  reveal(positionMs) {
    const found = this.#rows[lineAt(this.#segments, positionMs)];
    if (!found) return;
    found.classList.add("is-hit");
    setTimeout(() => found.classList.remove("is-hit"), 4000);
    this.#show(found);
  }

  clearLines() {
    getSelection()?.removeAllRanges();
    this.#choose(null);
  }

  /** @param {HTMLElement | undefined} shown */
  #show(shown) {
    if (!shown) return;
    this.#scrolledAt = performance.now();
    const { scrollTop, clientHeight } = this.#scroller;
    const below = shown.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    const top = scrollTop + below - clientHeight * 0.38;
    this.#scroller.scrollTo({
      top,
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth",
    });
  }

  #stopFollowing() {
    if (!this.#follows || this.#segments.length === 0) return;
    if (this.#scroller.scrollHeight <= this.#scroller.clientHeight + 1) return;
    this.#follows = false;
    this.#back.hidden = false;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const index = indexOf(event.target);
    if (index === null) return;
    if (event.shiftKey && this.#chosen) {
      event.preventDefault();
      this.#choose({ from: Math.min(this.#chosen.from, index), to: Math.max(this.#chosen.to, index) });
      return;
    }
    // A click that ends a selection of text is none.
    const selection = getSelection();
    if (selection && !selection.isCollapsed && this.contains(selection.anchorNode)) return;
    this.#choose(null);
    this.dispatchEvent(new CustomEvent("seek", { detail: this.#segments[index].startMs }));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (["PageUp", "PageDown", "Home", "End"].includes(event.key) && event.target === this.#scroller) {
      this.#stopFollowing();
    }
    const index = indexOf(event.target);
    if (index === null) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) {
      if (event.key === "Escape" && this.#chosen) {
        event.stopPropagation();
        this.clearLines();
      }
      return;
    }
    const next = index + step;
    if (!this.#rows[next]) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) {
      const held = this.#chosen ?? { from: index, to: index };
      const anchor = held.from === index ? held.to : held.from;
      this.#choose({ from: Math.min(anchor, next), to: Math.max(anchor, next) });
    }
    this.#stopFollowing();
    this.#rows[next].querySelector("button")?.focus();
  }

  #selected = () => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    if (!this.#list.contains(range.commonAncestorContainer)) return;
    const [from, to] = [indexOf(range.startContainer), indexOf(range.endContainer)];
    if (from === null || to === null) return;
    // A selection up to the very start of a line does not take that line.
    const isBefore = to > from && range.endOffset === 0;
    this.#choose({ from, to: isBefore ? to - 1 : to });
  };

  /** @param {{ from: number, to: number } | null} chosen */
  #choose(chosen) {
    if (chosen?.from === this.#chosen?.from && chosen?.to === this.#chosen?.to) return;
    this.#chosen = chosen;
    for (const [index, one] of this.#rows.entries()) {
      one.classList.toggle("is-chosen", chosen !== null && index >= chosen.from && index <= chosen.to);
    }
    if (this.#isHeld) this.#isUntold = true;
    else this.#tell();
  }

  #released = () => {
    this.#isHeld = false;
    if (this.#isUntold) this.#tell();
  };

  #tell() {
    this.#isUntold = false;
    this.dispatchEvent(new CustomEvent("lines", { detail: this.lines }));
  }
}

customElements.define("em-transcript", EmTranscript);

/** @param {HTMLElement[]} rows */
function groupsOf(rows) {
  return Array.from(
    { length: Math.ceil(rows.length / GROUP) },
    (_, group) =>
      h("div", { class: "transcript-group", role: "presentation" }, rows.slice(group * GROUP, (group + 1) * GROUP)),
  );
}

/**
 * @param {Segment} segment
 * @param {number} index
 * @param {Segment | undefined} before
 */
function row(segment, index, before) {
  const name = speakerName(segment);
  const isSame = before !== undefined && before.speaker === segment.speaker;
  return h(
    "div",
    { class: ["transcript-line", segment.party], role: "listitem", dataset: { index } },
    h(
      "button",
      { type: "button", class: "line-time", aria: { label: t("transcript.goTo", { at: clock(segment.startMs) }) } },
      clock(segment.startMs),
    ),
    h("span", { class: ["line-speaker", isSame && "is-same"], title: name }, name),
    h("span", { class: "line-text", dir: "auto" }, segment.text),
  );
}

/** @param {EventTarget | null} target */
function indexOf(target) {
  const element = target instanceof Element ? target : target instanceof Node ? target.parentElement : null;
  const found = element?.closest(".transcript-line");
  return found instanceof HTMLElement ? Number(found.dataset.index) : null;
}

/**
 * Who speaks; a side that has no name is called by what it is.
 * @param {Segment} segment
 */
export function speakerName({ speaker, party }) {
  const isSide = party !== "other" && (!speaker || speaker.toLowerCase() === party);
  return isSide ? t(`transcript.${party}`) : speaker;
}
