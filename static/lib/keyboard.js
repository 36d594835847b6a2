/**
 * Keys that do something, gathered from the parts that are on screen: listed by `?`, changeable, and single
 * letters can be turned off (for those who speak to their computer).
 * @module
 */
import { rememberedStore } from "/lib/store.js";

/**
 * A key and what it does. `keys` as in "Space", "K", "Shift+<", "Ctrl+Enter", "ArrowLeft" (letters in any
 * case; on a Mac Ctrl is also ⌘); several keys may do the same.
 * @typedef {object} Binding
 * @property {string} id stable, by which a changed key is remembered: "player.play"
 * @property {string[]} keys
 * @property {string} label what it does, for the list
 * @property {string} group the heading it is listed under
 * @property {(event: KeyboardEvent) => void} run
 * @property {() => boolean} [when] whether it applies now; otherwise the key is left alone
 * @property {boolean} [whileTyping] applies in text fields too (keys with Ctrl do by themselves)
 * @property {boolean} [overControls] takes arrows and Space away from radios, buttons and lists as well
 * @property {boolean} [repeats] goes on while the key is held
 */

/** @typedef {{ singleKeys: boolean, changed: Record<string, string[]> }} Preferences */

/**
 * What this person changed about the keys.
 * @type {import("/lib/store.js").Store<Preferences>}
 */
export const keyPreferences = rememberedStore("keys", /** @type {Preferences} */ ({ singleKeys: true, changed: {} }));

/** @type {Set<Binding>} */
const bindings = new Set();

/**
 * Adds keys until the signal ends, or the function it returns is called.
 * @param {Binding[]} added
 * @param {AbortSignal} [signal]
 */
export function addKeys(added, signal) {
  for (const binding of added) bindings.add(binding);
  const end = () => {
    for (const binding of added) bindings.delete(binding);
  };
  signal?.addEventListener("abort", end, { once: true });
  return end;
}

/** The keys that apply on this page, in the order they came. */
export function allKeys() {
  return [...bindings];
}

/** Listens, once, for the whole page. @param {EventTarget} [target] */
export function startKeyboard(target = document) {
  target.addEventListener("keydown", (event) => pressed(/** @type {KeyboardEvent} */ (event)));
}

/**
 * The keys of a binding, as this person has them.
 * @param {Binding} binding
 */
export function keysOf(binding) {
  return keyPreferences.get().changed[binding.id] ?? binding.keys;
}

/**
 * Gives a binding another key, and takes the key from any other that had it.
 * @param {Binding} binding
 * @param {string} key
 */
export function changeKey(binding, key) {
  keyPreferences.set((before) => {
    /** @type {Record<string, string[]>} */
    const changed = { ...before.changed, [binding.id]: [normal(key)] };
    for (const other of bindings) {
      if (other === binding || !keysOf(other).some((had) => normal(had) === normal(key))) continue;
      changed[other.id] = keysOf(other).filter((had) => normal(had) !== normal(key));
    }
    return { ...before, changed };
  });
}

/** Gives every key back what it came with. */
export function resetKeys() {
  keyPreferences.set((before) => ({ ...before, changed: {} }));
}

/** Turns keys without Ctrl or Alt that are letters, digits or signs on or off. @param {boolean} on */
export function setSingleKeys(on) {
  keyPreferences.set((before) => ({ ...before, singleKeys: on }));
}

/**
 * The name of the key of an event, as bindings write it.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">} event
 */
export function nameOf(event) {
  const name = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const isSign = name.length === 1 && name.toLowerCase() === name.toUpperCase();
  return [
    event.ctrlKey || event.metaKey ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    // A sign already says whether Shift was held: "?" and "Shift+?" are one.
    event.shiftKey && !isSign ? "Shift" : "",
    name,
  ].filter(Boolean).join("+");
}

/**
 * The form in which two ways to write a key are equal: "shift+<" is "<", "ctrl+s" is "Ctrl+S".
 * @param {string} keys
 */
export function normal(keys) {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  const key = parts.pop() ?? "";
  const held = new Set(parts.map((part) => part.toLowerCase()));
  return nameOf({
    key,
    ctrlKey: held.has("ctrl") || held.has("meta"),
    metaKey: false,
    altKey: held.has("alt"),
    shiftKey: held.has("shift"),
  });
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (document.querySelector("dialog:modal")) return;
  const name = nameOf(event);
  for (const binding of [...bindings].reverse()) {
    if (!keysOf(binding).some((key) => normal(key) === name)) continue;
    if (event.repeat && !binding.repeats) continue;
    if (!applies(binding, name, event)) continue;
    event.preventDefault();
    binding.run(event);
    return;
  }
}

/**
 * @param {Binding} binding
 * @param {string} name
 * @param {KeyboardEvent} event
 */
function applies(binding, name, event) {
  const held = name.startsWith("Ctrl+") || name.startsWith("Alt+");
  const isSingle = !held && name.replace("Shift+", "").length === 1;
  if (isSingle && !keyPreferences.get().singleKeys) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (!held && !binding.whileTyping && isTyping(target)) return false;
  if (!held && !binding.overControls && takes(target, name)) return false;
  return binding.when?.() ?? true;
}

/** @param {Element | null} target */
function isTyping(target) {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) {
    return !["checkbox", "radio", "button", "submit", "range", "file", "reset"].includes(target.type);
  }
  return target instanceof HTMLElement && target.isContentEditable;
}

/**
 * Whether a control itself does something with that key.
 * @param {Element | null} target
 * @param {string} name
 */
function takes(target, name) {
  if (!target) return false;
  if (name === "Space" || name === "Enter") {
    return target.closest("button, a[href], summary, input, [role=button], [role=option], [role=menuitem]") !== null;
  }
  if (!name.startsWith("Arrow") && !["Home", "End", "PageUp", "PageDown"].includes(name)) return false;
  return target.closest(
    "input, [role=slider], [role=tab], [role=menu], [role=listbox], [role=radiogroup], [role=separator]",
  ) !== null;
}
