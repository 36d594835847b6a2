/**
 * The page to sign in with name and password; then on to where one wanted to go.
 * @module
 */
import { h } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { navigate } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { button, setBusy } from "/lib/ui/button.js";
import { field } from "/lib/ui/field.js";
import { signIn } from "/features/accounts/calls.js";
import { homeOf, who } from "/features/accounts/who.js";
import "/features/accounts/labels.js";

await styles(import.meta.url, "./accounts.css");

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {import("/lib/router.js").Shown}
 */
export function show({ query }) {
  const login = field({
    label: t("accounts.login"),
    props: { name: "login", autocomplete: "username", autocapitalize: "none", spellcheck: "false", autofocus: true },
  });
  const secret = h("input", { type: "password", name: "password", autocomplete: "current-password" });
  const reveal = button({
    icon: "eye",
    iconOnly: true,
    label: t("accounts.show"),
    props: { aria: { pressed: false } },
    onclick: () => {
      const isShown = secret.type === "password";
      secret.type = isShown ? "text" : "password";
      reveal.setAttribute("aria-pressed", String(isShown));
      reveal.setAttribute("aria-label", t(isShown ? "accounts.hide" : "accounts.show"));
    },
  });
  const password = field({ label: t("accounts.password"), control: secret, after: reveal });
  const error = h("p", { class: "sign-in-error", role: "alert", hidden: true });
  const submit = button({ label: t("accounts.signIn"), look: "primary", props: { type: "submit" } });
  const element = h(
    "div",
    { class: "sign-in" },
    h(
      "form",
      { class: "sign-in-card", novalidate: "", onsubmit: submitted },
      h("div", { class: "sign-in-brand" }, h("i", { class: "brand-mark" }), "Earmark"),
      h("h1", null, t("accounts.signIn")),
      h("p", { class: "muted" }, t("accounts.lead")),
      error,
      login.element,
      password.element,
      submit,
    ),
  );
  return { title: t("accounts.signIn"), element };

  /** @param {Event} event */
  async function submitted(event) {
    event.preventDefault();
    login.setError(login.value() === "" ? t("accounts.loginMissing") : null);
    password.setError(secret.value === "" ? t("accounts.passwordMissing") : null);
    const wrong = [login, password].find((one) => one.control.getAttribute("aria-invalid") === "true");
    if (wrong) return wrong.control.focus();
    say(null);
    setBusy(submit, true);
    try {
      who.set(await signIn(login.value(), secret.value));
      const back = query.get("back") ?? "";
      await navigate(back.startsWith("/") && !back.startsWith("//") ? back : homeOf(who.get()), { replace: true });
    } catch (problem) {
      refused(problem);
    } finally {
      setBusy(submit, false);
    }
  }

  /** @param {unknown} problem */
  function refused(problem) {
    const isThrottled = problem instanceof ApiError && problem.status === 429 && problem.retryAfterMs;
    say(
      isThrottled
        ? t("accounts.wait", { count: Math.ceil(Number(problem.retryAfterMs) / 1000) })
        : problem instanceof Error
        ? problem.message
        : String(problem),
    );
    secret.focus();
    secret.select();
  }

  /** @param {string | null} message */
  function say(message) {
    error.hidden = message === null;
    error.textContent = message ?? "";
  }
}
