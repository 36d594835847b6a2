/**
 * The optional fields of screen capture metadata: the monitor's place on the desktop, the software, the windows.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { instantOf, localOf } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { field } from "/lib/ui/field.js";
import { readWindows, writeWindows } from "/features/recordings/windows-text.js";
import "/features/recordings/labels.js";

/** @typedef {import("/features/recordings/recording.js").Capture} Capture */

const texts = ["monitorName", "software", "version"];
const numbers = ["x", "y", "width", "height"];

/**
 * @returns {{ element: HTMLElement, read: () => { capture: Capture | undefined, isRight: boolean }, set: (capture: Capture) => void }}
 */
export function captureForm() {
  /** @type {Record<string, import("/lib/ui/field.js").Field>} */
  const fields = Object.fromEntries([
    ...texts.map((name) => [name, field({ label: t(`recordings.${name}`), props: { maxlength: 250 } })]),
    ...numbers.map((name) => [name, field({ label: t(`recordings.${name}`), props: { inputmode: "numeric" } })]),
  ]);
  const scale = field({ label: t("recordings.scale"), props: { inputmode: "decimal" } });
  const startedAt = field({ label: t("recordings.startedAt"), props: { type: "datetime-local", step: 1 } });
  const windows = field({
    label: t("recordings.windows"),
    control: h("textarea", { rows: 4, spellcheck: "false" }),
    hint: t("recordings.windowsHint"),
    className: "all",
  });
  const choose = h("input", {
    type: "file",
    accept: ".json,application/json",
    hidden: true,
    onchange: () => void readFile(),
  });
  const problem = h("p", { class: "field-error", role: "alert" });
  const element = h(
    "details",
    { class: "capture-form" },
    h("summary", null, t("recordings.capture"), h("span", { class: "muted" }, t("recordings.captureOptional"))),
    h(
      "div",
      { class: "fields four" },
      fields.monitorName.element,
      fields.software.element,
      fields.version.element,
      startedAt.element,
      numbers.map((name) => fields[name].element),
      scale.element,
      windows.element,
    ),
    h(
      "div",
      { class: "field-row" },
      choose,
      button({ label: t("recordings.captureFile"), icon: "file", small: true, onclick: () => choose.click() }),
      problem,
    ),
  );
  return { element, read, set };

  function read() {
    /** @type {Record<string, any>} */
    const capture = {};
    let isRight = true;
    const fail = (/** @type {import("/lib/ui/field.js").Field} */ at, /** @type {string | null} */ message) => {
      at.setError(message);
      if (message !== null) isRight = false;
    };
    for (const name of texts) if (fields[name].value()) capture[name] = fields[name].value();
    for (const name of numbers) {
      const text = fields[name].value().replace("−", "-");
      fail(fields[name], text === "" || /^-?\d+$/.test(text) ? null : t("recordings.numberWrong"));
      if (/^-?\d+$/.test(text)) capture[name] = Number(text);
    }
    const factor = Number(scale.value().replace(",", "."));
    fail(scale, scale.value() === "" || (factor >= 0.1 && factor <= 10) ? null : t("recordings.scaleWrong"));
    if (scale.value() !== "") capture.scale = factor;
    const instant = startedAt.value() ? instantOf(startedAt.value()) : null;
    if (instant) capture.startedAt = instant;
    const found = readWindows(windows.value());
    fail(windows, found.wrongLine === null ? null : t("recordings.windowsWrong", { line: found.wrongLine }));
    if (found.windows.length > 0) capture.windows = found.windows;
    if (!isRight) /** @type {HTMLDetailsElement} */ (element).open = true;
    return { capture: Object.keys(capture).length > 0 ? capture : undefined, isRight };
  }

  /** @param {Capture} capture */
  function set(capture) {
    const values = /** @type {Record<string, any>} */ (capture);
    for (const name of [...texts, ...numbers]) fields[name].control.value = String(values[name] ?? "");
    scale.control.value = String(capture.scale ?? "");
    startedAt.control.value = capture.startedAt ? localOf(capture.startedAt) : "";
    windows.control.value = writeWindows(/** @type {any[]} */ (capture.windows ?? []));
  }

  async function readFile() {
    const file = choose.files?.[0];
    choose.value = "";
    if (!file) return;
    try {
      const found = JSON.parse(await file.text());
      if (typeof found !== "object" || found === null) throw new TypeError();
      set(found.capture ?? found);
      problem.textContent = "";
    } catch {
      problem.textContent = t("recordings.captureWrong");
    }
  }
}
