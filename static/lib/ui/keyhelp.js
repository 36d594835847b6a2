/**
 * The list of keys: what each does, changed by pressing another, single letters on or off.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import {
  addKeys,
  allKeys,
  changeKey,
  keyPreferences,
  keysOf,
  nameOf,
  resetKeys,
  setSingleKeys,
} from "/lib/keyboard.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";
import { button } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { checkbox } from "/lib/ui/field.js";
import { redrawn } from "/lib/ui/keyboard-place.js";
import { key } from "/lib/ui/parts.js";

/** Makes `?` open the list, for as long as the page lives. */
export function offerKeyHelp() {
  addKeys([{
    id: "help.keys",
    keys: ["?"],
    label: t("lib.keysHelp"),
    group: t("lib.keysGeneral"),
    run: () => void openKeyHelp(),
  }]);
}

/** Opens the list. */
export function openKeyHelp() {
  const list = h("div", { class: "key-list" });
  const single = checkbox({
    label: t("lib.keysSingle"),
    hint: t("lib.keysSingleHint"),
    checked: keyPreferences.get().singleKeys,
    look: "switch",
    props: { onchange: () => setSingleKeys(single.control.checked) },
  });
  draw();
  return openDialog({
    title: t("lib.keysTitle"),
    width: "medium",
    body: [single.element, list],
    actions: [
      { label: t("lib.keysReset"), look: "bare", start: true, run: () => (resetKeys(), draw(), false) },
      { label: t("lib.close"), look: "primary" },
    ],
  }).closed;

  function draw() {
    /** @type {Map<string, import("/lib/keyboard.js").Binding[]>} */
    const groups = new Map();
    for (const binding of allKeys()) groups.set(binding.group, [...(groups.get(binding.group) ?? []), binding]);
    replace(
      list,
      groups.size === 0 && h("p", { class: "muted" }, t("lib.keysEmpty")),
      [...groups].map(([group, bindings]) =>
        h("section", null, h("h3", null, group), h("ul", null, bindings.map(row)))
      ),
    );
  }

  /** @param {import("/lib/keyboard.js").Binding} binding */
  function row(binding) {
    const change = button({
      look: "bare",
      small: true,
      onclick: () => listen(binding, change),
      props: { class: "key-change", aria: { label: t("lib.keysChange", { what: binding.label }) } },
    });
    name(change, binding);
    return h("li", { dataset: { id: binding.id } }, h("span", null, binding.label), change);
  }

  /**
   * @param {HTMLElement} change
   * @param {import("/lib/keyboard.js").Binding} binding
   */
  function name(change, binding) {
    const keys = keysOf(binding);
    replace(change, keys.length > 0 ? keys.map((one) => key(shown(one))) : t("lib.keysNone"));
  }

  /**
   * @param {import("/lib/keyboard.js").Binding} binding
   * @param {HTMLElement} at
   */
  function listen(binding, at) {
    replace(at, t("lib.keysPress"));
    const stop = new AbortController();
    const options = { signal: stop.signal, capture: true };
    at.addEventListener("blur", () => (stop.abort(), name(at, binding)), options);
    at.addEventListener("keydown", (event) => {
      if (["Shift", "Control", "Alt", "Meta", "Tab"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      stop.abort();
      if (event.key !== "Escape") changeKey(binding, nameOf(event));
      redrawn(list, draw);
    }, options);
  }
}

/**
 * A key as people know it.
 * @param {string} name
 */
function shown(name) {
  return name.replace("ArrowLeft", "←").replace("ArrowRight", "→").replace("ArrowUp", "↑").replace("ArrowDown", "↓");
}
