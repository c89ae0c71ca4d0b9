// RFC 8259. JSON.parse is what reads; this tells where a text stops being JSON, which engines say in
// words of their own or not at all.

/** How far a text is one JSON value. */
export interface JsonCheck {
  /** Where the value ends or goes wrong, in UTF-16 units. */
  readonly at: number;
  /** `whole`: one value; `cut`: right as far as it goes; `broken`: wrong at `at`. */
  readonly state: "whole" | "cut" | "broken";
  /** What must stand at `at`, for `broken` and `cut`. */
  readonly expected: string;
}

const NUMBER = /-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][+-]?\d{1,10})?/y;
const WORDS: readonly string[] = ["true", "false", "null"];
const MAX_DEPTH = 100_000;

/** Checks the value that begins at `start` (white space before it is passed over). Linear, not recursive. */
export function checkJson(text: string, start: number): JsonCheck {
  const closers: string[] = [];
  let at = skipSpace(text, start);
  // What may come: a value, a value or the end of an empty list, a key (or the end of an empty object), or what follows a value.
  let want: "value" | "first" | "key" | "first-key" | "next" = "value";
  for (;;) {
    at = skipSpace(text, at);
    if (at >= text.length) return { at, state: "cut", expected: "more" };
    const closer = closers.at(-1);
    const c = text.charAt(at);
    if (want === "next" || want === "first" || want === "first-key") {
      if (c === closer) {
        closers.pop();
        at++;
        if (closers.length === 0) return { at, state: "whole", expected: "" };
        want = "next";
        continue;
      }
      if (want === "next") {
        if (c !== ",") return broken(at, `"," or "${closer ?? ""}"`);
        at++;
        want = closer === "}" ? "key" : "value";
        continue;
      }
    }
    if (want === "key" || want === "first-key") {
      if (c !== '"') return broken(at, "a name in quotes");
      const key = checkString(text, at);
      if (key.state !== "whole") return key;
      at = skipSpace(text, key.at);
      if (at >= text.length) return { at, state: "cut", expected: '":"' };
      if (text[at] !== ":") return broken(at, '":"');
      at++;
      want = "value";
      continue;
    }
    if (c === "{" || c === "[") {
      if (closers.length >= MAX_DEPTH) return broken(at, "less nesting");
      closers.push(c === "{" ? "}" : "]");
      want = c === "{" ? "first-key" : "first";
      at++;
      continue;
    }
    const scalar = checkScalar(text, at);
    if (scalar.state !== "whole") return scalar;
    at = scalar.at;
    if (closers.length === 0) return scalar;
    want = "next";
  }
}

function broken(at: number, expected: string): JsonCheck {
  return { at, state: "broken", expected };
}

/** The first place from `at` that is not white space. */
export function skipSpace(text: string, at: number): number {
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) break;
  }
  return at;
}

function checkScalar(text: string, at: number): JsonCheck {
  if (text[at] === '"') return checkString(text, at);
  for (const word of WORDS) {
    if (text.startsWith(word, at)) return { at: at + word.length, state: "whole", expected: "" };
    const rest = text.length - at;
    if (rest < word.length && word.startsWith(text.slice(at)))
      return { at: text.length, state: "cut", expected: word };
  }
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text);
  if (number === null) return broken(at, "a value");
  return { at: at + number[0].length, state: "whole", expected: "" };
}

function checkString(text: string, start: number): JsonCheck {
  for (let at = start + 1; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x22) return { at: at + 1, state: "whole", expected: "" };
    if (c < 0x20) return broken(at, "no control character within quotes");
    if (c !== 0x5c) continue;
    const escape = text.charAt(++at);
    if (escape === "u") {
      const hex = text.slice(at + 1, at + 5);
      if (!/^[0-9a-fA-F]{0,4}$/.test(hex)) return broken(at + 1, "four hexadecimal digits");
      at += 4;
    } else if (at < text.length && !'"\\/bfnrt'.includes(escape)) {
      return broken(at, "an escape that JSON knows");
    }
  }
  return { at: text.length, state: "cut", expected: "a closing quote" };
}
