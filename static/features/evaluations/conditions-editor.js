/**
 * Edits what must hold of an interaction: conditions in groups of all or any, three deep at most.
 * @module
 */
import { h, replace, uniqueId } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { choices } from "/lib/ui/choices.js";
import { select } from "/lib/ui/field.js";
import { blank, fields, kindOf, treeOf, wordsOf, wordsText } from "/features/evaluations/conditions.js";
import "/features/evaluations/labels.js";
import "/features/interactions/labels.js";

/** @typedef {import("/features/evaluations/conditions.js").Node} Node */
/** @typedef {import("/features/evaluations/conditions.js").Group} Group */
/** @typedef {import("/features/evaluations/conditions.js").Single} Single */
/** @typedef {import("/features/interactions/calls.js").Facets} Facets */

const DEEPEST = 3;

/**
 * @param {Group} root what is edited, in place
 * @param {Facets | null} known
 */
export function conditionsEditor(root, known) {
  const element = h("div", { class: "conditions" });
  const lists = Object.fromEntries(
    /** @type {const} */ ([["queue", known?.queues], ["disposition", known?.dispositions], [
      "language",
      known?.languages,
    ]]).map(([name, values]) => [
      name,
      h("datalist", { id: uniqueId(name) }, (values ?? []).map((value) => h("option", { value }))),
    ]),
  );
  /** @type {Map<Node, HTMLSelectElement>} where each condition begins */
  const beginnings = new Map();
  draw();
  return { element, focusOpen };

  /** Gives the keyboard to the first condition that says nothing yet. */
  function focusOpen() {
    const open = [...beginnings].find(([node]) => treeOf({ join: "all", parts: [node] }) === undefined);
    if (!open) return;
    const place = open[1].closest(".condition")?.querySelector("input, button");
    (place instanceof HTMLElement ? place : open[1]).focus();
  }

  /** @param {Node} [focus] the condition to go on with */
  function draw(focus) {
    beginnings.clear();
    replace(element, group(root, 1, null), Object.values(lists));
    if (focus) beginnings.get(focus)?.focus();
  }

  /**
   * @param {Group} node
   * @param {number} depth
   * @param {Group | null} parent
   * @returns {HTMLElement}
   */
  function group(node, depth, parent) {
    const how = select([
      { value: "all", label: t("evaluations.conditionsAll") },
      { value: "any", label: t("evaluations.conditionsAny") },
    ], {
      value: node.join,
      aria: { label: t("evaluations.conditionsJoin") },
      onchange: () => node.join = how.value === "any" ? "any" : "all",
    });
    const add = (/** @type {Node} */ one) => {
      node.parts.push(one);
      draw("parts" in one ? one.parts[0] : one);
    };
    return h(
      "div",
      { class: "condition-group", role: "group", aria: { label: t("evaluations.conditionsJoin") } },
      h("div", { class: "condition-join" }, how, parent && takeAway(node, parent)),
      node.parts.map((part) => "parts" in part ? group(part, depth + 1, node) : single(part, node)),
      h(
        "div",
        { class: "condition-add" },
        button({ label: t("evaluations.conditionAdd"), icon: "add", small: true, onclick: () => add(blank()) }),
        depth < DEEPEST && button({
          label: t("evaluations.conditionGroup"),
          small: true,
          look: "bare",
          onclick: () => add({ join: node.join === "all" ? "any" : "all", parts: [blank()] }),
        }),
      ),
    );
  }

  /**
   * @param {Single} node
   * @param {Group} parent
   */
  function single(node, parent) {
    const kind = kindOf(node.field);
    const what = select(fields.map((value) => ({ value, label: t(`evaluations.field_${value}`) })), {
      value: node.field,
      aria: { label: t("evaluations.conditionField") },
      onchange: () => {
        Object.assign(node, blank(what.value));
        draw(node);
      },
    });
    beginnings.set(node, what);
    const ways = kind === "indicator" ? ["mentioned", "absent"] : kind === "duration" ? [] : ["in", "notIn"];
    const how = ways.length === 0 ? null : select(
      ways.map((value) => ({ value, label: t(`evaluations.how_${value}`) })),
      {
        value: node.how,
        aria: { label: t("evaluations.conditionHow") },
        onchange: () => node.how = String(how?.value),
      },
    );
    return h("div", { class: "condition" }, what, how, values(node, kind), takeAway(node, parent));
  }

  /**
   * @param {Single} node
   * @param {string} kind
   */
  function values(node, kind) {
    if (kind === "duration") {
      const bound = (/** @type {"atLeast" | "atMost"} */ name) => {
        const control = h("input", {
          value: node[name],
          inputmode: "numeric",
          placeholder: "mm:ss",
          aria: { label: t(`evaluations.how_${name}`) },
          oninput: () => node[name] = control.value,
        });
        return h("label", { class: "condition-bound" }, h("span", null, t(`evaluations.how_${name}`)), control);
      };
      return h("span", { class: "condition-bounds" }, bound("atLeast"), bound("atMost"));
    }
    const options = { agent: known?.agents, team: known?.teams }[node.field];
    if (options || kind === "channel") {
      return choices({
        label: t(`evaluations.field_${node.field}`),
        options: options?.map(({ id, name }) => ({ value: id, label: name })) ??
          ["voice", "chat", "email", "messaging", "other"].map((value) => ({
            value,
            label: t(`interactions.${value}`),
          })),
        chosen: node.values,
        onchange: (chosen) => node.values = chosen,
      }).element;
    }
    const control = h("input", {
      value: wordsText(node.values),
      placeholder: t(kind === "indicator" ? "evaluations.conditionWords" : "evaluations.conditionValues"),
      aria: { label: t("evaluations.conditionValues") },
      list: lists[node.field]?.id,
      oninput: () => node.values = wordsOf(control.value),
    });
    return control;
  }

  /**
   * @param {Node} node
   * @param {Group} parent
   */
  function takeAway(node, parent) {
    return button({
      label: t("evaluations.conditionRemove"),
      icon: "close",
      iconOnly: true,
      small: true,
      look: "bare",
      onclick: () => {
        parent.parts = parent.parts.filter((one) => one !== node);
        draw();
        const button = element.querySelector(".condition-add button");
        if (button instanceof HTMLElement) button.focus();
      },
    });
  }
}
