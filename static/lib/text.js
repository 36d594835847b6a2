/**
 * Every string people read comes from a catalogue: each room's `labels.js` adds its own.
 * @module
 */

/**
 * A string with `{name}` places, or one per plural form, chosen by the value `count`.
 * @typedef {string | { one?: string, few?: string, many?: string, other: string, zero?: string, two?: string }} Label
 */

/** @type {Map<string, Label>} */
const catalogue = new Map();

let plural = new Intl.PluralRules("en");
let numbers = new Intl.NumberFormat("en");

/**
 * Adds a room's strings, under its name: `addLabels("moments", { title: "Title" })` gives `t("moments.title")`.
 * @param {string} room
 * @param {Record<string, Label>} labels
 */
export function addLabels(room, labels) {
  for (const [name, label] of Object.entries(labels)) {
    const key = `${room}.${name}`;
    if (catalogue.has(key)) throw new Error(`Two labels are called ${key}.`);
    catalogue.set(key, label);
  }
}

/**
 * Chooses the language whose plural forms and numbers the strings use.
 * @param {string} locale
 */
export function configureText(locale) {
  plural = new Intl.PluralRules(locale);
  numbers = new Intl.NumberFormat(locale);
}

/**
 * The string of that key, with its places filled; the key itself when there is none.
 * @param {string} key
 * @param {Record<string, string | number | null | undefined>} [values]
 */
export function t(key, values = {}) {
  const label = catalogue.get(key);
  if (label === undefined) return key;
  const text = typeof label === "string" ? label : form(label, Number(values.count ?? 0));
  return text.replaceAll(/\{(\w+)\}/g, (place, name) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === "number" ? numbers.format(value) : value ?? "";
  });
}

/**
 * Whether the catalogue has that key, for codes that the server may add to.
 * @param {string} key
 */
export function hasLabel(key) {
  return catalogue.has(key);
}

/**
 * @param {Exclude<Label, string>} forms
 * @param {number} count
 */
function form(forms, count) {
  if (count === 0 && forms.zero !== undefined) return forms.zero;
  return forms[plural.select(count)] ?? forms.other;
}
