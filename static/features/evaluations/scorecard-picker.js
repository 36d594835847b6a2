/**
 * Chooses published scorecards, at most ten, out of however many there are.
 * @module
 */
import { t } from "/lib/text.js";
import { pickList } from "/features/evaluations/pick-list.js";
import { allScorecards } from "/features/scorecards/calls.js";
import "/features/evaluations/labels.js";

/** Forms of one evaluation, as the server takes them. */
const MOST = 10;

/**
 * @returns {import("/features/evaluations/pick-list.js").PickList}
 */
export function scorecardPicker() {
  const list = pickList({
    label: t("evaluations.scorecards"),
    empty: t("evaluations.noScorecards"),
    most: { count: MOST, message: t("evaluations.scorecardsMost", { count: MOST }) },
  });
  void fill();
  return list;

  async function fill() {
    const cards = (await allScorecards().catch(() => [])).filter((one) =>
      one.version !== null && one.state === "published"
    );
    list.setOptions(cards.map(({ id, name, description }) => ({ value: id, label: name, hint: description })));
    if (cards.length === 1) list.pick(cards[0].id);
  }
}
