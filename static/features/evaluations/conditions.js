/**
 * Conditions as people edit them, as the server takes them, and in words.
 * @module
 */
import { t } from "/lib/text.js";
import { clock, parseClock } from "/lib/times.js";

/** @typedef {{ join: "all" | "any", parts: Node[] }} Group */
/** @typedef {{ field: string, how: string, values: string[], atLeast: string, atMost: string }} Single */
/** @typedef {Group | Single} Node */

export const fields = [
  "queue",
  "channel",
  "agent",
  "team",
  "disposition",
  "language",
  "topic",
  "indicator",
  "duration",
];

/** How a field's values are given. @param {string} field */
export function kindOf(field) {
  return ["indicator", "duration", "channel"].includes(field) ? field : "text";
}

/** @param {string} [field] @returns {Single} */
export function blank(field = "queue") {
  return { field, how: field === "indicator" ? "mentioned" : "in", values: [], atLeast: "", atMost: "" };
}

/** What is typed between commas; a comma within quotes belongs to the word. @param {string} text */
export function wordsOf(text) {
  const words = text.match(/\s*"(?:[^"]|"")*"|[^,]+/g) ?? [];
  return words.map((word) => word.trim())
    .map((word) => /^".*"$/s.test(word) ? word.slice(1, -1).replaceAll('""', '"').trim() : word)
    .filter(Boolean);
}

/** As `wordsOf` reads it back. @param {string[]} words */
export function wordsText(words) {
  return words.map((word) => /[,"]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word).join(", ");
}

/**
 * What the server says, to be edited; always a group.
 * @param {Record<string, any> | null | undefined} tree
 * @returns {Group}
 */
export function edited(tree) {
  if (!tree) return { join: "all", parts: [] };
  const node = nodeOf(tree);
  return "parts" in node ? node : { join: "all", parts: [node] };
}

/** @param {Record<string, any>} tree @returns {Node} */
function nodeOf(tree) {
  const parts = tree.all ?? tree.any;
  if (parts) return { join: tree.any ? "any" : "all", parts: parts.map(nodeOf) };
  const how = ["in", "notIn", "mentioned", "absent"].find((name) => tree[name]) ?? "in";
  const bound = (/** @type {number | undefined} */ ms) => ms === undefined ? "" : clock(ms);
  return {
    field: tree.field,
    how,
    values: tree[how] ?? [],
    atLeast: bound(tree.atLeastMs),
    atMost: bound(tree.atMostMs),
  };
}

/**
 * What is edited, as the server takes it; null when nothing is asked for, undefined when something is missing.
 * @param {Node} node
 * @returns {Record<string, any> | null | undefined}
 */
export function treeOf(node) {
  if ("parts" in node) {
    if (node.parts.length === 0) return null;
    const parts = node.parts.map(treeOf).filter((part) => part !== null);
    if (parts.includes(undefined)) return undefined;
    return parts.length === 0 ? null : { [node.join]: parts };
  }
  if (node.field !== "duration") {
    return node.values.length > 0 ? { field: node.field, [node.how]: node.values } : undefined;
  }
  const [atLeastMs, atMostMs] = [node.atLeast, node.atMost].map((text) => text.trim() ? parseClock(text) : undefined);
  if (atLeastMs === null || atMostMs === null || (atLeastMs === undefined && atMostMs === undefined)) return undefined;
  return {
    field: "duration",
    ...(atLeastMs === undefined ? {} : { atLeastMs }),
    ...(atMostMs === undefined ? {} : { atMostMs }),
  };
}

/**
 * "Queue is Billing, and (Length at least 5:00, or …)".
 * @param {Record<string, any>} tree
 * @param {(field: string, value: string) => string} naming
 * @returns {string}
 */
export function conditionText(tree, naming) {
  const parts = tree.all ?? tree.any;
  if (parts) {
    const word = t(tree.any ? "evaluations.conditionOr" : "evaluations.conditionAnd");
    return parts.map((/** @type {Record<string, any>} */ part) => {
      const text = conditionText(part, naming);
      return part.all || part.any ? `(${text})` : text;
    }).join(word);
  }
  const name = t(`evaluations.field_${tree.field}`);
  if (tree.field === "duration") {
    const bounds = [["atLeast", tree.atLeastMs], ["atMost", tree.atMostMs]].filter(([, ms]) => ms !== undefined);
    return `${name} ${bounds.map(([how, ms]) => `${t(`evaluations.how_${how}`)} ${clock(ms)}`).join(" ")}`;
  }
  const how = ["in", "notIn", "mentioned", "absent"].find((one) => tree[one]) ?? "in";
  const values = tree[how].map((/** @type {string} */ value) => naming(tree.field, value)).join(", ");
  return `${name} ${t(`evaluations.how_${how}`)} ${values}`;
}
