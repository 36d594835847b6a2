/**
 * The redactions of a moment as a list; the chosen one opens to be changed.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockTenths, parseClock } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { field, select } from "/lib/ui/field.js";
import { icon } from "/lib/ui/icons.js";
import { emptyState } from "/lib/ui/parts.js";
import { typed } from "/features/moments/moment-rules.js";
import { shortName, whose } from "/features/moments/redaction-names.js";
import { parsePercent, percentText, rangeFault, within } from "/features/moments/redaction-rules.js";
import "/features/moments/redaction-labels.js";

/** @typedef {import("/features/moments/calls.js").Redaction} Redaction */
/** @typedef {{ id: number, redaction: Redaction }} Item */
/** @typedef {{ startMs: number, endMs: number }} Range */

/**
 * @typedef {object} RedactionList
 * @property {HTMLElement} element
 * @property {(items: readonly Item[], chosen: number | null) => void} draw
 * @property {(item: Item) => void} refresh shows what was changed elsewhere
 * @property {() => boolean} check whether everything typed can be kept; leads to what cannot
 */

/**
 * @param {object} options
 * @param {Range} options.moment
 * @param {number[]} options.monitors those that are seen in the moment
 * @param {() => number} options.here ms
 * @param {(id: number | null) => void} options.onchoose
 * @param {(item: Item) => void} options.onchange
 * @param {(id: number) => void} options.onremove
 * @returns {RedactionList}
 */
export function redactionList({ moment, monitors, here, onchoose, onchange, onremove }) {
  const element = h("ol", { class: "redaction-list", aria: { label: t("redactions.list") } });
  /** @type {ReturnType<typeof editorOf> | null} */
  let editor = null;
  return { element, draw, refresh, check };

  /**
   * @param {readonly Item[]} items
   * @param {number | null} chosen
   */
  function draw(items, chosen) {
    editor = null;
    replace(
      element,
      items.length === 0 && h(
        "li",
        null,
        emptyState({
          icon: "eye",
          title: t("redactions.none"),
          text: t(monitors.length > 0 ? "redactions.noneTextScreens" : "redactions.noneText"),
        }),
      ),
      items.map((item) => row(item, item.id === chosen)),
    );
  }

  /**
   * @param {Item} item
   * @param {boolean} isChosen
   */
  function row(item, isChosen) {
    const words = h("span", { class: "redaction-words" });
    const head = h(
      "button",
      {
        type: "button",
        class: "redaction-head",
        aria: { expanded: isChosen },
        onclick: () => onchoose(isChosen ? null : item.id),
      },
      h("i", { class: ["redaction-kind", item.redaction.kind], aria: { hidden: true } }),
      words,
      icon(isChosen ? "up" : "down"),
    );
    const remove = button({
      label: t("redactions.removeThis", { what: shortName(item.redaction) }),
      icon: "trash",
      iconOnly: true,
      look: "bare",
      small: true,
      onclick: () => onremove(item.id),
    });
    summarise(words, item.redaction);
    if (isChosen) editor = editorOf(item, () => summarise(words, item.redaction));
    return h(
      "li",
      { class: ["redaction", isChosen && "is-chosen"], dataset: { id: item.id } },
      h("div", { class: "redaction-row" }, head, remove),
      isChosen && editor?.element,
    );
  }

  /** @param {Item} item */
  function refresh(item) {
    const words = element.querySelector(`[data-id="${item.id}"] .redaction-words`);
    if (words instanceof HTMLElement) summarise(words, item.redaction);
    if (editor?.item.id === item.id) editor.fill();
  }

  function check() {
    const wrong = element.querySelector("[aria-invalid]");
    if (wrong instanceof HTMLElement) wrong.focus();
    return wrong === null;
  }

  /**
   * @param {Item} item
   * @param {() => void} said
   */
  function editorOf(item, said) {
    const { redaction } = item;
    const start = field({ label: t("redactions.start"), props: { class: "mono", oninput: readRange } });
    const end = field({ label: t("redactions.end"), props: { class: "mono", oninput: readRange } });
    const parts = redaction.kind === "black" ? areaFields(redaction, told) : soundFields(redaction, told);
    const made = h(
      "div",
      { class: "redaction-editor" },
      h(
        "div",
        { class: "fields two" },
        start.element,
        end.element,
        hereButton(t("redactions.fromHere"), start),
        hereButton(t("redactions.toHere"), end),
      ),
      parts.element,
    );
    fill();
    return { element: made, item, fill };

    function fill() {
      put(start, typed(redaction.startMs));
      put(end, typed(redaction.endMs));
      parts.fill();
    }

    function told() {
      said();
      onchange(item);
    }

    /**
     * @param {string} label
     * @param {import("/lib/ui/field.js").Field} to
     */
    function hereButton(label, to) {
      return button({
        label,
        small: true,
        onclick: () => {
          to.control.value = typed(Math.min(Math.max(Math.round(here()), moment.startMs), moment.endMs));
          readRange();
        },
      });
    }

    function readRange() {
      const [startMs, endMs] = [parseClock(start.value()), parseClock(end.value())];
      const fault = rangeFault(startMs, endMs, moment);
      const range = `${clockTenths(moment.startMs)} – ${clockTenths(moment.endMs)}`;
      start.setError(fault?.at === "start" ? t(fault.label, { range }) : null);
      end.setError(fault?.at === "end" ? t(fault.label, { range }) : null);
      if (fault || startMs === null || endMs === null) return;
      Object.assign(redaction, { startMs, endMs });
      told();
    }
  }

  /**
   * @param {import("/features/moments/calls.js").SoundRedaction} redaction
   * @param {() => void} told
   */
  function soundFields(redaction, told) {
    const kind = field({
      label: t("redactions.kind"),
      control: select(choices(["mute", "beep"]), {
        onchange: () => {
          redaction.kind = /** @type {"mute" | "beep"} */ (kind.value());
          told();
        },
      }),
    });
    const channel = field({
      label: t("redactions.channel"),
      control: select(choices(["both", "agent", "customer"]), {
        onchange: () => {
          redaction.channel = /** @type {"both" | "agent" | "customer"} */ (channel.value());
          told();
        },
      }),
    });
    return {
      element: h("div", { class: "fields two" }, kind.element, channel.element),
      fill() {
        kind.control.value = redaction.kind;
        channel.control.value = redaction.channel;
      },
    };
  }

  /**
   * @param {import("/features/moments/calls.js").Blackout} redaction
   * @param {() => void} told
   */
  function areaFields(redaction, told) {
    const names = /** @type {const} */ ([["x", "left"], ["y", "top"], ["width", "width"], ["height", "height"]]);
    const numbers = names.map(([name, label]) => ({
      name,
      at: field({
        label: t(`redactions.${label}`),
        props: { inputmode: "decimal", class: "mono", oninput: read, onchange: fill },
      }),
    }));
    const monitor = field({
      label: t("redactions.monitor"),
      control: select(
        monitors.map((number) => ({ value: String(number), label: t("redactions.monitorNumber", { number }) })),
        {
          onchange: () => {
            redaction.monitor = Number(monitor.value());
            told();
          },
        },
      ),
    });
    return {
      element: h(
        "div",
        { class: "fields" },
        monitors.length > 1 && monitor.element,
        h("div", { class: "fields four" }, numbers.map(({ at }) => at.element)),
      ),
      fill,
    };

    function fill() {
      monitor.control.value = String(redaction.monitor);
      for (const { name, at } of numbers) put(at, percentText(redaction[name]));
    }

    function read() {
      const given = numbers.map(({ at }) => parsePercent(at.value()));
      for (const [index, { at }] of numbers.entries()) {
        at.setError(given[index] === null ? t("redactions.percent") : null);
      }
      const [x, y, width, height] = given;
      if (x === null || y === null || width === null || height === null) return;
      Object.assign(redaction, within({ x, y, width, height }));
      told();
    }
  }
}

/**
 * @param {HTMLElement} words
 * @param {Redaction} redaction
 */
function summarise(words, redaction) {
  replace(
    words,
    h("strong", null, t(`redactions.${redaction.kind}`)),
    h("span", { class: "muted" }, whose(redaction)),
    h(
      "span",
      { class: "mono muted" },
      `${clockTenths(redaction.startMs)} – ${clockTenths(redaction.endMs)}`,
    ),
  );
}

/** @param {string[]} values */
function choices(values) {
  return values.map((value) => ({ value, label: t(`redactions.${value}`) }));
}

/**
 * Fills a field that nobody is typing into.
 * @param {import("/lib/ui/field.js").Field} at
 * @param {string} text
 */
function put(at, text) {
  if (at.control === document.activeElement) return;
  at.control.value = text;
  at.setError(null);
}
