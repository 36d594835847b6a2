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
 * @returns {{ value: any, error: null } | { value: null, error: { line: number } }}
 */
export function readJson(text) {
  try {
    return { value: JSON.parse(text), error: null };
  } catch {
    return { value: null, error: { line: text.slice(0, faultOf(text)).split("\n").length } };
  }
}

/**
 * Where a text stops being JSON (RFC 8259): the offset of the first character that cannot stand there. Browsers
 * say it in words that differ, and not always.
 * @param {string} text
 */
function faultOf(text) {
  const word =
    /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.]))/y;
  /** @type {string[]} */
  const open = [];
  let wanted = "value";
  let end = 0;
  while (true) {
    word.lastIndex = end;
    const match = word.exec(text);
    const start = match ? word.lastIndex - match[0].trimStart().length : end + leadOf(text, end);
    if (!match || wanted === "nothing") return start;
    const next = after(match[1], match[2] !== undefined, wanted, open);
    if (next === null) return start;
    wanted = next;
    end = word.lastIndex;
  }
}

/**
 * What may follow a token where `wanted` was due; null when it may not stand there.
 * @param {string | undefined} sign
 * @param {boolean} isText
 * @param {string} wanted
 * @param {string[]} open the brackets around
 */
function after(sign, isText, wanted, open) {
  const isValue = wanted === "value" || wanted === "value or ]";
  if (sign === "{" && isValue) {
    open.push("}");
    return "name or }";
  }
  if (sign === "[" && isValue) {
    open.push("]");
    return "value or ]";
  }
  if (sign === "}" || sign === "]") {
    const isDue = wanted === "comma" || wanted === (sign === "}" ? "name or }" : "value or ]");
    if (!isDue || open.pop() !== sign) return null;
    return open.length > 0 ? "comma" : "nothing";
  }
  if (sign === ",") return wanted !== "comma" ? null : open.at(-1) === "}" ? "name" : "value";
  if (sign === ":") return wanted === "colon" ? "value" : null;
  if (wanted.startsWith("name")) return isText ? "colon" : null;
  if (sign !== undefined || !isValue) return null;
  return open.length > 0 ? "comma" : "nothing";
}

/**
 * How many blanks stand at an offset.
 * @param {string} text
 * @param {number} at
 */
function leadOf(text, at) {
  const rest = text.slice(at);
  return rest.length - rest.trimStart().length;
}
