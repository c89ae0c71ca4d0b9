/** One import of a source file, whatever its form. */
interface ImportFound {
  /** What is imported, or undefined where it is computed. */
  readonly specifier: string | undefined;
  /** 1-based. */
  readonly line: number;
}

/** What a source file says, without its comments and strings. */
export interface Scanned {
  /** The source at its length, with comments, regular expressions and string contents blanked. */
  readonly code: string;
  readonly imports: readonly ImportFound[];
}

/** Words after which a slash begins a regular expression, not a division. */
const BEFORE_VALUE = new Set(
  "return typeof case do else in of instanceof new void delete throw yield await".split(" "),
);

const IDENTIFIER = /[\w$#\u0080-\uFFFF]+/uy;

/** Words whose parentheses are followed by a statement, not by an operator. */
const CONTROL = new Set(["if", "while", "for", "with"]);

/**
 * Reads TypeScript just well enough to find every import: comments, strings, templates and regular
 * expressions are told apart as ECMA-262 clause 12 does, guessing the slash from what is before it.
 */
export function scan(source: string): Scanned {
  const code = blank(source);
  return { code, imports: findImports(source, code) };
}

function blank(source: string): string {
  const kept: string[] = [];
  // One entry for each open brace; true where it is the `${` of a template.
  const braces: boolean[] = [];
  // One entry for each open parenthesis; true where a control word stands before it.
  const parens: boolean[] = [];
  // Whether what was read last is a value, so that a slash after it divides.
  let afterValue = false;
  let word = "";
  let at = 0;

  const drop = (end: number): void => {
    kept.push(source.slice(at, end).replaceAll(/[^\n]/g, " "));
    at = end;
  };
  const keep = (): void => {
    kept.push(source.charAt(at));
    at += 1;
  };
  const template = (): void => {
    const end = templateEnd(source, at);
    drop(end);
    if (source.startsWith("${", at)) {
      kept.push("${");
      at += 2;
      braces.push(true);
      afterValue = false;
    } else if (at < source.length) {
      keep();
      afterValue = true;
    }
  };

  while (at < source.length) {
    const char = source.charAt(at);
    IDENTIFIER.lastIndex = at;
    const found = IDENTIFIER.exec(source)?.[0];
    if (found !== undefined) {
      // A property may be called like a keyword.
      const property = source.charAt(at - 1) === "." && !source.startsWith("...", at - 3);
      kept.push(found);
      at += found.length;
      word = property ? "" : found;
      afterValue = property || !BEFORE_VALUE.has(found);
    } else if (/\s/.test(char)) {
      keep();
    } else if (source.startsWith("//", at)) {
      drop(endOf(source.indexOf("\n", at), source));
    } else if (source.startsWith("/*", at)) {
      drop(endOf(source.indexOf("*/", at + 2), source, 2));
    } else if (char === '"' || char === "'") {
      keep();
      drop(stringEnd(source, at, char));
      if (source.charAt(at) === char) keep();
      afterValue = true;
    } else if (char === "`") {
      keep();
      template();
    } else if (source.startsWith("++", at) || source.startsWith("--", at)) {
      // A step after a value leaves a value, a step before one waits for it.
      keep();
      keep();
    } else if (char === "/" && !afterValue) {
      drop(regexEnd(source, at));
      afterValue = true;
    } else {
      keep();
      if (char === "(") parens.push(CONTROL.has(word));
      if (char === "{") braces.push(false);
      if (char === "}" && braces.pop() === true) {
        template();
      } else if (char === ")") {
        afterValue = parens.pop() !== true;
      } else if (char === "]") {
        afterValue = true;
      } else if (char !== "!" || source.charAt(at) === "=") {
        // A lone "!" changes nothing: after a value it is the non-null mark, before one it is "not".
        afterValue = false;
      }
      word = "";
    }
  }
  return kept.join("");
}

function endOf(index: number, source: string, length = 0): number {
  return index === -1 ? source.length : index + length;
}

/** A string ends at its quote; an unfinished one, at the end of its line. */
function stringEnd(source: string, from: number, quote: string): number {
  let at = from;
  while (at < source.length && source.charAt(at) !== quote && source.charAt(at) !== "\n") {
    at += source.charAt(at) === "\\" ? 2 : 1;
  }
  return Math.min(at, source.length);
}

/** A template's text ends at its backtick or at `${`. */
function templateEnd(source: string, from: number): number {
  let at = from;
  while (at < source.length && source.charAt(at) !== "`" && !source.startsWith("${", at)) {
    at += source.charAt(at) === "\\" ? 2 : 1;
  }
  return Math.min(at, source.length);
}

/** A regular expression ends at the first slash outside a class, or at the end of its line. */
function regexEnd(source: string, from: number): number {
  let inClass = false;
  let at = from + 1;
  while (at < source.length && source.charAt(at) !== "\n") {
    const char = source.charAt(at);
    if (char === "/" && !inClass) return at + 1;
    if (char === "[") inClass = true;
    if (char === "]") inClass = false;
    at += char === "\\" ? 2 : 1;
  }
  return Math.min(at, source.length);
}

/** `import`, `export`, `require` that are words of their own and no property. */
const KEYWORD = /(?<![\w$#])(?<!(?<!\.\.)\.)(?:import|export|require)(?![\w$])/g;

/** What may follow the keyword up to the quote of the specifier. */
const CLAUSES: Readonly<Record<string, RegExp>> = {
  import:
    /\s*(?:type\s*)?(?:[\w$]+\s*,?\s*)?(?:\{[^{}]*\}|\*\s*as\s+[\w$]+)?\s*from\s*["']|\s*["']|\s*\(\s*["'`]?/y,
  export: /\s*(?:type\s*)?(?:\{[^{}]*\}|\*(?:\s*as\s+[\w$"' ]+)?)\s*from\s*["']/y,
  require: /\s*\(\s*["'`]?/y,
};

function findImports(source: string, code: string): ImportFound[] {
  const imports: ImportFound[] = [];
  for (const { 0: keyword, index } of code.matchAll(KEYWORD)) {
    const clause = CLAUSES[keyword];
    if (clause === undefined) continue;
    clause.lastIndex = index + keyword.length;
    const match = clause.exec(code)?.[0];
    if (match === undefined) continue;
    const start = index + keyword.length + match.length;
    const line = source.slice(0, index).split("\n").length;
    imports.push({ specifier: literal(source, code, start), line });
  }
  return imports;
}

/** The literal whose opening quote is just before `start`; undefined where there is none. */
function literal(source: string, code: string, start: number): string | undefined {
  const quote = code.charAt(start - 1);
  if (!/["'`]/.test(quote)) return undefined;
  const end = code.indexOf(quote, start);
  const text = source.slice(start, end === -1 ? source.length : end);
  // Blanks may be left of a substitution; what it gives is not known here. An escape is a disguise.
  return text.includes("${") || text.includes("\\") ? undefined : text;
}
