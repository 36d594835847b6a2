/**
 * Short messages that come and go at the foot of the window, and words for screen readers alone.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";
import { button } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";

/** @type {{ toasts: HTMLElement, polite: HTMLElement, assertive: HTMLElement } | null} */
let regions = null;

/**
 * Shows a message: a good one goes by itself after six seconds (not while pointed at), a bad one stays.
 * @param {string} message
 * @param {{ kind?: "good" | "bad" | "plain", action?: { label: string, run: () => void } }} [options]
 * @returns {() => void} takes it away
 */
export function toast(message, { kind = "plain", action } = {}) {
  const end = () => item.remove();
  const item = h(
    "div",
    { class: ["toast", kind] },
    icon(kind === "bad" ? "warning" : "check"),
    h("p", null, message),
    action && button({
      label: action.label,
      small: true,
      look: "bare",
      onclick: () => {
        end();
        action.run();
      },
    }),
    button({ icon: "close", iconOnly: true, look: "bare", small: true, label: t("lib.dismiss"), onclick: end }),
  );
  const { toasts } = live();
  toasts.append(item);
  while (toasts.children.length > 4) toasts.firstElementChild?.remove();
  announce(message, kind === "bad");
  if (kind !== "bad") endLater(item, end);
  return end;
}

/**
 * Shows what an error says.
 * @param {unknown} error
 */
export function toastError(error) {
  return toast(error instanceof Error ? error.message : String(error), { kind: "bad" });
}

/**
 * Says something to screen readers.
 * @param {string} message
 * @param {boolean} [urgent]
 */
export function announce(message, urgent = false) {
  const region = urgent ? live().assertive : live().polite;
  // The same words twice are only said twice when they change in between.
  region.textContent = region.textContent === message ? `${message}\u00a0` : message;
}

function live() {
  if (regions) return regions;
  const toasts = h("section", { class: "toasts", aria: { label: "Messages" } });
  const polite = h("div", { class: "visually-hidden", role: "status", aria: { live: "polite" } });
  const assertive = h("div", { class: "visually-hidden", role: "alert", aria: { live: "assertive" } });
  document.body.append(toasts, polite, assertive);
  regions = { toasts, polite, assertive };
  return regions;
}

/**
 * @param {HTMLElement} item
 * @param {() => void} end
 */
function endLater(item, end) {
  const timer = setTimeout(() => {
    if (item.matches(":hover, :focus-within")) endLater(item, end);
    else end();
  }, 6000);
  void timer;
}
