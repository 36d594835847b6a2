/**
 * Replaces the interaction of an evaluation by another of the same criteria.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field, select } from "/lib/ui/field.js";
import { button } from "/lib/ui/button.js";
import { replaceInteraction } from "/features/evaluations/calls.js";
import { listRecordings } from "/features/recordings/calls.js";
import { findings } from "/features/recordings/health.js";
import { nameOf } from "/features/recordings/recording-list.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */

/** The longest note, as the server takes it. */
const MOST_NOTE = 1000;

const REASONS = ["bad_audio", "bad_video", "irrelevant", "wrong_agent", "too_short", "other"];

/**
 * Gives the session with its new interaction; null when nothing was replaced.
 * @param {Session} session
 * @param {() => string} etag
 * @returns {Promise<Session | null>}
 */
export async function replaceDialog(session, etag) {
  /** @type {Session | null} */
  let replaced = null;
  const reason = field({
    label: t("workbench.reason"),
    required: true,
    control: select([
      { value: "", label: "" },
      ...REASONS.map((name) => ({ value: name, label: t(`workbench.${name}`) })),
    ]),
  });
  const note = field({
    label: t("workbench.reasonNote"),
    control: h("textarea", { rows: 2, maxlength: MOST_NOTE }),
  });
  const found = h("div", { class: "replace-findings", hidden: true });
  const leaving = new AbortController();
  void offer();
  const { closed } = openDialog({
    title: t("workbench.replaceTitle"),
    body: h("div", { class: "fields" }, h("p", null, t("workbench.replaceLead")), found, reason.element, note.element),
    actions: [{ label: t("lib.cancel") }, { label: t("workbench.replaceNow"), look: "danger", run }],
  });
  await closed;
  leaving.abort();
  return replaced;

  /** What ingest found wrong with the recordings is offered as the reason. */
  async function offer() {
    let all;
    try {
      all = findings(await listRecordings(session.interaction.id, leaving.signal));
    } catch {
      // Reasons can be chosen without them.
      return;
    }
    if (all.length === 0) return;
    found.hidden = false;
    found.append(
      h("h3", null, t("workbench.replaceFound")),
      h(
        "ul",
        null,
        all.map(({ recording, message, reason: name }) => {
          const words = `${nameOf(recording)}: ${message}`;
          return h(
            "li",
            null,
            h("span", null, words),
            button({ label: t("workbench.replaceUse"), small: true, onclick: () => take(name, words) }),
          );
        }),
      ),
    );
  }

  /** @param {string} name @param {string} words */
  function take(name, words) {
    reason.control.value = name;
    reason.setError(null);
    const said = note.value();
    const both = said === "" ? words : `${said}\n${words}`;
    if (!said.includes(words) && both.length <= MOST_NOTE) note.control.value = both;
    note.control.focus();
  }

  async function run() {
    reason.setError(null);
    note.setError(null);
    if (reason.value() === "") {
      reason.setError(t("workbench.reasonMissing"));
      reason.control.focus();
      return false;
    }
    if (reason.value() === "other" && note.value() === "") {
      note.setError(t("workbench.noteMissing"));
      note.control.focus();
      return false;
    }
    const words = note.value();
    replaced = await replaceInteraction(
      session.id,
      { reason: reason.value(), ...(words === "" ? {} : { note: words }) },
      etag(),
    );
  }
}
