/**
 * What the parts of the editor share: the card, its history, which questions are open, the fields and their errors.
 * @module
 */
import { CardHistory } from "/features/scorecards/card-history.js";
import { at, nearest, put } from "/features/scorecards/places.js";

/** @typedef {import("/features/scorecards/card.js").Card} Card */
/** @typedef {{ pointer: string, detail: string }} FieldProblem */

/** Tells "change" with every step; `redraw` is set by the page. */
export class Desk extends EventTarget {
  #history;
  /** @type {Map<string, import("/lib/ui/field.js").Field>} fields on screen, by pointer */
  #fields = new Map();
  /** @type {Map<string, string>} what the server found wrong, by pointer */
  #problems = new Map();
  /** @type {Set<string>} keys of the questions that are open */
  #open = new Set();
  /** @type {(focus: string | null) => void} */
  redraw = () => {};

  /** @param {Card} card */
  constructor(card) {
    super();
    this.#history = new CardHistory(card);
  }

  get card() {
    return this.#history.card;
  }

  get canUndo() {
    return this.#history.canUndo;
  }

  get canRedo() {
    return this.#history.canRedo;
  }

  /** A key that no other element has, in this card or in a version of it. */
  newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(6));
    return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
  }

  /**
   * Something was typed: the fields stay as they are.
   * @param {string} pointer
   * @param {any} value
   */
  type(pointer, value) {
    if (at(this.card, pointer) === value) return;
    this.#problems.delete(pointer);
    // All weights together are wrong, or none.
    if (pointer.endsWith("/weight") && this.#problems.delete("/sections")) this.fieldAt("/sections")?.setError(null);
    if (this.#history.change(put(this.card, pointer, value), pointer)) this.#tell();
  }

  /**
   * The form itself changed and is drawn anew.
   * @param {Card} card
   * @param {string | null} [focus] the place that gets the focus
   */
  apply(card, focus = null) {
    if (!this.#history.change(card)) return;
    this.redraw(focus);
    this.#tell();
  }

  undo() {
    if (this.#history.undo()) this.#again();
  }

  redo() {
    if (this.#history.redo()) this.#again();
  }

  /** @param {string} key of a question */
  isOpen(key) {
    return this.#open.has(key);
  }

  /** @param {string} key @param {boolean} isOpen */
  setOpen(key, isOpen) {
    if (isOpen) this.#open.add(key);
    else this.#open.delete(key);
  }

  /** Forgets the fields on screen, before they are drawn anew. */
  clearFields() {
    this.#fields.clear();
  }

  /**
   * Takes a field on; the error that belongs to its place is shown at it.
   * @param {string} pointer
   * @param {import("/lib/ui/field.js").Field} field
   */
  bind(pointer, field) {
    field.control.dataset.at = pointer;
    this.#fields.set(pointer, field);
    field.control.addEventListener("input", () => field.setError(null));
  }

  /** Shows the errors at the fields they belong to, or at the nearest field around. */
  showProblems() {
    for (const [pointer, detail] of this.#problems) this.fieldAt(pointer)?.setError(detail);
  }

  /** @param {FieldProblem[]} problems */
  setProblems(problems) {
    this.#problems.clear();
    for (const { pointer, detail } of problems) {
      const before = this.#problems.get(pointer);
      this.#problems.set(pointer, before ? `${before} ${detail}` : detail);
      const question = nearest(pointer, (place) => /^\/sections\/\d+\/questions\/\d+$/.test(place));
      if (question) this.setOpen(at(this.card, question)?.key ?? "", true);
    }
    this.redraw(null);
  }

  /**
   * The field of a place, else the one that stands for what holds it.
   * @param {string} pointer
   */
  fieldAt(pointer) {
    // What is wrong with all sections is put right at the first one: their weights, else what it is called.
    const within = ["", "/text", "/title", "/label", "/0/label", "/0/weight", "/0/title"];
    const stands = (/** @type {string} */ place) =>
      within.map((one) => place + one).find((one) => this.#fields.has(one));
    const place = nearest(pointer, (one) => stands(one) !== undefined);
    return this.#fields.get(place === null ? "/name" : stands(place) ?? "/name");
  }

  #again() {
    this.#problems.clear();
    this.redraw(null);
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
