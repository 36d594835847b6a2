/**
 * The page behind a link, for somebody without an account: the clip, its captions, who shared it, until when.
 * A locked link asks for its password; a dead one says so. `?t=` (ms) is where it starts, before and after.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { clock, dateTime } from "/lib/times.js";
import { pause } from "/lib/wait.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";
import { skeleton } from "/lib/ui/parts.js";
import { getShared, sharedAddresses } from "/features/sharing/calls.js";
import { lockedCard } from "/features/sharing/shared-lock.js";
import "/features/sharing/labels.js";

/** @typedef {import("/features/sharing/calls.js").Shared} Shared */

const place = document.getElementById("shared");
const token = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const startMs = Math.max(0, Number(new URLSearchParams(location.search).get("t") ?? 0) || 0);

await load();

async function load() {
  draw("waiting", skeleton(5));
  try {
    let shared = await getShared(token);
    while (shared.clip.state === "rendering") {
      draw("moment", head(shared), h("p", { class: "shared-wait", role: "status" }, t("sharing.rendering")));
      await pause(1500);
      shared = await getShared(token);
    }
    if (shared.clip.state === "ready") showMoment(shared);
    else draw("moment", head(shared), h("p", { class: "shared-wait", role: "alert" }, t("sharing.clipFailed")));
  } catch (error) {
    if (error instanceof ApiError && error.code === "share_locked") showLock();
    else if (error instanceof ApiError && error.status === 404) showDead();
    else showFailure(error);
  }
}

/** @param {Shared} shared */
function showMoment(shared) {
  document.title = `${shared.title} · Earmark`;
  const { clip, poster, download, captions } = sharedAddresses(token);
  const size = shared.clip.poster;
  const isAudio = shared.kind === "audio";
  const failed = h("p", { class: "shared-error", role: "alert", hidden: true }, t("sharing.mediaFailed"));
  const media = h(
    "video",
    {
      class: ["shared-media", shared.kind],
      src: clip,
      // Its size keeps the place of the picture until that is there.
      ...(size && { poster, width: size.width, height: size.height }),
      controls: true,
      preload: "metadata",
      playsInline: true,
      controlslist: shared.allowDownload ? undefined : "nodownload",
      aria: { label: shared.title },
      onloadedmetadata: () => {
        if (startMs > 0 && startMs < shared.durationMs) media.currentTime = startMs / 1000;
      },
      onerror: () => void (failed.hidden = false),
    },
    shared.hasCaptions &&
      h("track", {
        kind: "captions",
        src: captions,
        srclang: shared.language ?? undefined,
        label: t("sharing.captions"),
        default: true,
      }),
  );
  draw(
    "moment",
    head(shared),
    h("div", { class: ["shared-stage", shared.kind] }, isAudio && icon("audio", "shared-wave"), media),
    failed,
    isAudio && shared.hasCaptions && spokenLine(media, shared.language),
    shared.allowDownload &&
      buttonLink({ label: t("sharing.downloadClip"), icon: "download", href: download, props: { download: "" } }),
  );
}

/** @param {Shared} shared */
function head(shared) {
  const facts = [
    t("sharing.sharedBy", { name: shared.sharedBy }),
    clock(shared.durationMs),
    t("sharing.until", { when: dateTime(shared.expiresAt) }),
  ];
  return h(
    "header",
    { class: "shared-head" },
    h("h1", null, shared.title),
    h("p", { class: "muted" }, facts.join(" · ")),
  );
}

/**
 * What is being said, under a clip that has no picture to put captions on.
 * @param {HTMLVideoElement} media
 * @param {string | null} language
 */
function spokenLine(media, language) {
  const line = h("p", { class: "shared-line", lang: language ?? undefined });
  media.addEventListener("loadedmetadata", () => {
    const track = media.textTracks[0];
    if (!track) return;
    track.mode = "hidden";
    track.addEventListener("cuechange", () => {
      const cues = [...(track.activeCues ?? [])];
      line.textContent = cues.map((cue) => plain(/** @type {VTTCue} */ (cue))).join(" ");
    });
  });
  return line;
}

/**
 * A cue as it is read: "<v Agent>Hello" is "Agent: Hello".
 * @param {VTTCue} cue
 */
function plain(cue) {
  const said = cue.getCueAsHTML();
  // https://www.w3.org/TR/webvtt1/#dom-construction-rules: a voice is a span whose title names it.
  for (const voice of said.querySelectorAll("span[title]")) voice.prepend(`${voice.getAttribute("title")}: `);
  return said.textContent ?? "";
}

function showLock() {
  document.title = `${t("sharing.lockedTitle")} · Earmark`;
  const lock = lockedCard(token, { onopen: () => void load(), ondead: showDead });
  draw("lock", lock.content);
  lock.focus();
}

function showDead() {
  document.title = `${t("sharing.deadTitle")} · Earmark`;
  draw(
    "dead",
    h("div", { class: "shared-mark" }, icon("link")),
    h("h1", null, t("sharing.deadTitle")),
    h("p", { class: "muted" }, t("sharing.deadText")),
  );
}

/** @param {unknown} error */
function showFailure(error) {
  draw(
    "dead",
    h("h1", null, error instanceof Error ? error.message : String(error)),
    button({ label: t("sharing.tryAgain"), look: "primary", onclick: () => void load() }),
  );
}

/**
 * @param {string} kind
 * @param {...import("/lib/dom.js").Child} content
 */
function draw(kind, ...content) {
  if (!place) return;
  replace(
    place,
    h("div", { class: "shared-brand" }, h("i", { class: "brand-mark" }), "Earmark"),
    h("div", { class: ["shared-card", kind] }, ...content),
  );
}
