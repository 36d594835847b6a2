/**
 * Sends a file in pieces that survive a lost connection, a pause, and a closed tab (tus 1.0: a piece is sent at
 * the offset the server says it has).
 * @module
 */
import { ApiError, isAbort } from "/lib/http.js";
import { pause } from "/lib/wait.js";
import { createUpload, dropUpload, sendPiece, uploadOffset } from "/features/recordings/calls.js";
import { Rate } from "/features/recordings/upload-rate.js";

const pieceBytes = 4 << 20;
const longestWaitMs = 15_000;
/** Longer than the server keeps an upload nobody goes on with. */
const longestMemoryMs = 2 * 86_400_000;
const keyPrefix = "earmark.upload.";

/** Uploads that rows of this page are working on: the same file chosen twice is two uploads. @type {Set<string>} */
const inUse = new Set();

/** @typedef {"waiting" | "sending" | "paused" | "lost" | "done" | "failed" | "cancelled"} UploadState */

/**
 * @typedef {object} UploadProgress
 * @property {UploadState} state
 * @property {number} sent bytes
 * @property {number} size bytes
 * @property {number | null} remainingMs
 * @property {string | null} error
 */

/** One file on its way to the server. */
export class ResumableUpload {
  /** @type {string | null} */
  #id = null;
  #sent = 0;
  /** What was last told: more than the server has confirmed while a piece is on its way. */
  #told = 0;
  #rate = new Rate();
  /** @type {AbortController | null} */
  #turn = null;
  /** @type {UploadState} */
  #state = "waiting";
  /** @type {string | null} */
  #error = null;
  /** @type {(id: string) => void} */
  #resolve = () => {};
  /** @type {(error: unknown) => void} */
  #reject = () => {};

  /**
   * @param {File} file
   * @param {(progress: UploadProgress) => void} onchange
   */
  constructor(file, onchange) {
    this.file = file;
    this.onchange = onchange;
    /** The id of the upload, once every byte is there. */
    this.finished = /** @type {Promise<string>} */ (
      new Promise((resolve, reject) => {
        this.#resolve = resolve;
        this.#reject = reject;
      })
    );
    // Whoever does not wait for it yet still sees the state.
    this.finished.catch(() => {});
  }

  /** @returns {UploadState} */
  get state() {
    return this.#state;
  }

  /** Whether bytes are still to go. */
  get isOpen() {
    return !["done", "cancelled"].includes(this.#state);
  }

  /** Begins, or goes on after a pause or a failure. */
  start() {
    if (!this.isOpen || this.#turn) return;
    const turn = new AbortController();
    this.#turn = turn;
    this.#rate.reset();
    this.#error = null;
    this.#set("sending");
    void this.#run(turn.signal).finally(() => {
      if (this.#turn === turn) this.#turn = null;
    });
  }

  pause() {
    if (!this.isOpen) return;
    this.#stop();
    this.#set("paused");
  }

  /** Gives it up; what the server has of it goes. */
  async cancel() {
    const was = this.#state;
    this.#stop();
    this.#set("cancelled");
    this.#release();
    this.#reject(new DOMException("The upload was cancelled.", "AbortError"));
    if (this.#id && was !== "cancelled") await dropUpload(this.#id).catch(() => {});
  }

  /** It became a recording, or the server no longer has it: the same file chosen again is sent anew. */
  settled() {
    this.#release();
  }

  #release() {
    if (!this.#id) return;
    inUse.delete(this.#id);
    if (remembered(this.file) === this.#id) forget(this.file);
  }

  #stop() {
    this.#turn?.abort();
    this.#turn = null;
  }

  /** @param {AbortSignal} signal */
  async #run(signal) {
    for (let lost = 0; !signal.aborted;) {
      try {
        await this.#sendRest(signal, () => (lost = 0));
        // Not forgotten yet: until it is attached, a page that is loaded again finds it complete.
        this.#set("done");
        return this.#resolve(String(this.#id));
      } catch (error) {
        if (signal.aborted || isAbort(error)) return;
        const isPassing = error instanceof ApiError &&
          (error.status === 0 || error.status === 409 || error.status === 423 || error.status >= 500);
        lost += 1;
        if (!isPassing || (lost > 6 && error instanceof ApiError && error.status >= 500)) return this.#fail(error);
        this.#set(error instanceof ApiError && [409, 423].includes(error.status) ? "sending" : "lost");
        await pause(Math.min(longestWaitMs, 500 * 2 ** lost), signal).catch(() => {});
      }
    }
  }

  /**
   * @param {AbortSignal} signal
   * @param {() => void} onpiece
   */
  async #sendRest(signal, onpiece) {
    await this.#find(signal);
    const id = String(this.#id);
    this.#set("sending");
    while (this.#sent < this.file.size) {
      const from = this.#sent;
      const piece = this.file.slice(from, from + pieceBytes);
      const onProgress = (/** @type {number} */ bytes) => this.#tell(from + Math.min(bytes, piece.size));
      this.#sent = await sendPiece(id, from, piece, { signal, onProgress });
      this.#tell(this.#sent);
      onpiece();
    }
  }

  /**
   * Finds how far the upload is, or makes it.
   * @param {AbortSignal} signal
   */
  async #find(signal) {
    const known = this.#id ?? unused(remembered(this.file));
    if (known) {
      inUse.add(known);
      try {
        this.#sent = await uploadOffset(known, signal);
        this.#told = this.#sent;
        this.#id = known;
        return;
      } catch (error) {
        this.#id = known;
        if (!(error instanceof ApiError) || (error.status !== 404 && error.status !== 410)) throw error;
        this.#release();
      }
    }
    this.#sent = 0;
    this.#told = 0;
    this.#id = await createUpload(this.file, signal);
    inUse.add(this.#id);
    remember(this.file, this.#id);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#error = error instanceof Error ? error.message : String(error);
    this.#set("failed");
  }

  /** @param {number} sent */
  #tell(sent) {
    this.#rate.add(sent, performance.now());
    this.#told = sent;
    this.#report();
  }

  /** @param {UploadState} state */
  #set(state) {
    this.#state = state;
    this.#report();
  }

  #report() {
    const { size } = this.file;
    const sent = this.#told;
    const remainingMs = this.#state === "sending" ? this.#rate.remainingMs(size - sent) : null;
    this.onchange({ state: this.#state, sent, size, remainingMs, error: this.#error });
  }
}

/** @param {string | null} id */
function unused(id) {
  return id && !inUse.has(id) ? id : null;
}

/** @param {File} file */
function keyOf(file) {
  return `${keyPrefix}${file.name}.${file.size}.${file.lastModified}`;
}

/** @param {File} file @param {string} id */
function remember(file, id) {
  try {
    forgetOld();
    localStorage.setItem(keyOf(file), `${id} ${Date.now()}`);
  } catch {
    // Without storage an upload does not outlive its page.
  }
}

/** Files whose upload was begun and never attached must not fill the storage. */
function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    const at = key.startsWith(keyPrefix) ? Number(localStorage.getItem(key)?.split(" ")[1] ?? 0) : Infinity;
    if (at < Date.now() - longestMemoryMs) localStorage.removeItem(key);
  }
}

/** @param {File} file @returns {string | null} */
function remembered(file) {
  try {
    return localStorage.getItem(keyOf(file))?.split(" ")[0] ?? null;
  } catch {
    return null;
  }
}

/** @param {File} file */
function forget(file) {
  try {
    localStorage.removeItem(keyOf(file));
  } catch {
    // Nothing was remembered.
  }
}
