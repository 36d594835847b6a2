/**
 * Finds the line of a JSON text that a JSON pointer names, so that an error stands where it is.
 * @module
 */

/**
 * The line (from 1) at which each value of a JSON text begins, by its pointer. The text must be valid JSON.
 * @param {string} text
 * @returns {Map<string, number>}
 */
export function linesOf(text) {
  /** @type {Map<string, number>} */
  const lines = new Map();
  const tokens = text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\n/g);
  /** @type {{ pointer: string, index: number, isList: boolean }[]} */
  const open = [];
  let line = 1;
  let pointer = "";
  let isName = false;
  for (const [token] of tokens) {
    const top = open.at(-1);
    if (token === "\n") {
      line += 1;
    } else if (token === "}" || token === "]") {
      open.pop();
      isName = false;
    } else if (token === ",") {
      if (!top) continue;
      if (top.isList) {
        top.index += 1;
        pointer = `${top.pointer}/${top.index}`;
      } else isName = true;
    } else if (token === ":") {
      isName = false;
    } else if (isName && top && !top.isList) {
      const name = /** @type {string} */ (JSON.parse(token));
      pointer = `${top.pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      lines.set(pointer, line);
    } else {
      if (!lines.has(pointer)) lines.set(pointer, line);
      if (token === "{" || token === "[") {
        const isList = token === "[";
        open.push({ pointer, index: 0, isList });
        isName = !isList;
        if (isList) pointer = `${pointer}/0`;
      }
    }
  }
  return lines;
}

/**
 * The line of a pointer, or of the nearest value around it that is there.
 * @param {Map<string, number>} lines
 * @param {string} pointer
 */
export function lineOf(lines, pointer) {
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return 1;
}

/**
 * Reads JSON; says at which line it stopped being JSON.
 * @param {string} text
 * @returns {{ value: any, error: null } | { value: null, error: { line: number, reason: string } }}
 */
export function readJson(text) {
  try {
    return { value: JSON.parse(text), error: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const at = /line (\d+)/.exec(reason)?.[1];
    const offset = /position (\d+)/.exec(reason)?.[1];
    const isAtEnd = /end of JSON|Unterminated/i.test(reason);
    const before = offset ? text.slice(0, Number(offset)) : isAtEnd ? text : "";
    const line = at ? Number(at) : before.split("\n").length;
    return { value: null, error: { line, reason: reason.replace(/ \(line.*| in JSON at.*| at position.*/, "") } };
  }
}
