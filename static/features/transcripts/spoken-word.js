/**
 * The word of a line that is being said, marked without touching the line's nodes.
 * @module
 */

/** @typedef {readonly (readonly [number, number])[]} WordTimes from where to where each word of a line is said, ms */

/** As `::highlight()` names it. */
const NAME = "spoken-word";
/** A word stays marked that long after its end, ms: in a short pause the mark would only flicker. */
const LINGER_MS = 400;

/**
 * The word being said at a position; -1 before the first, and where nothing was said for a while.
 * @param {WordTimes} words sorted by start
 * @param {number} positionMs
 */
export function wordAt(words, positionMs) {
  const now = words.findLastIndex(([startMs]) => startMs <= positionMs);
  return now >= 0 && positionMs < words[now][1] + LINGER_MS ? now : -1;
}

/**
 * From where to where the words of a text stand in it: what white space divides.
 * @param {string} text
 */
export function wordsIn(text) {
  return Array.from(text.matchAll(/\P{White_Space}+/gu), (found) => [found.index, found.index + found[0].length]);
}

/** Marks one word at a time. Where the browser cannot, nothing is marked. */
export class SpokenWord {
  /** @type {Highlight | null} */
  #highlight = null;
  /** @type {Node | null} the text of the line */
  #text = null;
  /** @type {WordTimes} */
  #times = [];
  /** @type {number[][]} */
  #places = [];
  #now = -1;

  /**
   * Takes another line; none without the times of its words.
   * @param {Node | null | undefined} text
   * @param {WordTimes | null | undefined} times
   */
  take(text, times) {
    this.clear();
    this.#text = text ?? null;
    this.#times = text && times ? times : [];
    this.#places = this.#times.length > 0 ? wordsIn(text?.nodeValue ?? "") : [];
  }

  /** @param {number} positionMs */
  moveTo(positionMs) {
    const now = wordAt(this.#times, positionMs);
    if (now === this.#now) return;
    this.clear();
    const place = this.#places[now];
    if (!place || !this.#text || !("highlights" in CSS)) return;
    const range = new StaticRange({
      startContainer: this.#text,
      startOffset: place[0],
      endContainer: this.#text,
      endOffset: place[1],
    });
    this.#now = now;
    this.#highlight = new Highlight(range);
    CSS.highlights.set(NAME, this.#highlight);
  }

  clear() {
    this.#now = -1;
    // Another transcript may have marked a word of its own since.
    if (this.#highlight && CSS.highlights.get(NAME) === this.#highlight) CSS.highlights.delete(NAME);
    this.#highlight = null;
  }
}
