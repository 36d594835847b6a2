/**
 * The filters above the list of interactions; the URL holds them.
 * @module
 */
import { h } from "/lib/dom.js";
import { readFilters, settled } from "/lib/query.js";
import { setQuery } from "/lib/router.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { choices } from "/lib/ui/choices.js";
import { icon } from "/lib/ui/icons.js";
import { interactionFacets } from "/features/interactions/calls.js";
import { instantsOf } from "/features/interactions/period.js";
import { periodFilter } from "/features/interactions/period-filter.js";
import "/features/interactions/labels.js";

const lists = ["agent", "team", "queue", "channel", "disposition", "language"];
const single = ["q", "evaluated", "period", "from", "to", "window", "conditions"];

/** @typedef {Record<string, string | string[]>} Filters */

/**
 * The filters of a URL.
 * @param {URLSearchParams} query
 * @returns {Filters}
 */
export function filtersOf(query) {
  return readFilters(query, { lists, single });
}

/**
 * Filters as the server takes them: days become instants, a period stays what it is.
 * @param {Filters} filters
 * @returns {Record<string, any>}
 */
export function queryOf(filters) {
  const { from, to, ...rest } = filters;
  return rest.period ? rest : { ...rest, ...instantsOf({ from: one(from), to: one(to) }) };
}

/**
 * Whether any filter is on.
 * @param {Filters} filters
 */
export function isFiltered(filters) {
  return Object.keys(filters).length > 0;
}

/** What takes every filter out of the URL. */
export function noFilters() {
  return Object.fromEntries([...lists, ...single].map((name) => [name, null]));
}

/**
 * @param {{ filters: Filters }} options
 * @returns {{ element: HTMLElement, set: (filters: Filters) => void, focus: () => void }}
 */
export function interactionFilters({ filters }) {
  const find = h("input", {
    type: "search",
    value: one(filters.q) ?? "",
    placeholder: t("interactions.search"),
    aria: { label: t("interactions.search") },
    oninput: settled(() => void setQuery({ q: find.value.trim() }), 250),
  });
  const parts = Object.fromEntries(
    lists.map((name) => [
      name,
      choices({
        label: t(`interactions.${name}`),
        options: [],
        chosen: many(filters[name]),
        onchange: (chosen) => void setQuery({ [name]: chosen }),
      }),
    ]),
  );
  const evaluated = choices({
    label: t("interactions.evaluated"),
    options: [{ value: "true", label: t("interactions.evaluatedYes") }, {
      value: "false",
      label: t("interactions.evaluatedNo"),
    }],
    chosen: many(filters.evaluated),
    single: true,
    onchange: ([value]) => void setQuery({ evaluated: value ?? null }),
  });
  const time = periodFilter({
    chosen: { period: one(filters.period), from: one(filters.from), to: one(filters.to) },
    onchange: (chosen) => void setQuery({ ...chosen }),
  });
  const screen = h("input", {
    type: "search",
    class: "filter-window",
    value: one(filters.window) ?? "",
    placeholder: t("interactions.window"),
    aria: { label: t("interactions.window") },
    oninput: settled(() => void setQuery({ window: screen.value.trim() }), 250),
  });
  const conditions = button({
    label: t("interactions.conditions"),
    icon: "close",
    props: { class: "choices-button is-set", hidden: !filters.conditions, title: t("interactions.conditionsClear") },
    onclick: () => void setQuery({ conditions: null }),
  });
  const clear = button({
    label: t("interactions.clearFilters"),
    look: "bare",
    icon: "close",
    props: { hidden: !isFiltered(filters) },
    onclick: () => {
      find.value = "";
      void setQuery(noFilters());
      // The button goes with the filters.
      find.focus();
    },
  });
  void fill();
  return {
    element: h(
      "div",
      { class: "filters", role: "search" },
      h("div", { class: "search" }, icon("search"), find),
      time.element,
      lists.map((name) => parts[name].element),
      evaluated.element,
      screen,
      conditions,
      clear,
    ),
    set(next) {
      if (document.activeElement !== find) find.value = one(next.q) ?? "";
      if (document.activeElement !== screen) screen.value = one(next.window) ?? "";
      for (const name of lists) parts[name].set(many(next[name]));
      evaluated.set(many(next.evaluated));
      time.set({ period: one(next.period), from: one(next.from), to: one(next.to) });
      conditions.hidden = !next.conditions;
      clear.hidden = !isFiltered(next);
    },
    focus: () => find.focus(),
  };

  async function fill() {
    const known = await interactionFacets().catch(() => null);
    if (!known) return;
    const ofRefs = (/** @type {{ id: string, name: string }[]} */ refs) =>
      refs.map((ref) => ({ value: ref.id, label: ref.name }));
    const ofTexts = (/** @type {string[]} */ texts) => texts.map((text) => ({ value: text, label: text }));
    parts.agent.setOptions(ofRefs(known.agents));
    parts.team.setOptions(ofRefs(known.teams));
    parts.queue.setOptions(ofTexts(known.queues));
    parts.channel.setOptions(known.channels.map((name) => ({ value: name, label: t(`interactions.${name}`) })));
    parts.disposition.setOptions(ofTexts(known.dispositions));
    parts.language.setOptions(known.languages.map((code) => ({ value: code, label: languageName(code) })));
    for (const [name, size] of [["team", known.teams.length], ["language", known.languages.length]]) {
      const isUseless = Number(size) < 2 && !parts[name].element.classList.contains("is-set");
      parts[name].element.hidden = isUseless;
    }
  }
}

/**
 * "English" for "en"; the code where nobody knows it.
 * @param {string} code
 */
export function languageName(code) {
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** @param {string | string[] | undefined} value @returns {string | null} */
function one(value) {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** @param {string | string[] | undefined} value @returns {string[]} */
function many(value) {
  return value === undefined ? [] : [value].flat();
}
