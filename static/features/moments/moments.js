/**
 * The moments of a conversation: played here, watched as clips, shared.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { clockRange } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { menuButton } from "/lib/ui/menu.js";
import { chip, emptyState, skeleton } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { deleteMoment, listMoments } from "/features/moments/calls.js";
import { clipDialog } from "/features/moments/clip-dialog.js";
import "/features/moments/labels.js";

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
  const mayMake = may("create_moments");
  const element = h(
    "section",
    { class: "moments", aria: { label: t("moments.title") } },
    mayMake &&
      h(
        "div",
        { class: "panel-head" },
        button({ label: t("moments.make"), icon: "add", small: true, onclick: onmake }),
      ),
    list,
  );
  void load();
  return { element, all: () => all, add: (moment) => set([...all, moment]), reveal };

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
    replace(
      list,
      all.length === 0 && h(
        "li",
        null,
        emptyState({ icon: "moment", title: t("moments.none"), text: mayMake ? t("moments.noneText") : undefined }),
      ),
      all.map((moment) => h("li", { dataset: { id: moment.id } }, momentRow(moment, { onplay, onchange: changed }))),
    );
    onchange(all);
  }

  /**
   * @param {string} id
   * @param {Moment | null} moment null when it is gone
   */
  function changed(id, moment) {
    set(moment ? all.map((one) => one.id === id ? moment : one) : all.filter((one) => one.id !== id));
  }

  /** @param {string} id */
  function reveal(id) {
    const found = [...list.children].find((one) => one instanceof HTMLElement && one.dataset.id === id);
    if (!(found instanceof HTMLElement)) return;
    found.scrollIntoView({ block: "nearest" });
    found.classList.add("is-hit");
    setTimeout(() => found.classList.remove("is-hit"), 2500);
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
      : null,
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
    moment.clip.state === "failed" && chip(t("moments.failed"), { tone: "bad" }),
    moment.clip.state === "ready" && chip(t("moments.ready"), { tone: "good" }),
    button({
      label: t("moments.clip"),
      small: true,
      onclick: () => void clipDialog(moment, (ready) => onchange(moment.id, ready)),
      props: { aria: { label: t("moments.watch", { title }) } },
    }),
    moment.mayShare && button({
      label: t("moments.share"),
      icon: "share",
      small: true,
      onclick: () => void share(moment),
      props: { aria: { label: t("moments.shareIt", { title }) } },
    }),
    moment.mayDelete && menuButton({
      label: t("moments.more", { title }),
      icon: "more",
      iconOnly: true,
      look: "bare",
      small: true,
      items: [{
        label: t("moments.delete"),
        icon: "trash",
        danger: true,
        run: () => void remove(moment, () => onchange(moment.id, null)),
      }],
    }),
  );
}

/**
 * Opens the dialog that makes a link to a moment.
 * @param {Moment} moment
 */
export async function share(moment) {
  try {
    const { shareDialog } = await import("/features/sharing/share-dialog.js");
    await shareDialog(moment);
  } catch (error) {
    toastError(error);
  }
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
