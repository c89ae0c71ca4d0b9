/** Where JSON stops being JSON: line and column from 1, columns in UTF-16 units. */
export interface JsonPosition {
  readonly line: number;
  readonly column: number;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001F]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORD = /true|false|null/y;
const BLANK = /[ \t\r\n]*/y;

/**
 * The place of the first error of a text that does not parse as JSON (RFC 8259); the end if it merely stops.
 * Works without recursion, in linear time.
 */
export function locateJsonError(text: string): JsonPosition {
  return toPosition(text, findError(text));
}

function findError(text: string): number {
  const open: ("{" | "[")[] = [];
  let at = 0;
  let wants: "value" | "key" | "first-key" | "first-item" | "next" = "value";
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return false;
    at += found[0].length;
    return true;
  };
  // Step by step, for a pattern with an inner choice keeps a stack as long as the string.
  const readString = (): boolean => {
    if (text.charAt(at) !== '"') return false;
    at++;
    do match(PLAIN);
    while (match(ESCAPE));
    if (text.charAt(at) !== '"') return false;
    at++;
    return true;
  };
  for (;;) {
    match(BLANK);
    const unit = text.charAt(at);
    const inner = open.at(-1);
    if (wants === "next") {
      if (inner === undefined) return at;
      if (unit === ",") {
        at++;
        wants = inner === "{" ? "key" : "value";
      } else if (unit === (inner === "{" ? "}" : "]")) {
        at++;
        open.pop();
      } else return at;
    } else if (wants === "first-item" && unit === "]") {
      at++;
      open.pop();
      wants = "next";
    } else if (wants === "first-key" && unit === "}") {
      at++;
      open.pop();
      wants = "next";
    } else if (wants === "key" || wants === "first-key") {
      if (!readString()) return at;
      match(BLANK);
      if (text.charAt(at) !== ":") return at;
      at++;
      wants = "value";
    } else if (unit === "{" || unit === "[") {
      at++;
      open.push(unit);
      wants = unit === "{" ? "first-key" : "first-item";
    } else if (readString() || match(NUMBER) || match(WORD)) wants = "next";
    else return at;
  }
}

function toPosition(text: string, at: number): JsonPosition {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf("\n"); next >= 0 && next < at; next = text.indexOf("\n", next + 1)) {
    line++;
    start = next + 1;
  }
  return { line, column: at - start + 1 };
}
