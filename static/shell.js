/**
 * What stands around every page: the head with its navigation, the account, and whether we are connected.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { connection } from "/lib/http.js";
import { addKeys } from "/lib/keyboard.js";
import { navigate } from "/lib/router.js";
import { rememberedStore } from "/lib/store.js";
import { t } from "/lib/text.js";
import { openKeyHelp } from "/lib/ui/keyhelp.js";
import { menuButton } from "/lib/ui/menu.js";
import { chip, skeleton } from "/lib/ui/parts.js";
import { toastError } from "/lib/ui/toast.js";
import { signOut } from "/features/accounts/calls.js";
import { homeOf, may, who } from "/features/accounts/who.js";
import "./labels.js";

/** The entries of the navigation, the permission each needs, and whether it is for agents or for all others alone. */
const entries = [
  { section: "home", href: "/home", needs: "view_evaluations", isForAgents: true },
  { section: "interactions", href: "/interactions", needs: "view_interactions" },
  { section: "evaluations", href: "/evaluations", needs: "view_evaluations", isForAgents: false },
  { section: "messages", href: "/messages", needs: "perform_evaluations", isForAgents: false },
  { section: "scorecards", href: "/scorecards", needs: "view_scorecards" },
  { section: "search", href: "/search", needs: "view_interactions" },
  { section: "shares", href: "/shares", needs: "share_moments" },
];

const theme = rememberedStore("theme", "auto");

/** @typedef {import("/lib/router.js").Place} Place */

export function makeShell() {
  const head = h("header", { class: "shell-head" });
  const main = h("main", { class: "shell-main", id: "content" });
  const element = h(
    "div",
    { class: "shell" },
    h("a", { class: "skip button", href: "#content", onclick: skip }, t("shell.skip")),
    head,
    main,
  );
  const lost = h("span", { role: "status" });
  /** @type {Place | null} */
  let at = null;
  /** @type {HTMLElement | undefined} */
  let bar;
  connection.subscribe(({ online }) => {
    replace(lost, !online && chip(t("shell.offline"), { tone: "warn", dot: true }));
  });
  theme.subscribe(applyTheme);
  applyTheme(theme.get());

  return {
    element,
    /** @param {Place} place */
    waiting(place) {
      at = place;
      bar = undefined;
      frame();
      replace(main, h("div", { class: "page" }, skeleton(6)));
    },
    /**
     * @param {Place} place
     * @param {import("/lib/router.js").Shown} shown
     */
    mount(place, shown) {
      at = place;
      bar = shown.bar;
      frame();
      replace(main, shown.element);
    },
    /** @param {import("/features/accounts/who.js").Who | null} person */
    setWho(person) {
      if (person === null) at = null;
      frame();
    },
  };

  function frame() {
    const person = who.get();
    element.classList.toggle("wide", at?.route?.wide === true);
    head.hidden = person === null;
    if (!person) return;
    replace(
      head,
      h("a", { class: "brand", href: homeOf(who.get()), aria: { label: "Earmark" } }, [
        h("i", { class: "brand-mark" }),
        h("span", { class: "brand-name" }, "Earmark"),
      ]),
      bar ?? navigation(),
      h("div", { class: "shell-tools" }, lost, accountMenu(person)),
    );
  }

  function navigation() {
    return h(
      "nav",
      { class: "shell-nav grow", aria: { label: t("shell.navigation") } },
      entries.filter(isShown).map((entry) =>
        h(
          "a",
          { href: entry.href, aria: { current: at?.route?.section === entry.section ? "page" : undefined } },
          t(`shell.${entry.section}`),
        )
      ),
    );
  }

  /** @param {Event} event */
  function skip(event) {
    event.preventDefault();
    const heading = main.querySelector("h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  }
}

/** @param {{ needs: string, isForAgents?: boolean }} entry */
function isShown({ needs, isForAgents }) {
  return may(needs) && (isForAgents === undefined || isForAgents === (who.get()?.user.role === "agent"));
}

addKeys([
  go("interactions", "Alt+1", "/interactions", "view_interactions"),
  go("evaluations", "Alt+2", "/evaluations", "view_evaluations"),
  go("search", "Alt+3", "/search", "view_interactions"),
]);

/**
 * @param {string} section
 * @param {string} key
 * @param {string} href
 * @param {string} needs
 * @returns {import("/lib/keyboard.js").Binding}
 */
function go(section, key, href, needs) {
  return {
    id: `go.${section}`,
    keys: [key],
    label: t(`shell.go${section[0].toUpperCase()}${section.slice(1)}`),
    group: t("lib.keysGeneral"),
    when: () => may(needs),
    run: () => void navigate(href),
  };
}

/** @param {import("/features/accounts/who.js").Who} person */
function accountMenu(person) {
  const initials = person.user.name.split(/\s+/).map((part) => [...part][0]).slice(0, 2).join("").toUpperCase();
  const opener = menuButton({
    label: t("shell.account", { name: person.user.name }),
    look: "bare",
    caret: false,
    items: () => [
      ...["auto", "light", "dark"].map((name) => ({
        label: t(`shell.theme${name[0].toUpperCase()}${name.slice(1)}`),
        checked: theme.get() === name,
        run: () => theme.set(name),
      })),
      "-",
      ...(may("manage_settings")
        ? [{ label: t("shell.settings"), icon: /** @type {const} */ ("filter"), href: "/settings" }]
        : []),
      { label: t("shell.keys"), icon: "keyboard", hint: "?", run: () => void openKeyHelp() },
      { label: t("shell.signOut"), icon: "external", run: () => void leave() },
    ],
  });
  opener.classList.add("account-button");
  opener.setAttribute("aria-label", t("shell.account", { name: person.user.name }));
  replace(
    opener,
    h("span", { class: "avatar", aria: { hidden: true } }, initials),
    h("span", { class: "account-name" }, person.user.name),
  );
  return opener;
}

async function leave() {
  try {
    await signOut();
    who.set(null);
    await navigate("/sign-in");
  } catch (error) {
    toastError(error);
  }
}

/** @param {string} chosen */
function applyTheme(chosen) {
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
