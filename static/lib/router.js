/**
 * The URL is the state: which page, of what, filtered how. Links are plain `<a href>`.
 * @module
 */

/**
 * What a page is told when it is shown or its query changes.
 * @typedef {object} Visit
 * @property {Record<string, string>} params from the path's `:names`
 * @property {URLSearchParams} query
 * @property {AbortSignal} signal ends when the page is left
 */

/**
 * A page that is shown. `update` takes a change of the query alone (without it the page is made again);
 * `mayLeave` may hold somebody back who would lose work.
 * @typedef {object} Shown
 * @property {string} title
 * @property {HTMLElement} element holds an `h1`, which gets the focus
 * @property {HTMLElement} [bar] takes the place of the navigation in the head of the window
 * @property {(visit: Visit) => void | Promise<void>} [update]
 * @property {() => boolean | Promise<boolean>} [mayLeave]
 * @property {() => void} [leave]
 */

/** @typedef {{ show: (visit: Visit) => Shown | Promise<Shown> }} PageModule */

/**
 * @typedef {object} Route
 * @property {string} path "/interactions/:id"
 * @property {() => Promise<PageModule>} load
 * @property {string} [section] the entry of the navigation that is marked
 * @property {boolean} [open] reachable without an account
 * @property {boolean} [wide] the page fills the window and scrolls by itself
 */

/**
 * @typedef {object} Place
 * @property {Route | null} route
 * @property {Record<string, string>} params
 */

/**
 * @typedef {object} Frame
 * @property {(place: Place, shown: Shown) => void} mount puts the page in its place
 * @property {(place: Place) => void} waiting a page is being fetched
 * @property {(place: Place, error: unknown) => void} failed
 * @property {(place: Place, url: URL) => string | null} redirect where to go instead, or null
 * @property {string} name the product, for the title
 */

/**
 * Finds the route of a path and what its names stand for.
 * @param {Route[]} routes
 * @param {string} path
 * @returns {Place}
 */
export function match(routes, path) {
  const given = segments(path);
  for (const route of routes) {
    const wanted = segments(route.path);
    if (wanted.length !== given.length) continue;
    /** @type {Record<string, string>} */
    const params = {};
    const fits = wanted.every((name, index) => {
      if (!name.startsWith(":")) return name === given[index];
      params[name.slice(1)] = decoded(given[index]);
      return true;
    });
    if (fits) return { route, params };
  }
  return { route: null, params: {} };
}

/**
 * A URL with some of its query changed: null and "" take a name out, lists repeat it.
 * @param {string} url
 * @param {Record<string, any>} changes
 */
export function withQuery(url, changes) {
  const next = new URL(url, "http://here");
  for (const [name, value] of Object.entries(changes)) {
    next.searchParams.delete(name);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one != null && one !== "") next.searchParams.append(name, String(one));
    }
  }
  return next.pathname + next.search + next.hash;
}

/** @type {Router | null} */
let current = null;

/**
 * Goes to a place of the application.
 * @param {string} url
 * @param {{ replace?: boolean }} [options]
 * @returns {Promise<void>}
 */
export function navigate(url, options) {
  return current?.navigate(url, options) ?? Promise.resolve();
}

/** Makes the page we are on again, with what the server now says. */
export function reload() {
  return current?.reload() ?? Promise.resolve();
}

/**
 * Changes the query of where we are; the page gets an `update`.
 * @param {Record<string, any>} changes
 * @param {{ replace?: boolean }} [options] replace by default: Back leaves the page, it does not undo filters
 * @returns {Promise<void>}
 */
export function setQuery(changes, { replace = true } = {}) {
  return navigate(withQuery(location.href, changes), { replace });
}

/** Shows the page of the URL, and follows links, Back and Forward. */
export class Router {
  /** @type {Shown | null} */
  #shown = null;
  /** @type {Route | null} */
  #route = null;
  #path = "";
  #visits = new AbortController();
  #turn = 0;
  #url = "";

  /**
   * @param {Route[]} routes
   * @param {Frame} frame
   */
  constructor(routes, frame) {
    this.routes = routes;
    this.frame = frame;
  }

  start() {
    current = this;
    history.scrollRestoration = "manual";
    addEventListener("popstate", () => void this.#arrived());
    document.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("beforeunload", () => this.#rememberScroll());
    return this.#open(history.state?.scroll ?? 0);
  }

  /**
   * @param {string} url
   * @param {{ replace?: boolean }} [options]
   */
  async navigate(url, { replace = false } = {}) {
    const next = new URL(url, location.href);
    const isSamePage = next.pathname === this.#path;
    if (!isSamePage && !(await this.#mayLeave())) return;
    this.#rememberScroll();
    history[replace ? "replaceState" : "pushState"](null, "", next);
    await this.#open(0);
  }

  /** Makes the page of the URL again, say after signing in. */
  reload() {
    this.#path = "";
    return this.#open(0);
  }

  async #arrived() {
    if (location.pathname !== this.#path && !(await this.#mayLeave())) {
      history.pushState(null, "", this.#url);
      return;
    }
    await this.#open(history.state?.scroll ?? 0);
  }

  async #mayLeave() {
    return (await this.#shown?.mayLeave?.()) ?? true;
  }

  /**
   * @param {number} scroll
   * @returns {Promise<void>}
   */
  async #open(scroll) {
    const url = new URL(location.href);
    const place = match(this.routes, url.pathname);
    const elsewhere = this.frame.redirect(place, url);
    if (elsewhere !== null) {
      history.replaceState(null, "", elsewhere);
      return await this.#open(0);
    }
    this.#url = url.href;
    if (place.route === this.#route && url.pathname === this.#path && this.#shown?.update) {
      await this.#shown.update(this.#visit(place, url));
      return;
    }
    this.#turn += 1;
    const turn = this.#turn;
    this.#visits.abort();
    this.#shown?.leave?.();
    this.#shown = null;
    this.#visits = new AbortController();
    this.#path = url.pathname;
    this.#route = place.route;
    this.frame.waiting(place);
    try {
      if (!place.route) throw new NoSuchPage();
      const module = await place.route.load();
      const shown = await module.show(this.#visit(place, url));
      if (turn !== this.#turn) return shown.leave?.();
      this.#shown = shown;
      this.frame.mount(place, shown);
      document.title = `${shown.title} · ${this.frame.name}`;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.frame.failed(place, error);
    }
    focusHeading();
    scrollTo(0, scroll);
  }

  /**
   * @param {Place} place
   * @param {URL} url
   * @returns {Visit}
   */
  #visit(place, url) {
    return { params: place.params, query: url.searchParams, signal: this.#visits.signal };
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(target instanceof HTMLAnchorElement) || target.target || target.hasAttribute("download")) return;
    const url = new URL(target.href);
    if (url.origin !== location.origin || url.pathname.startsWith("/api/") || url.pathname.startsWith("/s/")) return;
    if (url.hash && url.pathname === location.pathname && url.search === location.search) return;
    event.preventDefault();
    void this.navigate(url.href, { replace: url.href === location.href });
  }

  #rememberScroll() {
    history.replaceState({ ...history.state, scroll: scrollY }, "");
  }
}

/** The URL names no page of the application. */
export class NoSuchPage extends Error {}

function focusHeading() {
  if (document.querySelector("dialog[open]")) return;
  const wanted = document.querySelector("main [autofocus]") ?? document.querySelector("main h1");
  if (!(wanted instanceof HTMLElement)) return;
  if (wanted.tagName === "H1") wanted.tabIndex = -1;
  wanted.focus({ preventScroll: true });
}

/** @param {string} path */
function segments(path) {
  return path.split("/").filter(Boolean);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
