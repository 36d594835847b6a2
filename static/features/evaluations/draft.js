/**
 * Saves a draft as it is made: one request at a time, the newest answers last, again after a failure. What
 * was not sent yet is also kept by the browser, so that a closed tab loses nothing.
 * @module
 */

/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */
/** @typedef {import("/features/evaluations/calls.js").SavedDraft} SavedDraft */
/** @typedef {import("/features/evaluations/calls.js").Stale} Stale */
/** @typedef {{ status?: number, code?: string, message: string, extras?: Record<string, any>, retryAfterMs?: number | null }} Problem */

/**
 * Where the draft stands: `saved`, `pending` (about to be sent), `saving`, `offline` (will retry),
 * `conflict` (somebody must choose), `refused` (the server does not take it).
 * @typedef {{ name: "saved" | "pending" | "saving" | "offline" | "conflict" | "refused", savedAt: string | null, problem: Problem | null }} DraftState
 */

/** What the browser keeps. @typedef {{ etag: string, forms: FormAnswers[], base: FormAnswers[] }} Kept */

/**
 * @typedef {object} Options
 * @property {(forms: FormAnswers[], etag: string) => Promise<SavedDraft>} send
 * @property {string} etag what the answers are based on
 * @property {FormAnswers[]} base the answers as the server has them
 * @property {string | null} savedAt
 * @property {{ get: () => Kept | null, set: (kept: Kept | null) => void }} keeper
 * @property {(state: DraftState) => void} onstate
 * @property {(saved: SavedDraft, forms: FormAnswers[]) => void} [onsaved]
 * @property {(stale: Stale, forms: FormAnswers[], base: FormAnswers[]) => void} onconflict
 * @property {number} [delayMs] from the last change to the request
 * @property {(run: () => void, ms: number) => number} [later]
 * @property {(timer: number) => void} [never]
 */

/** The longest wait between two attempts, ms. */
const MOST_WAIT_MS = 30_000;

export class Draft {
  /** @type {Options} */
  #options;
  #etag;
  /** @type {FormAnswers[]} what the server has */
  #base;
  /** @type {FormAnswers[] | null} the newest answers that were not sent */
  #unsent = null;
  /** @type {Promise<void> | null} */
  #sending = null;
  #timer = 0;
  #failures = 0;
  /** @type {DraftState} */
  #state;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#etag = options.etag;
    this.#base = options.base;
    this.#state = { name: "saved", savedAt: options.savedAt, problem: null };
  }

  get etag() {
    return this.#etag;
  }

  /** The answers as the server had them when they were last heard of. */
  get base() {
    return this.#base;
  }

  get state() {
    return this.#state;
  }

  /** Whether something was not sent yet. */
  get isUnsent() {
    return this.#unsent !== null || this.#sending !== null;
  }

  /** @param {FormAnswers[]} forms */
  change(forms) {
    this.#unsent = forms;
    this.#options.keeper.set({ etag: this.#etag, forms, base: this.#base });
    if (this.#state.name === "conflict") return;
    if (this.#state.name !== "offline") this.#become("pending");
    this.#plan(this.#failures > 0 ? this.#wait() : this.#options.delayMs ?? 800);
  }

  /** Sends what is unsent now; done when the server has it, or said why not. */
  async flush() {
    this.#cancel();
    await this.#sending;
    if (this.#unsent && this.#state.name !== "conflict") await this.#send();
    return this.#state.name === "saved";
  }

  /** Tries again at once, when the connection came back. */
  retry() {
    if (this.#unsent && this.#state.name !== "conflict") void this.flush();
  }

  /**
   * The server holds these answers now, by another way: a save, a completion, a conflict resolved.
   * @param {{ etag: string, forms: FormAnswers[], savedAt?: string | null }} known
   */
  settle({ etag, forms, savedAt = this.#state.savedAt }) {
    this.#cancel();
    this.#etag = etag;
    this.#base = forms;
    this.#unsent = null;
    this.#failures = 0;
    this.#options.keeper.set(null);
    this.#become("saved", { savedAt });
  }

  /**
   * Goes on after a conflict, with answers based on what the server has now.
   * @param {string} etag
   * @param {FormAnswers[]} base
   * @param {FormAnswers[]} forms
   */
  resolve(etag, base, forms) {
    this.#etag = etag;
    this.#base = base;
    this.#failures = 0;
    this.#become("pending");
    this.change(forms);
    return this.flush();
  }

  /**
   * Answers that this browser kept of an earlier visit, while the server has others by now: they stay what is unsent,
   * based on what they were based on, and none is sent before somebody has chosen.
   * @param {Kept} kept
   */
  hold({ etag, forms, base }) {
    this.#cancel();
    this.#etag = etag;
    this.#base = base;
    this.#unsent = forms;
    this.#become("conflict");
  }

  /** Stops; what is unsent stays with the browser. */
  end() {
    this.#cancel();
  }

  async #send() {
    const forms = this.#unsent;
    if (!forms || this.#sending) return;
    this.#unsent = null;
    this.#become("saving");
    this.#sending = this.#attempt(forms);
    await this.#sending;
    if (this.#unsent && this.#state.name === "saved") {
      this.#become("pending");
      this.#plan(this.#options.delayMs ?? 800);
    }
  }

  /** @param {FormAnswers[]} forms */
  async #attempt(forms) {
    try {
      const saved = await this.#options.send(forms, this.#etag);
      this.#etag = saved.etag;
      this.#base = forms;
      this.#failures = 0;
      if (this.#unsent) this.#options.keeper.set({ etag: this.#etag, forms: this.#unsent, base: forms });
      else this.#options.keeper.set(null);
      this.#become("saved", { savedAt: saved.savedAt });
      this.#options.onsaved?.(saved, forms);
    } catch (error) {
      this.#failed(/** @type {Problem} */ (error), forms);
    } finally {
      this.#sending = null;
    }
  }

  /**
   * @param {Problem} problem
   * @param {FormAnswers[]} forms
   */
  #failed(problem, forms) {
    const newest = this.#unsent ?? forms;
    this.#unsent = newest;
    if (problem.status === 412) {
      this.#become("conflict", { problem });
      this.#options.onconflict(
        /** @type {Stale} */ (/** @type {unknown} */ (problem.extras ?? {})),
        newest,
        this.#base,
      );
      return;
    }
    const isPassing = !problem.status || problem.status >= 500 || problem.status === 429 || problem.status === 408;
    if (!isPassing) return this.#become("refused", { problem });
    this.#failures += 1;
    this.#become("offline", { problem });
    this.#plan(problem.retryAfterMs ?? this.#wait());
  }

  #wait() {
    return Math.min(MOST_WAIT_MS, 1000 * 2 ** (this.#failures - 1));
  }

  /** @param {number} ms */
  #plan(ms) {
    this.#cancel();
    const later = this.#options.later ?? ((run, wait) => setTimeout(run, wait));
    this.#timer = later(() => void this.#send(), ms);
  }

  #cancel() {
    const never = this.#options.never ?? clearTimeout;
    never(this.#timer);
  }

  /**
   * @param {DraftState["name"]} name
   * @param {{ savedAt?: string | null, problem?: Problem | null }} [more]
   */
  #become(name, { savedAt = this.#state.savedAt, problem = null } = {}) {
    this.#state = { name, savedAt, problem };
    this.#options.onstate(this.#state);
  }
}

/**
 * Keeps unsent answers with the browser, apart for every person, session and window: what one window saves takes away
 * nothing that another still has.
 * @param {string} person
 * @param {string} session with its interaction, since answers to one that was replaced fit no more
 * @param {Storage} storage
 * @param {string} [window] another each time a page is loaded
 */
export function keeperIn(storage, person, session, window = Math.random().toString(36).slice(2)) {
  const all = `earmark.unsent.${person}.${session}`;
  const own = `${all}.${window}`;
  return {
    own: () => read(own)?.kept ?? null,
    /**
     * What this window has, else what an earlier one left last, which is this one's from now on.
     * @returns {Kept | null}
     */
    get() {
      const mine = read(own);
      if (mine) return mine.kept;
      const [last] = left().sort((a, b) => b.at - a.at);
      if (!last) return null;
      write(last.kept);
      storage.removeItem(last.key);
      return last.kept;
    },
    set: write,
  };

  /** @param {Kept | null} kept */
  function write(kept) {
    try {
      if (kept) storage.setItem(own, JSON.stringify({ ...kept, at: Date.now() }));
      else storage.removeItem(own);
    } catch {
      // A browser without room still sends them.
    }
  }

  function left() {
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
    return keys.filter((key) => key === all || key.startsWith(`${all}.`)).map(read).filter((one) => one !== null);
  }

  /** @param {string} key */
  function read(key) {
    try {
      const { at = 0, ...kept } = JSON.parse(storage.getItem(key) ?? "null") ?? {};
      return Array.isArray(kept.forms) && typeof kept.etag === "string"
        ? { key, at: Number(at), kept: /** @type {Kept} */ (kept) }
        : null;
    } catch {
      return null;
    }
  }
}
