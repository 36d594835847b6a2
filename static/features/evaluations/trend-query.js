/**
 * Which trend the address asks for; no page, no network.
 * @module
 */

/** @typedef {{ agent: string | null, scorecard: string | null, by: "month" | "week", span: number, from: string | null, to: string | null }} Wanted */

/** How many periods can be chosen by name, the usual number among them. */
export const spans = { month: [6, 12, 24, 60], week: [8, 13, 26, 52] };
const usual = { month: 12, week: 13 };

const day = /^\d{4}-\d{2}-\d{2}$/;

/** @param {URLSearchParams} query @returns {Wanted} */
export function wantedOf(query) {
  const by = query.get("by") === "week" ? "week" : "month";
  const span = Number(query.get("span"));
  const given = (/** @type {string} */ name) => (day.test(query.get(name) ?? "") ? query.get(name) : null);
  return {
    agent: query.get("agent"),
    scorecard: query.get("scorecard"),
    by,
    span: spans[by].includes(span) ? span : usual[by],
    from: given("from"),
    to: given("to"),
  };
}

/** Whether days are chosen instead of a number of periods. @param {Wanted} wanted */
export function hasDays({ from, to }) {
  return from !== null || to !== null;
}

/**
 * What the server is asked: days chosen stand as they are, else so many periods end with the one of today.
 * @param {Wanted} wanted
 * @param {string} today "2026-11-21" in the account's time zone
 * @returns {Record<string, string | null>}
 */
export function asked(wanted, today) {
  const { agent, scorecard, by } = wanted;
  if (hasDays(wanted)) return { agent, scorecard, by, from: wanted.from, to: wanted.to };
  return { agent, scorecard, by, from: firstDay(wanted, today), to: today };
}

/**
 * A day of the first of so many periods.
 * @param {Wanted} wanted
 * @param {string} today
 */
export function firstDay({ by, span }, today) {
  const [year, month, date] = today.split("-").map(Number);
  const at = by === "month"
    ? Date.UTC(year, month - span, 1)
    : Date.UTC(year, month - 1, date) - (span - 1) * 7 * 86_400_000;
  return new Date(at).toISOString().slice(0, 10);
}

/**
 * The address of an agent's trend.
 * @param {string} agent
 * @param {string | null} [scorecard]
 */
export function trendHref(agent, scorecard = null) {
  const query = new URLSearchParams({ agent });
  if (scorecard) query.set("scorecard", scorecard);
  return `/evaluations/trend?${query}`;
}

/**
 * The address of the list of what a trend is made of.
 * @param {Wanted} wanted
 */
export function listHref({ agent, scorecard }) {
  const query = new URLSearchParams({ agent: agent ?? "", state: "completed" });
  if (scorecard) query.set("scorecard", scorecard);
  return `/evaluations?${query}`;
}
