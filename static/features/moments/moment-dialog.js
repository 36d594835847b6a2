/**
 * Makes a moment: its title, from where to where, which screens.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { parseClock, spokenLength } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field, select, showErrors } from "/lib/ui/field.js";
import { may } from "/features/accounts/who.js";
import { createMoment } from "/features/moments/calls.js";
import { faultOf, typed } from "/features/moments/moment-rules.js";
import "/features/moments/labels.js";

/** @typedef {import("/features/moments/calls.js").Moment} Moment */

/**
 * Asks for a new moment; gives what was made, or null.
 * @param {object} options
 * @param {string} options.interaction
 * @param {{ startMs: number, endMs: number }} options.range
 * @param {number[]} options.monitors those the conversation has
 * @param {(range: { startMs: number, endMs: number }) => void} [options.onpreview]
 * @returns {Promise<{ moment: Moment, wantsShare: boolean } | null>}
 */
export async function momentDialog({ interaction, range, monitors, onpreview }) {
  const name = field({
    label: t("moments.name"),
    required: true,
    props: { maxlength: 250, placeholder: t("moments.nameHint"), autofocus: "" },
  });
  const start = field({ label: t("moments.start"), props: { value: typed(range.startMs), oninput: measure } });
  const end = field({ label: t("moments.end"), props: { value: typed(range.endMs), oninput: measure } });
  const note = field({ label: t("moments.note"), control: h("textarea", { rows: 2, maxlength: 4000 }) });
  const screens = field({
    label: t("moments.screens"),
    control: select([
      { value: "grid", label: t("moments.screensGrid") },
      ...(monitors.length > 1
        ? monitors.map((number) => ({ value: String(number), label: t("moments.screensOne", { number }) }))
        : []),
      { value: "none", label: t("moments.screensNone") },
    ]),
  });
  const length = h("p", { class: "moment-length muted", aria: { live: "polite" } });
  /** @type {Moment | null} */
  let made = null;
  let wantsShare = false;
  measure();
  const dialog = openDialog({
    title: t("moments.makeTitle"),
    body: h(
      "div",
      { class: "fields" },
      name.element,
      h("div", { class: "fields two" }, start.element, end.element),
      h(
        "div",
        { class: "moment-measure" },
        length,
        onpreview && button({ label: t("moments.play"), icon: "play", look: "bare", small: true, onclick: preview }),
      ),
      monitors.length > 0 && screens.element,
      note.element,
    ),
    actions: [
      { label: t("lib.cancel"), value: "" },
      ...(may("share_moments") ? [{ label: t("moments.createAndShare"), run: () => save(true), value: "made" }] : []),
      { label: t("moments.create"), look: "primary", run: () => save(false), value: "made" },
    ],
  });
  await dialog.closed;
  return made ? { moment: made, wantsShare } : null;

  function read() {
    return { startMs: parseClock(start.value()), endMs: parseClock(end.value()) };
  }

  function measure() {
    const { startMs, endMs } = read();
    const isRange = startMs !== null && endMs !== null && endMs > startMs;
    length.textContent = isRange ? t("moments.length", { length: spokenLength(endMs - startMs) }) : "";
  }

  function preview() {
    const { startMs, endMs } = read();
    if (startMs !== null && endMs !== null && endMs > startMs) onpreview?.({ startMs, endMs });
  }

  /** @param {boolean} share */
  async function save(share) {
    for (const one of [name, start, end]) one.setError(null);
    if (name.value() === "") {
      name.setError(t("moments.nameHint"));
      name.control.focus();
      return false;
    }
    const { startMs, endMs } = read();
    const fault = faultOf(startMs, endMs);
    if (fault) {
      const at = fault.at === "start" ? start : end;
      at.setError(t(fault.label));
      at.control.focus();
      return false;
    }
    const chosen = screens.value();
    try {
      made = await createMoment(interaction, {
        title: name.value(),
        startMs: /** @type {number} */ (startMs),
        endMs: /** @type {number} */ (endMs),
        ...(note.value() === "" ? {} : { note: note.value() }),
        screens: monitors.length === 0 || chosen === "none" ? "none" : chosen === "grid" ? "grid" : Number(chosen),
      });
      wantsShare = share;
    } catch (error) {
      const problem =
        /** @type {{ code?: string, errors?: { pointer: string, detail: string }[], message: string }} */ (
          error
        );
      if (problem.code?.startsWith("moment_")) {
        end.setError(problem.message);
        end.control.focus();
        return false;
      }
      const others = showErrors(problem.errors ?? [], {
        "/title": name,
        "/startMs": start,
        "/endMs": end,
        "/note": note,
      });
      if ((problem.errors?.length ?? 0) > 0 && others.length === 0) return false;
      throw error;
    }
  }
}
