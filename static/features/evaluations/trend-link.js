/**
 * Ways to an agent's trend.
 * @module
 */
import { h } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { buttonLink } from "/lib/ui/button.js";
import { icon } from "/lib/ui/icons.js";
import { may, who } from "/features/accounts/who.js";
import { trendHref } from "/features/evaluations/trend-query.js";
import "/features/evaluations/trend-labels.js";

await styles(import.meta.url, "./trend-link.css");

/** @typedef {import("/features/accounts/who.js").Ref} Ref */

/**
 * A button that is there while the list is filtered to one agent.
 * @returns {{ element: HTMLElement, set: (filters: import("/features/evaluations/grid-query.js").Filters) => void }}
 */
export function trendLink() {
  const element = buttonLink({ label: t("trend.open"), icon: "trend", href: "/evaluations/trend" });
  element.hidden = true;
  return {
    element,
    set(filters) {
      const [agents, cards] = [[filters.agent ?? []].flat(), [filters.scorecard ?? []].flat()];
      element.hidden = agents.length !== 1;
      element.href = trendHref(agents[0] ?? "", cards.length === 1 ? cards[0] : null);
    },
  };
}

/**
 * An agent's name, and for those who may see evaluations the way to the trend; agents see none before release.
 * @param {Ref | null} agent
 * @param {import("/lib/dom.js").Child} [none] what stands for nobody
 */
export function agentWithTrend(agent, none = null) {
  if (!agent) return none;
  if (!may("view_evaluations") || who.get()?.user.role === "agent") return agent.name;
  const label = t("trend.openOf", { name: agent.name });
  return h(
    "span",
    { class: "agent-trend" },
    h("span", null, agent.name),
    h("a", { href: trendHref(agent.id), title: label, aria: { label } }, icon("trend"), t("trend.open")),
  );
}
