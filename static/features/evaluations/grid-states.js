/**
 * The states of evaluations with how many there are, each a press away.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { isAbort } from "/lib/http.js";
import { setQuery } from "/lib/router.js";
import { t } from "/lib/text.js";
import { number } from "/lib/times.js";
import { countEvaluations } from "/features/evaluations/calls.js";
import "/features/evaluations/labels.js";

/** @typedef {import("/features/evaluations/grid-query.js").Filters} Filters */
/** @typedef {import("/features/evaluations/calls.js").Total} Total */

const states = ["unassigned", "assigned", "in_progress", "completed"];

/**
 * @param {AbortSignal} signal
 * @returns {{ element: HTMLElement, set: (filters: Filters) => void }}
 */
export function stateBar(signal) {
  const element = h("div", { class: "state-bar", role: "group", aria: { label: t("evaluations.states") } });
  /** @type {Record<string, Total>} */
  let counts = {};
  /** @type {Filters} */
  let filters = {};
  let turn = new AbortController();
  signal.addEventListener("abort", () => turn.abort(), { once: true });
  return {
    element,
    set(next) {
      filters = next;
      show();
      void count();
    },
  };

  async function count() {
    turn.abort();
    turn = new AbortController();
    try {
      counts = await countEvaluations({ ...filters, state: null, expired: null }, turn.signal);
      show();
    } catch (error) {
      // The list beside it says what is wrong.
      if (!isAbort(error)) counts = {};
    }
  }

  function show() {
    const chosen = [filters.state ?? []].flat();
    const isExpired = filters.expired === "true";
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.state : undefined;
    replace(
      element,
      chip("all", t("evaluations.allStates"), chosen.length === 0 && !isExpired, null, { state: null, expired: null }),
      states.map((state) =>
        chip(state, t(`evaluations.${label(state)}`), chosen.includes(state), counts[state] ?? null, {
          state: [state],
          expired: null,
        })
      ),
      chip("expired", t("evaluations.expired"), isExpired, counts.expired ?? null, { state: null, expired: "true" }),
    );
    const again = [...element.querySelectorAll("button")].find((one) => one.dataset.state === focused);
    if (focused) again?.focus();
  }
}

/**
 * @param {string} key
 * @param {string} text
 * @param {boolean} isChosen
 * @param {Total | null} total
 * @param {Record<string, any>} changes of the address
 */
function chip(key, text, isChosen, total, changes) {
  return h(
    "button",
    {
      type: "button",
      class: ["state-choice", key === "expired" && total !== null && total.count > 0 && "is-late"],
      dataset: { state: key },
      aria: { pressed: isChosen },
      onclick: () => void setQuery(changes),
    },
    text,
    total && h("span", { class: "tab-count" }, total.capped ? `${number(total.count)}+` : number(total.count)),
  );
}

/** @param {string} state */
function label(state) {
  return state === "completed" ? "completedState" : state;
}
