import { addLabels } from "/lib/text.js";

addLabels("jobs", {
  queued: "Waiting its turn",
  running: "Working",
  done: "Done",
  failed: "It did not work",
  cancelled: "Cancelled",
  cancel: "Cancel",
  left: "{time} left",
  percent: "{percent}%",
});
