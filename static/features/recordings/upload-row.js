/**
 * One chosen file on the upload page: what it is, how far it has been sent, then how far it is prepared.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { size, timeLeft } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { field, select } from "/lib/ui/field.js";
import { icon } from "/lib/ui/icons.js";
import { progressBar } from "/lib/ui/progress.js";
import { jobProgress } from "/features/jobs/job-progress.js";
import { attachRecording, deleteRecording, getRecording, readAgain } from "/features/recordings/calls.js";
import { charsetField } from "/features/recordings/charset-field.js";
import { captureForm } from "/features/recordings/capture-form.js";
import { failureText } from "/features/recordings/read-failure.js";
import { ResumableUpload } from "/features/recordings/resumable-upload.js";
import { putTranscript } from "/features/transcripts/calls.js";
import "/features/recordings/labels.js";

/** Answers that say that the server no longer has what was sent. */
const lostUploads = ["upload_gone", "upload_expired", "upload_unknown"];

/** @typedef {"chosen" | "attached" | "ready" | "failed"} RowState */

/**
 * @typedef {object} UploadRow
 * @property {HTMLElement} element
 * @property {() => RowState} state
 * @property {() => boolean} isSending
 * @property {() => number | null} monitor the monitor it stands for, when it is a screen
 * @property {() => boolean} check whether everything about it is right; else says what is not
 * @property {(interaction: string, signal: AbortSignal, before: Promise<void>) => { placed: Promise<void>, ready: Promise<boolean> }} attach
 *   waits for its bytes and for the row before it, attaches it, follows it
 * @property {() => void} drop
 */

/**
 * @param {File} file
 * @param {import("/features/recordings/file-guess.js").Guess} guess
 * @param {{ onremove: () => void, onchange: () => void, onagain: () => void }} options `onagain`: this file alone is to be
 *   prepared once more
 * @returns {UploadRow}
 */
export function uploadRow(file, guess, { onremove, onchange, onagain }) {
  /** @type {RowState} */
  let state = "chosen";
  /** @type {string | null} */
  let recordingId = null;
  /** What it was attached as. */
  let attachedAs = "";
  /** Whether what kept it from being read may have passed. */
  let mayPass = false;
  const kind = field({
    label: t("recordings.kind"),
    control: select(choices("audio", "screen", "transcript"), { value: guess.kind, onchange: kindChanged }),
  });
  const party = field({
    label: t("recordings.party"),
    control: select(choices("both", "agent", "customer"), { value: guess.party }),
  });
  const monitor = field({
    label: t("recordings.monitor"),
    control: select([1, 2, 3, 4].map((number) => ({ value: String(number), label: String(number) })), {
      value: String(guess.monitor),
      onchange: () => onchange(),
    }),
  });
  const offset = field({ label: t("recordings.offset"), props: { value: "0", inputmode: "decimal" } });
  offset.control.title = t("recordings.offsetHint");
  const capture = captureForm();
  const charset = charsetField(file);
  const message = h("p", { class: "field-error", role: "alert", hidden: true });
  const againButton = button({
    label: t("recordings.readAgain"),
    small: true,
    onclick: onagain,
    props: { hidden: true },
  });
  const bar = progressBar({
    label: file.name,
    actions: [
      { icon: "pause", label: t("recordings.pause"), run: () => upload?.pause() },
      { icon: "play", label: t("recordings.resume"), run: () => upload?.start() },
    ],
  });
  const follow = h("div", { class: "upload-bar" }, bar.element);
  const fields = h("div", { class: "upload-fields" }, kind.element, party.element, monitor.element, offset.element);
  const dropButton = button({
    icon: "close",
    iconOnly: true,
    look: "bare",
    small: true,
    label: t("recordings.cancel", { name: file.name }),
    onclick: () => {
      drop();
      onremove();
    },
  });
  const element = h(
    "li",
    { class: "upload-row", tabindex: -1, dataset: { state } },
    h("div", { class: "upload-head" }, icon("file"), follow, dropButton),
    fields,
    charset.element,
    capture.element,
    h("div", { class: "upload-message" }, message, againButton),
  );
  /** @type {ResumableUpload | null} */
  let upload = null;
  kindChanged();
  return {
    element,
    state: () => state,
    isSending: () => upload !== null && upload.isOpen,
    monitor: () => state === "chosen" && kind.value() === "screen" ? Number(monitor.value()) : null,
    check,
    attach,
    drop,
  };

  /** Files are sent as soon as they are chosen, while the rest is filled in; a transcript is small and goes last. */
  function kindChanged() {
    const isScreen = kind.value() === "screen";
    const isTranscript = kind.value() === "transcript";
    party.element.hidden = kind.value() !== "audio";
    monitor.element.hidden = !isScreen;
    offset.element.hidden = isTranscript;
    capture.element.hidden = !isScreen;
    void charset.look(isTranscript);
    if (isTranscript) {
      void upload?.cancel();
      upload = null;
      bar.set({ value: 0, detail: size(file.size) });
      for (const one of bar.actions) one.hidden = true;
    } else if (!upload) {
      upload = new ResumableUpload(file, sent);
      upload.start();
    }
    onchange();
  }

  /** @param {import("/features/recordings/resumable-upload.js").UploadProgress} progress */
  function sent(progress) {
    const [done, all] = [size(progress.sent), size(progress.size)];
    const left = timeLeft(progress.remainingMs);
    const detail = {
      waiting: t("recordings.waiting"),
      sending: [t("recordings.sent", { sent: done, size: all }), left && t("lib.timeLeft", { time: left })]
        .filter(Boolean).join(" · "),
      paused: t("recordings.paused", { sent: done, size: all }),
      lost: t("recordings.lost"),
      done: t("recordings.uploaded", { size: all }),
      failed: t("recordings.failed", { why: progress.error ?? "" }),
      cancelled: "",
    }[progress.state];
    const isBroken = progress.state === "failed";
    bar.set({
      value: progress.size === 0 ? 1 : progress.sent / progress.size,
      detail,
      state: isBroken ? "failed" : progress.state === "done" ? "done" : "running",
    });
    const [pause, resume] = bar.actions;
    const held = bar.actions.find((one) => one === document.activeElement);
    pause.hidden = progress.state !== "sending" && progress.state !== "lost";
    resume.hidden = progress.state !== "paused" && !isBroken;
    // The button with the focus goes: the keyboard stays with the other one, else with the file.
    if (held?.hidden) (bar.actions.find((one) => !one.hidden) ?? element).focus();
    onchange();
  }

  function offsetMs() {
    const text = offset.value().replace(",", ".").replace("−", "-");
    return /^-?\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : null;
  }

  function check() {
    if (kind.value() === "transcript" || state !== "chosen") return true;
    offset.setError(offsetMs() === null ? t("recordings.offsetWrong") : null);
    const isPlaced = offsetMs() !== null;
    return (kind.value() !== "screen" || capture.read().isRight) && isPlaced;
  }

  /**
   * @param {string} interaction
   * @param {AbortSignal} signal
   * @param {Promise<void>} before
   */
  function attach(interaction, signal, before) {
    const place = Promise.withResolvers();
    const ready = prepare(interaction, signal, before, () => place.resolve(undefined));
    ready.finally(() => place.resolve(undefined));
    return { placed: place.promise, ready };
  }

  /**
   * @param {string} interaction
   * @param {AbortSignal} signal
   * @param {Promise<void>} before
   * @param {() => void} onplaced
   */
  async function prepare(interaction, signal, before, onplaced) {
    if (state === "ready") return true;
    if (element.contains(document.activeElement)) element.focus();
    say(null);
    lock(true);
    try {
      if (kind.value() === "transcript") await attachTranscript(interaction);
      else await attachMedia(interaction, signal, before, onplaced);
      set("ready");
      return true;
    } catch (error) {
      if (!signal.aborted) say(error instanceof Error ? error.message : String(error));
      set("failed");
      lock(false);
      return false;
    }
  }

  /** @param {string} interaction */
  async function attachTranscript(interaction) {
    bar.set({ value: null });
    try {
      const transcript = await putTranscript(interaction, file, charset.value());
      const count = transcript.segments.length;
      bar.set({ value: 1, state: "done", detail: t("recordings.transcriptRead", { count }) });
    } catch (error) {
      bar.set({ value: 0, state: "failed", detail: "" });
      throw error;
    }
  }

  /**
   * @param {string} interaction
   * @param {AbortSignal} signal
   * @param {Promise<void>} before
   * @param {() => void} onplaced
   */
  async function attachMedia(interaction, signal, before, onplaced) {
    const isScreen = kind.value() === "screen";
    /** @type {Omit<Parameters<typeof attachRecording>[1], "upload">} */
    const place = {
      kind: isScreen ? "screen" : "audio",
      offsetMs: offsetMs() ?? 0,
      ...(isScreen ? { monitor: Number(monitor.value()), capture: capture.read().capture } : { party: party.value() }),
    };
    const isAsBefore = JSON.stringify(place) === attachedAs;
    const recording = recordingId && mayPass && isAsBefore
      ? await readAgain(recordingId)
      : await attachAnew(interaction, place, before);
    attachedAs = JSON.stringify(place);
    recordingId = recording.id;
    upload?.settled();
    onplaced();
    set("attached");
    if (!recording.job) return;
    const work = jobProgress({
      id: recording.job.id,
      label: t("recordings.preparing", { name: file.name }),
      mayCancel: false,
      signal,
    });
    replace(follow, work.element);
    const job = await work.finished;
    replace(follow, bar.element);
    if (job && job.state !== "done") {
      bar.set({ value: 0, state: "failed", detail: t("recordings.notPrepared") });
      const { failure } = await getRecording(recording.id, signal);
      mayPass = failure?.mayPass ?? false;
      throw new Error(failure ? failureText(failure) : t("recordings.notPrepared"));
    }
    bar.set({ value: 1, state: "done", detail: t("recordings.attached") });
  }

  /**
   * @param {string} interaction
   * @param {Omit<Parameters<typeof attachRecording>[1], "upload">} place
   * @param {Promise<void>} before
   */
  async function attachAnew(interaction, place, before) {
    mayPass = false;
    if (upload?.state === "failed" || upload?.state === "paused") upload.start();
    if (recordingId) {
      // A recording that failed holds nothing: what was chosen is sent anew.
      await deleteRecording(recordingId).catch(() => {});
      recordingId = null;
      upload = new ResumableUpload(file, sent);
      upload.start();
    }
    const id = await upload?.finished;
    // In the order of the list, so that of two files for one place the first always gets it.
    await before;
    return attachUpload(interaction, { upload: String(id), ...place });
  }

  /**
   * @param {string} interaction
   * @param {Parameters<typeof attachRecording>[1]} input
   */
  async function attachUpload(interaction, input) {
    try {
      return await attachRecording(interaction, input);
    } catch (error) {
      if (error instanceof ApiError && lostUploads.includes(error.code)) {
        // The server no longer has the bytes: they are sent anew while the message is read.
        upload?.settled();
        upload = new ResumableUpload(file, sent);
        upload.start();
      }
      throw error;
    }
  }

  function drop() {
    if (state === "chosen") void upload?.cancel();
    else if (state === "failed" && recordingId) void deleteRecording(recordingId).catch(() => {});
    element.remove();
  }

  /** @param {RowState} next */
  function set(next) {
    state = next;
    element.dataset.state = next;
    dropButton.hidden = next === "attached" || next === "ready";
    onchange();
  }

  /** @param {boolean} isLocked */
  function lock(isLocked) {
    for (const control of element.querySelectorAll("select, input, textarea")) {
      /** @type {HTMLInputElement} */ (control).disabled = isLocked;
    }
  }

  /** @param {string | null} text */
  function say(text) {
    message.hidden = text === null;
    againButton.hidden = text === null || !mayPass;
    message.textContent = text ?? "";
  }
}

/** @param {...string} names */
function choices(...names) {
  return names.map((name) => ({ value: name, label: t(`recordings.${name}`) }));
}
