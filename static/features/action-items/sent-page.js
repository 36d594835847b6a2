/**
 * What somebody told agents, and who has answered.
 * @module
 */
import { t } from "/lib/text.js";
import { itemLists } from "/features/action-items/item-lists.js";
import "/features/action-items/labels.js";

/** @param {import("/lib/router.js").Visit} visit */
export function show(visit) {
  return itemLists(visit, {
    title: t("actionItems.sentTitle"),
    sub: t("actionItems.sentSub"),
    only: { sent: true },
    person: { label: t("actionItems.to"), of: (item) => item.assignee.name },
    tabs: { open: t("actionItems.sentOpen"), closed: t("actionItems.done") },
    empty: (isOpen) => ({
      title: t(isOpen ? "actionItems.emptySentTitle" : "actionItems.emptySentDoneTitle"),
      text: t(isOpen ? "actionItems.emptySentText" : "actionItems.emptySentDoneText"),
    }),
  });
}
