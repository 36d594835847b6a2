import { addLabels } from "/lib/text.js";

addLabels("search", {
  title: "Search transcripts",
  placeholder: "Words said in any conversation",
  hint: "“exact words”, begin* of a word, one OR another",
  emptyTitle: "What was said, in every conversation",
  emptyText: "Each hit opens the player at its second.",
  noneTitle: "Nobody said that",
  noneText: "Try fewer words, or the beginning of one with a star: refun*",
  hits: { one: "{count} hit", other: "{count} hits" },
  more: "More hits",
  at: "{speaker} at {time}",
});
