/**
 * The moments of a conversation: played here, watched as clips, shared.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { clockRange } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { confirmDialog, openDialog } from "/lib/ui/dialog.js";
import { icon } from "/lib/ui/icons.js";
import { redrawn } from "/lib/ui/keyboard-place.js";
import { menuButton } from "/lib/ui/menu.js";
import { chip, emptyState, skeleton } from "/lib/ui/parts.js";
import { reveal } from "/lib/ui/reveal.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { deleteMoment, getMoment, listMoments, posterUrl } from "/features/moments/calls.js";
import { clipDialog } from "/features/moments/clip-dialog.js";
import "/features/moments/labels.js";
import "/features/moments/redaction-labels.js";

await styles(import.meta.url, "./moments.css");

/** @typedef {import("/features/moments/calls.js").Moment} Moment */

/**
 * @typedef {object} Moments
 * @property {HTMLElement} element
 * @property {() => Moment[]} all
 * @property {(moment: Moment) => void} add
 * @property {(id: string) => void} reveal
 */

/**
 * @param {object} options
 * @param {string} options.interaction
 * @param {() => void} options.onmake
 * @param {(range: { startMs: number, endMs: number }) => void} options.onplay
 * @param {(moments: Moment[]) => void} options.onchange
 * @param {AbortSignal} options.signal
 * @returns {Moments}
 */
export function moments({ interaction, onmake, onplay, onchange, signal }) {
  /** @type {Moment[]} */
  let all = [];
  const list = h("ol", { class: "moment-list" }, h("li", null, skeleton(3)));
  const make = may("create_moments") && button({ label: t("moments.make"), icon: "add", small: true, onclick: onmake });
  const element = h(
    "section",
    { class: "moments", aria: { label: t("moments.title") } },
    make && h("div", { class: "panel-head" }, make),
    list,
  );
  void load();
  return { element, all: () => all, add: (moment) => set([...all, moment]), reveal: (id) => reveal(list, id) };

  async function load() {
    try {
      set(await listMoments(interaction, signal));
    } catch (error) {
      if (signal.aborted) return;
      replace(
        list,
        h("li", null, emptyState({ icon: "warning", title: error instanceof Error ? error.message : String(error) })),
      );
    }
  }

  /** @param {Moment[]} next */
  function set(next) {
    all = [...next].sort((a, b) => a.startMs - b.startMs);
    redrawn(list, draw, make || null);
    onchange(all);
  }

  function draw() {
    replace(
      list,
      all.length === 0 && h(
        "li",
        null,
        emptyState({ icon: "moment", title: t("moments.none"), text: make ? t("moments.noneText") : undefined }),
      ),
      all.map((moment) => h("li", { dataset: { id: moment.id } }, momentRow(moment, { onplay, onchange: changed }))),
    );
  }

  /**
   * @param {string} id
   * @param {Moment | null} moment null when it is gone
   */
  function changed(id, moment) {
    set(moment ? all.map((one) => one.id === id ? moment : one) : all.filter((one) => one.id !== id));
  }
}

/**
 * One moment and what can be done with it.
 * @param {Moment} moment
 * @param {object} options
 * @param {(range: { startMs: number, endMs: number }) => void} [options.onplay] plays it where it is
 * @param {(id: string, moment: Moment | null) => void} options.onchange
 */
export function momentRow(moment, { onplay, onchange }) {
  const { title } = moment;
  const watch = () => void clipDialog(moment, (ready) => onchange(moment.id, ready));
  return h(
    "article",
    { class: "moment" },
    onplay
      ? button({
        label: t("moments.playHere", { title }),
        icon: "play",
        iconOnly: true,
        look: "bare",
        onclick: () => onplay({ startMs: moment.startMs, endMs: moment.endMs }),
      })
      : picture(moment, watch),
    h(
      "div",
      { class: "moment-words" },
      h("strong", null, title),
      h(
        "span",
        { class: "muted" },
        h("span", { class: "mono" }, clockRange(moment.startMs, moment.endMs)),
        ` · ${t("moments.by", { who: moment.createdBy.name })}`,
      ),
      moment.note && h("p", null, moment.note),
    ),
    moment.undecidedProposals > 0 && (moment.mayDelete
      ? button({
        label: t("redactions.tonesWaiting"),
        icon: "warning",
        small: true,
        onclick: () => void redact(moment, onchange),
        props: { class: "moment-tones", aria: { label: t("redactions.tonesWaitingTitle", { title }) } },
      })
      : chip(t("redactions.tonesWaiting"), { tone: "warn" })),
    moment.redactions.length > 0 && chip(t("redactions.count", { count: moment.redactions.length })),
    moment.clip.state === "failed" && chip(t("moments.failed"), { tone: "bad" }),
    moment.clip.state === "ready" && chip(t("moments.ready"), { tone: "good" }),
    button({
      label: t("moments.clip"),
      small: true,
      onclick: watch,
      props: { aria: { label: t("moments.watch", { title }) } },
    }),
    moment.mayShare && button({
      label: t("moments.share"),
      icon: "share",
      small: true,
      onclick: () => void share(moment, onchange),
      props: { aria: { label: t("moments.shareIt", { title }) } },
    }),
    moment.mayDelete && menuButton({
      label: t("moments.more", { title }),
      icon: "more",
      iconOnly: true,
      look: "bare",
      small: true,
      items: [
        { label: t("redactions.open"), icon: "eye", run: () => void redact(moment, onchange) },
        {
          label: t("moments.delete"),
          icon: "trash",
          danger: true,
          run: () => void remove(moment, () => onchange(moment.id, null)),
        },
      ],
    }),
  );
}

/**
 * What a clip shows, or a sign in its place; a click does what the button beside it does.
 * @param {Moment} moment
 * @param {() => void} watch
 */
function picture({ id, clip }, watch) {
  const sign = clip.contentType?.startsWith("audio/") ? "audio" : "moment";
  return h(
    "div",
    { class: "moment-picture", onclick: watch },
    clip.poster
      ? h("img", { src: posterUrl(id), alt: "", width: clip.poster.width, height: clip.poster.height, loading: "lazy" })
      : icon(sign),
  );
}

/**
 * Opens the redactions of a moment; gives it as it is then.
 * @param {Moment} moment
 * @param {(id: string, moment: Moment) => void} [onchange]
 * @returns {Promise<Moment | null>} null when nothing was saved
 */
async function redact(moment, onchange) {
  try {
    const { redactionDialog } = await import("/features/moments/redaction-dialog.js");
    const changed = await redactionDialog(moment);
    if (changed) onchange?.(changed.id, changed);
    return changed;
  } catch (error) {
    toastError(error);
    return null;
  }
}

/**
 * Opens the dialog that makes a link to a moment; where keypad tones are undecided, says so and leads there.
 * @param {Moment} moment
 * @param {(id: string, moment: Moment) => void} [onchange]
 */
export async function share(moment, onchange) {
  try {
    const now = await getMoment(moment.id);
    if (now.undecidedProposals > 0) {
      const isWanted = await askToDecide(now);
      const changed = isWanted ? await redact(now, onchange) : null;
      if (!changed || changed.undecidedProposals > 0) return;
    }
    const { shareDialog } = await import("/features/sharing/share-dialog.js");
    await shareDialog(moment);
  } catch (error) {
    toastError(error);
  }
}

/** Whether somebody wants to decide about keypad tones now. @param {Moment} moment */
async function askToDecide(moment) {
  const { closed } = openDialog({
    title: t("redactions.heldTitle"),
    body: [
      h("p", null, t("redactions.heldText", { count: moment.undecidedProposals })),
      !moment.mayDelete && h("p", { class: "muted" }, t("redactions.heldOther")),
    ],
    actions: moment.mayDelete
      ? [{ label: t("lib.cancel"), value: "" }, { label: t("redactions.decide"), look: "primary", value: "decide" }]
      : [{ label: t("lib.close"), look: "primary", value: "" }],
  });
  return (await closed) === "decide";
}

/**
 * @param {Moment} moment
 * @param {() => void} gone
 */
async function remove(moment, gone) {
  const isSure = await confirmDialog({
    title: t("moments.deleteTitle", { title: moment.title }),
    body: t("moments.deleteText"),
    confirm: t("moments.delete"),
    danger: true,
  });
  if (!isSure) return;
  try {
    await deleteMoment(moment.id);
    gone();
    toast(t("moments.deleted"));
  } catch (error) {
    toastError(error);
  }
}
