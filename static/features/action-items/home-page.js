/**
 * Where an agent begins: what there is to do, and what is done.
 * @module
 */
import { t } from "/lib/text.js";
import { itemLists } from "/features/action-items/item-lists.js";
import "/features/action-items/labels.js";

/** @param {import("/lib/router.js").Visit} visit */
export function show(visit) {
  return itemLists(visit, {
    title: t("actionItems.homeTitle"),
    sub: t("actionItems.homeSub"),
    only: { mine: true },
    person: { label: t("actionItems.from"), of: (item) => item.createdBy.name },
    tabs: { open: t("actionItems.todo"), closed: t("actionItems.done") },
    empty: (isOpen) => ({
      title: t(isOpen ? "actionItems.emptyTitle" : "actionItems.emptyDoneTitle"),
      text: t(isOpen ? "actionItems.emptyText" : "actionItems.emptyDoneText"),
    }),
  });
}
