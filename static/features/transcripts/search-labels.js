import { addLabels } from "/lib/text.js";

addLabels("search", {
  title: "Search transcripts",
  placeholder: "Words said in any conversation",
  hint: "Every word must be said in one line; the last may be just a beginning.",
  emptyTitle: "What was said, in every conversation",
  emptyText: "Each hit opens the player at its second.",
  noneTitle: "Nobody said that",
  noneText: "Try fewer words, or only the beginning of the last one.",
  hits: { one: "{count} hit", other: "{count} hits" },
  more: "More hits",
  at: "{speaker} at {time}",
});
