/**
 * How one agent's scores went over time: a drawing, and the same figures in a table.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { ApiError, isAbort } from "/lib/http.js";
import { setQuery } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { localOf, percent } from "/lib/times.js";
import { button, buttonLink, setBusy } from "/lib/ui/button.js";
import { emptyState, notice, pageHead, skeleton } from "/lib/ui/parts.js";
import { toastError } from "/lib/ui/toast.js";
import { getTrend, trendFile } from "/features/evaluations/calls.js";
import { trendChart } from "/features/evaluations/trend-chart.js";
import { trendControls } from "/features/evaluations/trend-controls.js";
import { asked, hasDays, listHref, wantedOf } from "/features/evaluations/trend-query.js";
import { trendFigures, trendTable } from "/features/evaluations/trend-table.js";
import { saveFile } from "/features/exports/save-file.js";
import "/features/evaluations/labels.js";
import "/features/evaluations/trend-labels.js";

await styles(import.meta.url, "./trend.css");

/** @typedef {import("/features/evaluations/calls.js").Trend} Trend */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export function show({ query, signal }) {
  let wanted = wantedOf(query);
  const controls = trendControls(wanted);
  const title = h("span", null, t("trend.title"));
  const status = h("p", { class: "visually-hidden", role: "status" });
  const body = h("div", { class: "trend-body" });
  const save = button({
    label: t("trend.csv"),
    icon: "download",
    props: { title: t("trend.csvOf"), hidden: true },
    onclick: () => void saveFigures(),
  });
  const list = buttonLink({ label: t("evaluations.title"), icon: "list", href: "/evaluations" });
  list.hidden = true;
  let turn = new AbortController();
  signal.addEventListener("abort", () => turn.abort(), { once: true });
  void load();
  return Promise.resolve({
    title: t("trend.title"),
    element: h(
      "div",
      { class: "page trend" },
      pageHead({
        title,
        crumbs: [{ label: t("evaluations.title"), href: "/evaluations" }],
        actions: [list, save],
      }),
      controls.element,
      status,
      body,
    ),
    update(visit) {
      wanted = wantedOf(visit.query);
      controls.set(wanted);
      return load();
    },
  });

  async function load() {
    turn.abort();
    turn = new AbortController();
    const { signal: current } = turn;
    if (!wanted.agent) {
      hideWays();
      title.textContent = t("trend.title");
      replace(body, emptyState({ icon: "user", title: t("trend.chooseAgentTitle"), text: t("trend.chooseAgentText") }));
      return;
    }
    if (body.childElementCount === 0) replace(body, skeleton(8, "inset"));
    body.setAttribute("aria-busy", "true");
    try {
      const trend = await getTrend(asked(wanted, today()), current);
      title.textContent = t("trend.titleOf", { name: trend.agent.name });
      controls.know(trend);
      save.hidden = list.hidden = trend.total.completed === 0;
      list.href = listHref(wanted);
      status.textContent = trend.total.completed === 0
        ? t(`trend.empty_${trend.by}`)
        : t("trend.status", { count: trend.total.completed, mean: percent(trend.total.mean) });
      replace(body, contents(trend, current));
      body.removeAttribute("aria-busy");
    } catch (error) {
      if (isAbort(error)) return;
      hideWays();
      body.removeAttribute("aria-busy");
      // What was refused is refused again.
      const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500;
      const again = isRefused ? null : button({ label: t("trend.again"), small: true, onclick: () => void load() });
      replace(body, notice(error instanceof Error ? error.message : String(error), { tone: "bad", action: again }));
    }
  }

  function hideWays() {
    save.hidden = list.hidden = true;
  }

  async function saveFigures() {
    setBusy(save, true);
    try {
      saveFile(await trendFile(asked(wanted, today())));
    } catch (error) {
      toastError(error);
    }
    setBusy(save, false);
  }

  /**
   * @param {Trend} trend
   * @param {AbortSignal} until it is drawn anew
   */
  function contents(trend, until) {
    const { total, by, scorecard, scorecards, periods } = trend;
    if (total.completed === 0) return empty(trend);
    if (total.scored === 0) {
      return emptyState({ icon: "card", title: t(`trend.unscored_${by}`), text: t("trend.unscoredText") });
    }
    const isMixed = scorecard === null && scorecards.length > 1;
    const isLone = periods.filter((one) => one.mean !== null).length === 1;
    return [
      isMixed && notice(t("trend.mixed", { count: scorecards.length })),
      h(
        "section",
        { class: "trend-panel", aria: { label: t("trend.title") } },
        trendFigures(trend),
        trendChart(trend, until),
        isLone && h("p", { class: "muted trend-note" }, t(`trend.lone_${by}`)),
      ),
      trendTable(trend, today()),
    ];
  }

  /** @param {Trend} trend */
  function empty({ by, scorecard, scorecards }) {
    const isLongest = by === "month" && wanted.span === 60 && !hasDays(wanted);
    const step = scorecard !== null && scorecards.length > 0
      ? button({ label: t("trend.emptyAll"), onclick: () => void setQuery({ scorecard: null }) })
      : isLongest
      ? null
      : button({
        label: t("trend.emptyLonger"),
        onclick: () => void setQuery({ by: null, span: 60, from: null, to: null }),
      });
    return emptyState({ icon: "trend", title: t(`trend.empty_${by}`), text: t("trend.emptyText"), action: step });
  }
}

/** In the account's time zone. */
function today() {
  return localOf(new Date()).slice(0, 10);
}
