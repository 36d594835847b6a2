/**
 * A scorecard while somebody edits it: every step can be taken back and done again.
 * @module
 */

/** @typedef {import("/features/scorecards/card.js").Card} Card */
/** @typedef {{ card: Card, merge: string | null }} Step */

/** How many steps can be undone. */
const STEPS = 300;

export class CardHistory {
  /** @type {Card} */
  #card;
  /** @type {Step[]} */
  #before = [];
  /** @type {Card[]} */
  #undone = [];

  /** @param {Card} card */
  constructor(card) {
    this.#card = card;
  }

  get card() {
    return this.#card;
  }

  get canUndo() {
    return this.#before.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /**
   * Goes on to the next card. Steps that merge by the same word, one after another, are undone as one: typing a text.
   * @param {Card} card
   * @param {string | null} [merge]
   * @returns {boolean} false when nothing changed
   */
  change(card, merge = null) {
    if (card === this.#card) return false;
    const last = this.#before.at(-1);
    const isMerged = merge !== null && last?.merge === merge && this.#undone.length === 0;
    if (!isMerged) this.#before.push({ card: this.#card, merge });
    if (this.#before.length > STEPS) this.#before.shift();
    this.#undone = [];
    this.#card = card;
    return true;
  }

  undo() {
    const step = this.#before.pop();
    if (!step) return false;
    this.#undone.push(this.#card);
    this.#card = step.card;
    return true;
  }

  redo() {
    const next = this.#undone.pop();
    if (!next) return false;
    this.#before.push({ card: this.#card, merge: null });
    this.#card = next;
    return true;
  }
}
