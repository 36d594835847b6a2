/**
 * A button that opens a menu of actions: arrows, Home, End and first letters move, Escape closes.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { button } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";
import { popover } from "/lib/ui/popover.js";

/**
 * @typedef {object} MenuItem
 * @property {string} label
 * @property {string} [hint] said beside it, such as its key
 * @property {import("/lib/ui/icons.js").IconName} [icon]
 * @property {string} [href] goes there instead of running
 * @property {() => void} [run]
 * @property {boolean} [danger]
 * @property {boolean} [checked] makes it one of several that can be chosen
 * @property {boolean} [toggles] makes it one that is on or off by itself
 * @property {string | null} [disabled] the reason why it cannot be used now
 */

/**
 * @param {import("/lib/ui/button.js").ButtonProps & { items: (MenuItem | "-")[] | (() => (MenuItem | "-")[]), align?: "start" | "end", caret?: boolean }} options
 * @returns {HTMLButtonElement}
 */
export function menuButton({ items, align = "end", caret = true, ...look }) {
  const opener = button(look);
  opener.setAttribute("aria-haspopup", "menu");
  if (caret && !look.iconOnly) opener.append(icon("down", "caret"));
  const list = h("div", { class: "menu", role: "menu", aria: { label: look.label }, onkeydown: moved });
  const menu = popover(opener, list, { align, onopen: fill });
  opener.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || menu.isOpen()) return;
    event.preventDefault();
    menu.open();
  });
  return opener;

  function fill() {
    const given = typeof items === "function" ? items() : items;
    replace(list, given.map((item) => item === "-" ? h("hr", { role: "separator" }) : entry(item)));
    entries()[0]?.focus();
  }

  /** @param {MenuItem} item */
  function entry(item) {
    const isChoice = item.checked !== undefined;
    return h(
      item.href ? "a" : "button",
      {
        class: ["menu-item", item.danger && "danger"],
        href: item.href,
        type: item.href ? undefined : "button",
        role: item.toggles ? "menuitemcheckbox" : isChoice ? "menuitemradio" : "menuitem",
        tabindex: -1,
        title: item.disabled ?? undefined,
        aria: { checked: item.checked, disabled: item.disabled ? true : undefined },
        onclick: () => {
          if (item.disabled) return;
          menu.close();
          item.run?.();
        },
      },
      isChoice ? h("span", { class: "menu-check" }, item.checked && icon("check")) : item.icon && icon(item.icon),
      h("span", { class: "menu-label" }, item.label),
      item.hint && h("span", { class: "menu-hint" }, item.hint),
    );
  }

  /** @returns {HTMLElement[]} */
  function entries() {
    return [...list.querySelectorAll(".menu-item")].filter((one) => one instanceof HTMLElement);
  }

  /** @param {KeyboardEvent} event */
  function moved(event) {
    const all = entries();
    const at = all.findIndex((one) => one === document.activeElement);
    /** @type {HTMLElement | undefined} */
    let next;
    if (event.key === "ArrowDown") next = all[(at + 1) % all.length];
    else if (event.key === "ArrowUp") next = all[(at - 1 + all.length) % all.length];
    else if (event.key === "Home") next = all[0];
    else if (event.key === "End") next = all.at(-1);
    else if (event.key === "Tab") return menu.close();
    else if (event.key.length === 1 && event.key !== " ") {
      const letter = event.key.toLowerCase();
      next = [...all.slice(at + 1), ...all].find((one) => one.textContent?.trim().toLowerCase().startsWith(letter));
    }
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
