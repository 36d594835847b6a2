import { addLabels } from "/lib/text.js";

addLabels("conversation", {
  tabs: "About this conversation",
  transcript: "Transcript",
  comments: "Comments",
  moments: "Moments",
  marks: "Marks",
  range: "Chosen range",
  rangeOf: "{range} · {length}",
  seconds: "{count} s",
  comment: "Comment",
  moment: "Moment",
  play: "Play",
  loop: "Loop",
  clear: "Clear",
  chosenLines: { one: "{count} line chosen", other: "{count} lines chosen" },
  screensHeight: "Height of the screens",
  loading: "Loading the recordings",
  failed: "The recordings could not be loaded",
  tryAgain: "Try again",
  processing: { one: "{count} recording is being prepared", other: "{count} recordings are being prepared" },
  broken: "{name} could not be read: {why}",
});
