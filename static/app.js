/**
 * Starts the application: who is it, then the page of the URL.
 * @module
 */
import { ApiError, onSignedOut } from "/lib/http.js";
import { startKeyboard } from "/lib/keyboard.js";
import { navigate, NoSuchPage, Router } from "/lib/router.js";
import { configureTimes } from "/lib/times.js";
import { offerKeyHelp } from "/lib/ui/keyhelp.js";
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { emptyState } from "/lib/ui/parts.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { getSession } from "/features/accounts/calls.js";
import { homeOf, who } from "/features/accounts/who.js";
import { routes } from "/routes.js";
import { makeShell } from "./shell.js";

const shell = makeShell();

const router = new Router(routes, {
  name: "Earmark",
  redirect(place, url) {
    const isSignedIn = who.get() !== null;
    if (!isSignedIn && !place.route?.open) {
      const back = url.pathname + url.search;
      return back === "/" ? "/sign-in" : `/sign-in?back=${encodeURIComponent(back)}`;
    }
    if (isSignedIn && (url.pathname === "/sign-in" || url.pathname === "/")) return home(url);
    return null;
  },
  waiting: (place) => shell.waiting(place),
  mount: (place, shown) => shell.mount(place, shown),
  failed: (place, error) => shell.mount(place, { title: t("shell.failedTitle"), element: failure(error) }),
});

who.subscribe((person) => {
  if (person) configureTimes({ timeZone: person.account.timeZone });
  shell.setWho(person);
});
onSignedOut(() => {
  if (who.get() === null) return;
  who.set(null);
  void router.reload();
});

startKeyboard();
offerKeyHelp();
document.body.append(shell.element);
who.set(await getSession());
await router.start();

/**
 * Where somebody signed in belongs: where they wanted to go, else where their work begins.
 * @param {URL} url
 */
function home(url) {
  const back = url.searchParams.get("back") ?? "";
  return back.startsWith("/") && !back.startsWith("//") ? back : homeOf(who.get());
}

/**
 * The page that stands where another could not be shown.
 * @param {unknown} error
 */
function failure(error) {
  const isGone = error instanceof NoSuchPage || (error instanceof ApiError && error.status === 404);
  const isRefused = error instanceof ApiError && error.status === 403;
  if (!isGone && !(error instanceof ApiError)) console.error(error);
  const title = isGone ? "shell.notFoundTitle" : isRefused ? "shell.forbiddenTitle" : "shell.failedTitle";
  const text = isGone ? t("shell.notFoundText") : error instanceof Error ? error.message : String(error);
  const action = isGone || isRefused
    ? buttonLink({ label: t("shell.goInteractions"), href: "/interactions", look: "primary" })
    : button({
      label: t("shell.again"),
      look: "primary",
      onclick: () => void navigate(location.href, { replace: true }),
    });
  return h(
    "div",
    { class: "page" },
    h("h1", { class: "visually-hidden" }, t(title)),
    emptyState({ icon: "warning", title: t(title), text, action }),
  );
}
