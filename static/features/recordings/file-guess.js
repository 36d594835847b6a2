/**
 * What a chosen file probably is, by its name: the form begins with it, people correct it.
 * @module
 */

/** @typedef {"audio" | "screen" | "transcript"} FileKind */
/** @typedef {{ kind: FileKind, party: "agent" | "customer" | "both", monitor: number }} Guess */

/**
 * @param {{ name: string, type: string }} file
 * @param {number[]} takenMonitors
 * @returns {Guess}
 */
export function guessOf(file, takenMonitors) {
  const name = file.name.toLowerCase();
  return { kind: kindOf(name, file.type), party: partyOf(name), monitor: monitorOf(name, takenMonitors) };
}

/**
 * @param {string} name
 * @param {string} type
 * @returns {FileKind}
 */
function kindOf(name, type) {
  if (/\.(vtt|srt|json)$/.test(name)) return "transcript";
  if (/\.(wav|mp3|m4a|aac|flac|ogg|oga|opus|amr|au|aif|aiff|wma|w64|gsm)$/.test(name)) return "audio";
  if (/\.(mp4|webm|mkv|mov|avi|asf|wmv|ts|m4v)$/.test(name)) return "screen";
  return type.startsWith("video/") ? "screen" : "audio";
}

/** @param {string} name @returns {Guess["party"]} */
function partyOf(name) {
  if (/(^|[^a-z])(customer|caller|client|cust)([^a-z]|$)/.test(name)) return "customer";
  if (/(^|[^a-z])(agent|operator)([^a-z]|$)/.test(name)) return "agent";
  return "both";
}

/**
 * @param {string} name
 * @param {number[]} taken
 */
function monitorOf(name, taken) {
  const said = Number(/(?:screen|monitor|display|mon)[\s_-]*([1-4])(?!\d)/.exec(name)?.[1] ?? 0);
  if (said && !taken.includes(said)) return said;
  return [1, 2, 3, 4].find((number) => !taken.includes(number)) ?? 1;
}
