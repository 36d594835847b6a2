/**
 * Every moment this person may see, newest first.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockRange, relative, shortDateTime } from "/lib/times.js";
import { redrawn } from "/lib/ui/keyboard-place.js";
import { emptyState, moreRow, pageHead, skeleton } from "/lib/ui/parts.js";
import { toastError } from "/lib/ui/toast.js";
import { listAllMoments } from "/features/moments/calls.js";
import { momentRow } from "/features/moments/moments.js";
import "/features/moments/labels.js";

/** @typedef {import("/features/moments/calls.js").Moment} Moment */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {import("/lib/router.js").Shown}
 */
export function show({ signal }) {
  /** @type {Moment[]} */
  let all = [];
  /** @type {string | null} */
  let next = null;
  const list = h("ol", { class: "moment-list card" }, h("li", null, skeleton(4)));
  const more = h("div");
  void load();
  return {
    title: t("moments.pageTitle"),
    element: h("div", { class: "page narrow" }, pageHead({ title: t("moments.pageTitle") }), list, more),
  };

  async function load() {
    try {
      const page = await listAllMoments({ cursor: next }, signal);
      const shown = all.length;
      const isAsked = more.contains(document.activeElement);
      all = [...all, ...page.items];
      next = page.next;
      redrawn(list, draw);
      if (isAsked) list.children[shown]?.querySelector("a")?.focus();
    } catch (error) {
      if (!signal.aborted) toastError(error);
    }
  }

  function draw() {
    replace(
      list,
      all.length === 0 &&
        h("li", null, emptyState({ icon: "moment", title: t("moments.noneAll"), text: t("moments.noneAllText") })),
      all.map((moment) =>
        h(
          "li",
          { class: "card-body", dataset: { id: moment.id } },
          h(
            "div",
            { class: "moment-source muted" },
            h(
              "a",
              { href: `/interactions/${moment.interaction.id}?t=${moment.startMs}` },
              `${moment.interaction.externalId}, ${clockRange(moment.startMs, moment.endMs)}`,
            ),
            h("time", { datetime: moment.createdAt, title: shortDateTime(moment.createdAt) }, [
              " · ",
              relative(moment.createdAt),
            ]),
          ),
          momentRow(moment, { onchange: changed }),
        )
      ),
    );
    replace(more, next !== null && moreRow({ more: true, text: "", run: () => void load() }));
  }

  /**
   * @param {string} id
   * @param {Moment | null} moment
   */
  function changed(id, moment) {
    all = moment ? all.map((one) => one.id === id ? moment : one) : all.filter((one) => one.id !== id);
    redrawn(list, draw);
  }
}
