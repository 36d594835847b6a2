/**
 * The card of a locked link: a password field that accepts paste, and what is wrong with what was given.
 * @module
 */
import { h } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { button, setBusy } from "/lib/ui/button.js";
import { field } from "/lib/ui/field.js";
import { icon } from "/lib/ui/icons.js";
import { unlock } from "/features/sharing/calls.js";
import "/features/sharing/labels.js";

/**
 * @param {string} token
 * @param {{ onopen: () => void, ondead: () => void }} options
 */
export function lockedCard(token, { onopen, ondead }) {
  const secret = h("input", { type: "password", autocomplete: "off", spellcheck: "false", name: "password" });
  const reveal = button({
    icon: "eye",
    iconOnly: true,
    label: t("sharing.showPassword"),
    props: { aria: { pressed: false } },
    onclick: () => {
      secret.type = secret.type === "password" ? "text" : "password";
      reveal.setAttribute("aria-pressed", String(secret.type === "text"));
    },
  });
  const password = field({ label: t("sharing.password"), control: secret, after: reveal });
  const open = button({ label: t("sharing.open"), look: "primary", props: { type: "submit" } });
  return {
    content: [
      h("div", { class: "shared-mark" }, icon("lock")),
      h("h1", null, t("sharing.lockedTitle")),
      h("p", { class: "muted" }, t("sharing.lockedText")),
      h("form", { class: "shared-form", novalidate: "", onsubmit: submitted }, password.element, open),
    ],
    focus: () => secret.focus(),
  };

  /** @param {Event} event */
  async function submitted(event) {
    event.preventDefault();
    if (open.hasAttribute("data-busy")) return;
    // A pasted password often brings a space or a line end along.
    const given = secret.value.trim();
    if (given === "") return wrong(t("sharing.passwordMissing"));
    setBusy(open, true);
    try {
      await unlock(token, given);
      onopen();
    } catch (error) {
      refused(error);
    } finally {
      setBusy(open, false);
    }
  }

  /** @param {unknown} error */
  function refused(error) {
    if (!(error instanceof ApiError)) return wrong(String(error));
    if (error.status === 404) return ondead();
    if (error.status === 429) {
      const seconds = Math.ceil((error.retryAfterMs ?? 1000) / 1000);
      return wrong(
        seconds < 100
          ? t("sharing.wait", { count: seconds })
          : t("sharing.waitMinutes", { count: Math.ceil(seconds / 60) }),
      );
    }
    wrong(error.code === "wrong_password" ? t("sharing.wrong") : error.detail);
  }

  /** @param {string} message */
  function wrong(message) {
    password.setError(message);
    secret.focus();
    secret.select();
  }
}
