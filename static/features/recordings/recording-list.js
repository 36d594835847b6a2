/**
 * The recordings of an interaction: what each is, its health, its screen capture metadata, its processing.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { isAbort } from "/lib/http.js";
import { t } from "/lib/text.js";
import { clock, dateTime, number, size } from "/lib/times.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { redrawn } from "/lib/ui/keyboard-place.js";
import { menuButton } from "/lib/ui/menu.js";
import { chip, emptyState, facts, notice, skeleton } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { jobProgress } from "/features/jobs/job-progress.js";
import { deleteRecording, downloadUrl, listRecordings } from "/features/recordings/calls.js";
import { desktopDrawing } from "/features/recordings/desktop-layout.js";
import { failureNotice } from "/features/recordings/read-failure.js";
import "/features/interactions/labels.js";
import "/features/recordings/labels.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */

/** @type {Record<string, import("/lib/ui/parts.js").Tone>} */
const tones = { processing: "accent", ready: "good", failed: "bad" };

/**
 * @param {object} options
 * @param {string} options.interaction
 * @param {(ms: number) => void} options.onseek
 * @param {(recordings: Recording[]) => void} options.onchange
 * @param {() => void} options.onread one is being read again
 * @param {AbortSignal} options.signal
 */
export function recordingList({ interaction, onseek, onchange, onread, signal }) {
  const element = h("div", { class: "recordings" }, skeleton(6, "inset"));
  void load();
  return { element, load };

  async function load() {
    try {
      const all = await listRecordings(interaction, signal);
      onchange(all);
      redrawn(element, () => draw(all));
    } catch (error) {
      if (isAbort(error)) return;
      const again = button({ label: t("lib.again"), small: true, onclick: () => void load() });
      replace(element, notice(error instanceof Error ? error.message : String(error), { tone: "bad", action: again }));
    }
  }

  /** @param {Recording[]} all */
  function draw(all) {
    const add = may("upload_recordings")
      ? buttonLink({
        label: t("interactions.upload"),
        icon: "add",
        small: true,
        href: `/interactions/${interaction}/upload`,
      })
      : null;
    if (all.length === 0) {
      replace(
        element,
        emptyState({
          icon: "audio",
          title: t("interactions.noRecordings"),
          text: t("interactions.noRecordingsText"),
          action: add,
        }),
      );
      return;
    }
    const ordered = [...all].sort((a, b) => (a.monitor ?? 0) - (b.monitor ?? 0));
    replace(
      element,
      add && h("div", { class: "panel-head" }, add),
      desktopDrawing(ordered),
      ordered.map((one) => card(one)),
    );
  }

  /** @param {Recording} recording */
  function card(recording) {
    return h(
      "article",
      { class: "recording", tabindex: -1, dataset: { id: recording.id }, aria: { label: nameOf(recording) } },
      h(
        "header",
        null,
        h("h2", null, nameOf(recording)),
        chip(t(`recordings.${recording.state === "failed" ? "failedState" : recording.state}`), {
          tone: tones[recording.state],
          dot: true,
        }),
        recording.health.length > 0 &&
          chip(t("recordings.problems", { count: recording.health.length }), { tone: "warn", dot: true }),
        actions(recording),
      ),
      recording.state === "processing" && recording.job && work(recording),
      recording.failure && failureNotice(recording, { onread: () => reading(recording) }),
      recording.state === "ready" && media(recording),
      recording.capture && captureFacts(recording, onseek),
    );
  }

  /** @param {Recording} recording */
  function work(recording) {
    const progress = jobProgress({
      id: String(recording.job?.id),
      label: t("recordings.preparing", { name: recording.fileName }),
      mayCancel: false,
      signal,
    });
    progress.finished.then((job) => job && void load(), () => {});
    return progress.element;
  }

  /**
   * Shows one as it is being read again; the button that was pressed is gone.
   * @param {Recording} recording
   */
  async function reading({ id }) {
    onread();
    await load();
    const again = [...element.querySelectorAll(".recording")].find((one) =>
      one instanceof HTMLElement && one.dataset.id === id
    );
    if (again instanceof HTMLElement) again.focus();
  }

  /** @param {Recording} recording */
  function actions(recording) {
    const items = [
      ...(may("download_recordings") && recording.state === "ready"
        ? [{
          label: t("recordings.download"),
          icon: /** @type {const} */ ("download"),
          href: downloadUrl(recording.id),
        }]
        : []),
      ...(may("upload_recordings")
        ? [{
          label: t("recordings.remove"),
          icon: /** @type {const} */ ("trash"),
          danger: true,
          run: () => void remove(recording),
        }]
        : []),
    ];
    if (items.length === 0) return null;
    return menuButton({
      label: t("recordings.actions", { name: nameOf(recording) }),
      icon: "more",
      iconOnly: true,
      small: true,
      look: "bare",
      items,
    });
  }

  /** @param {Recording} recording */
  async function remove(recording) {
    const isSure = await confirmDialog({
      title: t("recordings.removeTitle"),
      body: t("recordings.removeText", { name: nameOf(recording) }),
      confirm: t("recordings.remove"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await deleteRecording(recording.id);
      toast(t("recordings.removed"), { kind: "good" });
      await load();
    } catch (error) {
      toastError(error);
    }
  }
}

/**
 * "Agent audio", "Monitor 2".
 * @param {Recording} recording
 */
export function nameOf(recording) {
  if (recording.kind === "screen") return t("recordings.monitorN", { monitor: recording.monitor ?? 1 });
  if (recording.party === "agent" || recording.party === "customer") {
    return t("recordings.legOf", { party: t(`recordings.${recording.party}`) });
  }
  return t("recordings.audio");
}

/** @param {Recording} recording */
function media(recording) {
  const picture = recording.streams.find((stream) => stream.type === "video");
  const sound = recording.streams.find((stream) => stream.type === "audio");
  return [
    facts([
      [t("recordings.length"), clock(recording.durationMs)],
      [t("recordings.offsetValue"), recording.offsetMs === 0 ? null : `${number(recording.offsetMs / 1000)} s`],
      [
        t("recordings.picture"),
        picture && [
          t("recordings.pictureValue", {
            width: String(picture.width ?? "–"),
            height: String(picture.height ?? "–"),
            rate: picture.frameRate ? number(Math.round(picture.frameRate * 100) / 100) : "–",
          }),
          " · ",
          picture.codec,
        ],
      ],
      [
        t("recordings.sound"),
        sound && [
          t("recordings.soundValue", {
            rate: number((sound.sampleRate ?? 0) / 1000),
            channels: t("recordings.channels", { count: sound.channels ?? 1 }),
          }),
          " · ",
          sound.codec,
        ],
      ],
      [t("recordings.file"), [recording.fileName, " · ", size(recording.bytes)]],
      [
        t("recordings.hash"),
        recording.sha256 && h("code", { class: "hash", title: recording.sha256 }, `${recording.sha256.slice(0, 16)}…`),
      ],
      [
        t("recordings.health"),
        recording.health.length === 0
          ? t("recordings.healthy")
          : h("ul", { class: "health" }, recording.health.map((one) => h("li", null, one.message))),
      ],
    ]),
  ];
}

/**
 * @param {Recording} recording
 * @param {(ms: number) => void} onseek
 */
function captureFacts(recording, onseek) {
  const capture = recording.capture ?? {};
  const windows = capture.windows ?? [];
  const software = [capture.software, capture.version].filter(Boolean).join(" ");
  const scale = capture.scale && capture.scale !== 1 ? ` @ ${number(capture.scale)}×` : "";
  return h(
    "div",
    { class: "capture" },
    facts([
      [t("recordings.monitorName"), capture.monitorName],
      [
        t("recordings.place"),
        capture.x != null && capture.y != null &&
        t("recordings.placeValue", { x: String(capture.x), y: String(capture.y) }),
      ],
      [t("recordings.size"), capture.width != null && `${capture.width} × ${capture.height}${scale}`],
      [t("recordings.captured"), software],
      [t("recordings.startedAt"), capture.startedAt && dateTime(capture.startedAt)],
    ]),
    windows.length > 0 &&
      h(
        "details",
        null,
        h(
          "summary",
          null,
          t("recordings.windows"),
          " ",
          h("span", { class: "muted" }, t("recordings.windowCount", { count: windows.length })),
        ),
        h("ol", { class: "window-list" }, windows.map((one) => windowRow(one, recording.offsetMs, onseek))),
      ),
  );
}

/**
 * @param {import("/features/recordings/recording.js").ActiveWindow} window
 * @param {number} offsetMs
 * @param {(ms: number) => void} onseek
 */
function windowRow(window, offsetMs, onseek) {
  const at = window.startMs + offsetMs;
  return h(
    "li",
    null,
    h(
      "button",
      {
        type: "button",
        class: "window-row",
        aria: { label: t("recordings.seek", { time: clock(at) }) },
        onclick: () => onseek(at),
      },
      h("span", { class: "mono" }, clock(at)),
      h("strong", null, window.application),
      h("span", { class: "muted" }, window.title),
    ),
  );
}
