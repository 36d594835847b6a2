/**
 * Buttons and links that look like buttons.
 * @module
 */
import { h } from "/lib/dom.js";
import { icon } from "/lib/ui/icons.js";

/**
 * @typedef {object} ButtonProps
 * @property {string} [label] what it says; with `iconOnly` the name it has for those who do not see it
 * @property {"primary" | "bare" | "danger" | "plain"} [look]
 * @property {import("/lib/ui/icons.js").IconName} [icon]
 * @property {boolean} [iconOnly]
 * @property {boolean} [small]
 * @property {string} [href] makes it a link
 * @property {(event: MouseEvent) => void} [onclick]
 * @property {Record<string, any>} [props] further props
 */

/**
 * @param {ButtonProps} options
 * @returns {HTMLButtonElement}
 */
export function button(options) {
  return /** @type {any} */ (made("button", { type: "button" }, options));
}

/**
 * @param {ButtonProps & { href: string }} options
 * @returns {HTMLAnchorElement}
 */
export function buttonLink(options) {
  return /** @type {any} */ (made("a", { href: options.href }, options));
}

/**
 * Marks a button as working: it keeps its width and its place, and cannot be pressed again.
 * @param {HTMLButtonElement} element
 * @param {boolean} busy
 */
export function setBusy(element, busy) {
  element.toggleAttribute("data-busy", busy);
  if (busy) element.setAttribute("aria-disabled", "true");
  else element.removeAttribute("aria-disabled");
}

/**
 * @param {string} tag
 * @param {Record<string, any>} own
 * @param {ButtonProps} options
 */
function made(tag, own, options) {
  const { label = "", look = "plain", iconOnly = false, small = false, onclick, props = {} } = options;
  const { class: classes, aria, ...rest } = props;
  return h(
    tag,
    {
      ...own,
      class: ["button", look, iconOnly && "icon-only", small && "small", ...[classes ?? []].flat()],
      aria: { ...aria, ...(iconOnly ? { label } : {}) },
      title: iconOnly ? label : undefined,
      onclick: onclick
        ? (/** @type {MouseEvent & { currentTarget: HTMLElement }} */ event) => {
          if (event.currentTarget.getAttribute("aria-disabled") !== "true") onclick(event);
        }
        : undefined,
      ...rest,
    },
    options.icon && icon(options.icon),
    !iconOnly && h("span", null, label),
  );
}
