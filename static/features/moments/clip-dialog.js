/**
 * The clip of a moment: made when it is wanted, its progress shown, then played.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockRange, size } from "/lib/times.js";
import { buttonLink } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { may } from "/features/accounts/who.js";
import { jobProgress } from "/features/jobs/job-progress.js";
import { captionsUrl, clipUrl, getMoment, posterUrl, requestClip } from "/features/moments/calls.js";
import { restPlayers } from "/features/recordings/player-rest.js";
import "/features/moments/labels.js";
import "/features/recordings/player-labels.js";

/** @typedef {import("/features/moments/calls.js").Moment} Moment */

/**
 * Shows the clip of a moment, waiting for it where it is not made yet.
 * @param {Moment} moment
 * @param {(moment: Moment) => void} [onready]
 */
export async function clipDialog(moment, onready) {
  const leaving = new AbortController();
  const body = h("div", { class: "clip" });
  const dialog = openDialog({ title: moment.title, body, width: "large", className: "clip-dialog" });
  void dialog.closed.then(() => leaving.abort());
  restPlayers(leaving.signal);
  try {
    await show();
  } catch (error) {
    if (leaving.signal.aborted) return;
    dialog.setError(error instanceof Error ? error.message : String(error));
    dialog.setActions([{ label: t("moments.tryAgain"), look: "primary", run: async () => (await show(), false) }]);
  }

  async function show() {
    const ready = await prepared(moment, body, leaving.signal);
    if (!ready || leaving.signal.aborted) return;
    onready?.(ready);
    const captions = h("track", { kind: "captions", src: captionsUrl(ready.id), label: t("player.captions") });
    const { contentType, poster } = ready.clip;
    // The poster's size keeps the place of the picture until that is there.
    const picture = poster && { poster: posterUrl(ready.id), width: poster.width, height: poster.height };
    const media = contentType?.startsWith("audio/")
      ? h("audio", { controls: true, src: clipUrl(ready.id) })
      : h("video", { controls: true, playsInline: true, src: clipUrl(ready.id), ...picture }, captions);
    replace(
      body,
      media,
      h(
        "p",
        { class: "clip-facts muted" },
        [clockRange(ready.startMs, ready.endMs), ready.clip.bytes ? size(ready.clip.bytes) : ""].filter(Boolean)
          .join(" · "),
        h("span", { class: "grow" }),
        may("download_recordings") && buttonLink({
          label: t("moments.download"),
          icon: "download",
          small: true,
          href: clipUrl(ready.id, true),
          props: { download: "" },
        }),
      ),
      ready.note && h("p", { class: "clip-note" }, ready.note),
    );
    leaving.signal.addEventListener("abort", () => letGo(media), { once: true });
    media.play().catch(() => {});
  }
}

/**
 * Gives the connection back; an element that is only taken out of the page keeps it.
 * @param {HTMLMediaElement} media
 */
function letGo(media) {
  media.pause();
  media.removeAttribute("src");
  media.load();
}

/**
 * The moment with its clip made; null when nobody waits any more.
 * @param {Moment} moment
 * @param {HTMLElement} place where the progress is shown
 * @param {AbortSignal} signal
 * @returns {Promise<Moment | null>}
 */
export async function prepared(moment, place, signal) {
  const asked = await requestClip(moment.id);
  if (asked.moment) return asked.moment;
  const work = jobProgress({ id: asked.job.id, label: t("moments.rendering", { title: moment.title }), signal });
  replace(place, work.element, h("p", { class: "muted" }, t("moments.renderingLeave")));
  const job = await work.finished;
  if (job === null || job.state === "cancelled") return null;
  if (job.state === "failed") throw new Error(job.error?.message ?? t("moments.failed"));
  return getMoment(moment.id, signal);
}
