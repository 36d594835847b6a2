/**
 * The answers of a session while somebody works on them: changed question by question, undone step by step.
 * @module
 */

/** @typedef {import("/features/evaluations/score.js").Answer} Answer */
/** @typedef {import("/features/evaluations/score.js").Answers} Answers */
/** @typedef {import("/features/evaluations/score.js").Range} Range */
/**
 * What a form holds, and whether *Default scores to 100%* is on, which belongs to the answers it began.
 * @typedef {{ id: string, answers: Answers, defaultScores?: boolean }} FormAnswers
 */

/** How many steps can be undone. */
const STEPS = 200;

/** The answers of every form, and what they were before. */
export class Sheet extends EventTarget {
  /** @type {FormAnswers[]} */
  #forms;
  /** @type {{ forms: FormAnswers[], merge: string | null }[]} */
  #before = [];
  /** @type {FormAnswers[] | null} what the last wipe took, however long ago */
  #wiped = null;

  /** @param {FormAnswers[]} forms */
  constructor(forms) {
    super();
    this.#forms = forms;
  }

  get forms() {
    return this.#forms;
  }

  /** Whether *Default scores to 100%* is on. */
  get isFull() {
    return this.#forms.some((form) => form.defaultScores === true);
  }

  /** Whether something was wiped that can come back. */
  get canBringBack() {
    return this.#wiped !== null;
  }

  get canUndo() {
    return this.#before.length > 0;
  }

  /** @param {string} form @returns {Answers} */
  answersOf(form) {
    return this.#forms.find((one) => one.id === form)?.answers ?? {};
  }

  /** @param {string} form @param {string} question @returns {Answer | undefined} */
  answer(form, question) {
    return this.answersOf(form)[question];
  }

  /**
   * Chooses an option, in place of another or of N/A.
   * @param {string} form
   * @param {string} question
   * @param {string} option
   */
  choose(form, question, option) {
    const { option: _option, na: _na, confirmed: _confirmed, ...rest } = this.answer(form, question) ?? {};
    this.#set(form, question, { ...rest, option, touched: true });
  }

  /** @param {string} form @param {string} question */
  chooseNA(form, question) {
    const { option: _option, confirmed: _confirmed, ...rest } = this.answer(form, question) ?? {};
    this.#set(form, question, { ...rest, na: true, touched: true });
  }

  /**
   * Sets questions N/A together, a section's, or takes that back; what was noted and proven stays. One step to undo.
   * @param {string} form
   * @param {string[]} questions
   * @param {boolean} isNA
   */
  setNA(form, questions, isNA) {
    const answers = { ...this.answersOf(form) };
    for (const question of questions) {
      const { option: _option, na: _na, confirmed: _confirmed, ...rest } = answers[question] ?? {};
      const next = { ...rest, ...(isNA ? { na: true } : {}), touched: true };
      if (isEmpty(next)) delete answers[question];
      else answers[question] = next;
    }
    this.#become(this.#forms.map((one) => one.id === form ? { ...one, answers } : one));
  }

  /**
   * Takes the answer back; what was noted and proven stays.
   * @param {string} form
   * @param {string} question
   */
  withdraw(form, question) {
    const { option: _option, na: _na, confirmed: _confirmed, ...rest } = this.answer(form, question) ?? {};
    this.#set(form, question, { ...rest, touched: true });
  }

  /**
   * Writing one comment is one step to undo.
   * @param {string} form
   * @param {string} question
   * @param {string} comment
   */
  comment(form, question, comment) {
    const { comment: _, ...rest } = this.answer(form, question) ?? {};
    const next = { ...rest, ...(comment === "" ? {} : { comment }), touched: true };
    this.#set(form, question, next, `${form} ${question}`);
  }

  /** @param {string} form @param {string} question @param {Range} range */
  addEvidence(form, question, range) {
    const { startMs, endMs } = range;
    const before = this.answer(form, question);
    const evidence = before?.evidence ?? [];
    if (evidence.some((one) => one.startMs === startMs && one.endMs === endMs)) return;
    const next = [...evidence, { startMs, endMs }].sort((a, b) => a.startMs - b.startMs);
    this.#set(form, question, { ...before, evidence: next, touched: true });
  }

  /** @param {string} form @param {string} question @param {Range} range */
  removeEvidence(form, question, range) {
    const { evidence = [], ...rest } = this.answer(form, question) ?? {};
    const left = evidence.filter((one) => one.startMs !== range.startMs || one.endMs !== range.endMs);
    this.#set(form, question, { ...rest, ...(left.length > 0 ? { evidence: left } : {}), touched: true });
  }

  /** Empties one form; defaults do not come back. @param {string} form */
  clear(form) {
    this.#wipe(this.#forms.map((one) => one.id === form ? { ...one, answers: {} } : one));
  }

  /**
   * Turns *Default scores to 100%* on or off; either way everything given so far goes.
   * @param {boolean} isFull
   * @param {FormAnswers[]} marks what every form is given when it is on
   */
  setFull(isFull, marks) {
    const given = isFull ? marks : this.#forms.map((one) => ({ ...one, answers: {} }));
    this.#wipe(given.map((one) => ({ ...one, defaultScores: isFull })));
  }

  /** Brings back what the last wipe took; what was given since then is one undo away. */
  bringBack() {
    const wiped = this.#wiped;
    if (!wiped) return false;
    this.#wiped = null;
    this.#become(wiped);
    return true;
  }

  /** Takes back the last step. */
  undo() {
    const step = this.#before.pop();
    if (!step) return false;
    this.#forms = step.forms;
    if (this.#wiped === step.forms) this.#wiped = null;
    this.#tell(true);
    return true;
  }

  /**
   * Takes answers from elsewhere: the server's, or those of a conflict resolved. Where they do not say whether default
   * scores are on, that stays.
   * @param {FormAnswers[]} forms
   */
  take(forms) {
    this.#become(forms.map((one) => ({
      ...one,
      defaultScores: one.defaultScores ?? this.#forms.find(({ id }) => id === one.id)?.defaultScores,
    })));
  }

  /**
   * @param {string} form
   * @param {string} question
   * @param {Answer} answer
   * @param {string | null} [merge] steps of the same name become one
   */
  #set(form, question, answer, merge = null) {
    const kept = isEmpty(answer) ? undefined : answer;
    this.#become(
      this.#forms.map((one) => {
        if (one.id !== form) return one;
        const { [question]: _, ...others } = one.answers;
        return { ...one, answers: kept ? { ...others, [question]: kept } : others };
      }),
      merge,
    );
  }

  /** @param {FormAnswers[]} forms */
  #wipe(forms) {
    this.#wiped = this.#forms;
    this.#become(forms);
  }

  /**
   * @param {FormAnswers[]} forms
   * @param {string | null} [merge]
   */
  #become(forms, merge = null) {
    const last = this.#before.at(-1);
    if (merge === null || last?.merge !== merge) {
      this.#before.push({ forms: this.#forms, merge });
      if (this.#before.length > STEPS) this.#before.shift();
    }
    this.#forms = forms;
    this.#tell(false);
  }

  /** @param {boolean} isUndo */
  #tell(isUndo) {
    this.dispatchEvent(new CustomEvent("change", { detail: { isUndo } }));
  }
}

/** @param {Answer} answer */
function isEmpty(answer) {
  return answer.option === undefined && !answer.na && !answer.comment && !(answer.evidence?.length);
}
