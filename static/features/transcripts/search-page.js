/**
 * Searches what was said in all conversations; a hit opens the player at its second.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { isAbort } from "/lib/http.js";
import { addKeys } from "/lib/keyboard.js";
import { settled } from "/lib/query.js";
import { setQuery } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { clock, shortDateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";
import { emptyState, notice, pageHead, skeleton } from "/lib/ui/parts.js";
import { announce } from "/lib/ui/toast.js";
import { searchTranscripts } from "/features/transcripts/calls.js";
import "/features/transcripts/search-labels.js";

await styles(import.meta.url, "./search.css");

/** @typedef {import("/features/transcripts/calls.js").Hit} Hit */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {import("/lib/router.js").Shown}
 */
export function show({ query, signal }) {
  const results = h("div", { class: "hits" });
  const find = h("input", {
    type: "search",
    value: query.get("q") ?? "",
    placeholder: t("search.placeholder"),
    aria: { label: t("search.placeholder"), describedby: "search-hint" },
    autofocus: true,
    oninput: settled(() => void setQuery({ q: find.value.trim() }), 250),
  });
  let words = "";
  let turn = new AbortController();
  signal.addEventListener("abort", () => turn.abort(), { once: true });
  addKeys([
    { id: "search.find", keys: ["/"], label: t("search.title"), group: t("lib.keysList"), run: () => find.focus() },
    {
      id: "list.next",
      keys: ["ArrowDown", "J"],
      label: t("lib.rowNext"),
      group: t("lib.keysList"),
      run: () => move(1),
    },
    {
      id: "list.previous",
      keys: ["ArrowUp", "K"],
      label: t("lib.rowPrevious"),
      group: t("lib.keysList"),
      run: () => move(-1),
    },
  ], signal);
  find.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    move(1);
  });
  void search(query.get("q") ?? "");
  return {
    title: t("search.title"),
    element: h(
      "div",
      { class: "page narrow" },
      pageHead({ title: t("search.title") }),
      h(
        "div",
        { class: "search-box", role: "search" },
        h("div", { class: "filters" }, h("div", { class: "search" }, icon("search"), find)),
        h("p", { class: "field-hint", id: "search-hint" }, t("search.hint")),
      ),
      results,
    ),
    update: (visit) => search(visit.query.get("q") ?? ""),
  };

  /** @param {string} wanted */
  async function search(wanted) {
    turn.abort();
    turn = new AbortController();
    words = wanted;
    if (document.activeElement !== find) find.value = wanted;
    if (wanted === "") {
      replace(results, emptyState({ icon: "search", title: t("search.emptyTitle"), text: t("search.emptyText") }));
      return;
    }
    const list = h("ol", { class: "hit-list" });
    const foot = h("div", { class: "hit-foot" });
    const waiting = setTimeout(() => replace(results, skeleton(9)), 150);
    try {
      const page = await searchTranscripts(wanted, null, turn.signal);
      clearTimeout(waiting);
      if (page.items.length === 0) {
        replace(results, emptyState({ icon: "search", title: t("search.noneTitle"), text: t("search.noneText") }));
        announce(t("search.noneTitle"));
        return;
      }
      replace(results, list, foot);
      add(page, list, foot);
    } catch (error) {
      clearTimeout(waiting);
      if (isAbort(error)) return;
      replace(results, notice(error instanceof Error ? error.message : String(error), { tone: "bad" }));
    }
  }

  /**
   * @param {{ items: Hit[], next: string | null, total?: { count: number, capped: boolean } }} page
   * @param {HTMLElement} list
   * @param {HTMLElement} foot
   */
  function add(page, list, foot) {
    list.append(...page.items.map(row));
    announce(t("search.hits", { count: page.total?.count ?? list.children.length }));
    replace(
      foot,
      page.next && button({ label: t("search.more"), onclick: () => void more(String(page.next), list, foot) }),
    );
  }

  /**
   * @param {string} cursor
   * @param {HTMLElement} list
   * @param {HTMLElement} foot
   */
  async function more(cursor, list, foot) {
    const first = list.children.length;
    try {
      add(await searchTranscripts(words, cursor, turn.signal), list, foot);
      list.children[first]?.querySelector("a")?.focus();
    } catch (error) {
      if (!isAbort(error)) replace(foot, notice(String(error), { tone: "bad" }));
    }
  }

  /** @param {number} by */
  function move(by) {
    const links = [...results.querySelectorAll("a.hit")].filter((one) => one instanceof HTMLElement);
    const at = links.findIndex((one) => one === document.activeElement);
    if (at === 0 && by < 0) return find.focus();
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  }
}

/** @param {Hit} hit */
function row(hit) {
  const { interaction } = hit;
  return h(
    "li",
    null,
    h(
      "a",
      { class: "hit", href: `/interactions/${interaction.id}?t=${hit.startMs}` },
      h(
        "span",
        { class: "hit-head" },
        h("strong", null, interaction.externalId),
        h(
          "span",
          { class: "muted" },
          [interaction.agent?.name, shortDateTime(interaction.startedAt)].filter(Boolean).join(" · "),
        ),
        h("span", { class: "hit-time" }, icon("play"), clock(hit.startMs)),
      ),
      h(
        "span",
        { class: "hit-text" },
        h("b", null, `${hit.speaker}: `),
        hit.snippet.map((part) => part.hit ? h("mark", null, part.text) : part.text),
      ),
    ),
  );
}
