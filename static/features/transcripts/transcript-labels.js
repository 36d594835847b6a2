import { addLabels } from "/lib/text.js";

addLabels("transcript", {
  title: "Transcript",
  none: "There is no transcript",
  backToNow: "Back to now",
  goTo: "Go to {at}",
  agent: "Agent",
  customer: "Customer",
});
