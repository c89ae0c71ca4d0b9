// The regular expressions of RE2 (github.com/google/re2/wiki/Syntax), read as far as it is needed to say
// what every match must contain. Whatever is not understood says nothing.

/** Shorter texts are met in nearly every value. */
const LEAST_LENGTH = 3;
/** The same of texts that are looked for where a longer one was met. */
const LEAST_FURTHER_LENGTH = 2;
const MAX_LITERALS = 64;
const MAX_DEPTH = 32;

/** What is known of a piece: texts of which every match holds one; undefined if nothing is known. */
type Required = readonly string[] | undefined;

/** What every match of a pattern contains: lower-case texts of ASCII, to be looked for in the lower case of a value. */
export interface RequiredTexts {
  /** One of these. */
  readonly one: readonly string[];
  /** And of each of these lists one. */
  readonly further: readonly (readonly string[])[];
}

/** Undefined if nothing is known that says much: then the pattern itself must be run. */
export function requiredTexts(pattern: string, flags: string): RequiredTexts | undefined {
  // Other flags within a pattern may turn on what is not reckoned with here.
  const isFree = pattern.startsWith("(?i)");
  const source = isFree ? pattern.slice(4) : pattern;
  if (source.length > 4096 || /\(\?[a-zA-Z-]*[a-zA-Z-][:)]/.test(source.replaceAll("(?:", "(")))
    return undefined;
  const reader = createReader(source, isFree || flags.includes("i"));
  const one = reader.alternation(0);
  if (!reader.isAtEnd() || one === undefined || one.length > MAX_LITERALS) return undefined;
  const further = reader.further().filter((texts) => texts !== one && texts.length <= MAX_LITERALS);
  return { one: lower(one), further: further.map(lower) };
}

function lower(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map((text) => text.toLowerCase()))];
}

interface Reader {
  alternation(depth: number): Required;
  /** Of a pattern without alternatives: all sets that were found in it. */
  further(): readonly (readonly string[])[];
  isAtEnd(): boolean;
}

function createReader(source: string, ignoreCase: boolean): Reader {
  let at = 0;
  /** Nothing that comes after something odd is believed. */
  let isLost = false;

  let outermost: readonly (readonly string[])[] = [];

  const alternation = (depth: number): Required => {
    const branches: Required[] = [];
    for (;;) {
      branches.push(sequence(depth));
      if (source[at] !== "|") break;
      at++;
    }
    if (branches.length > 1 && depth === 0) outermost = [];
    const [only, ...others] = branches;
    if (isLost || branches.includes(undefined)) return undefined;
    return others.length === 0 ? only : branches.flatMap((branch) => branch ?? []);
  };

  const sequence = (depth: number): Required => {
    let best: Required;
    let run = "";
    const all: (readonly string[])[] = [];
    const offer = (found: Required): void => {
      if (found === undefined || found.length === 0) return;
      all.push(found);
      if (worth(found) >= LEAST_LENGTH && worth(found) > worth(best)) best = found;
    };
    const flush = (): void => {
      if (run.length >= LEAST_FURTHER_LENGTH) offer([run]);
      run = "";
    };
    while (at < source.length && source[at] !== "|" && source[at] !== ")") {
      const piece = readPiece(depth);
      if (isLost) return undefined;
      const least = quantifier();
      if (least === undefined) {
        isLost = true;
        return undefined;
      }
      if (piece.kind === "text" && least.min === 1 && least.max === 1) run += piece.text;
      else if (piece.kind === "text" && least.min >= 1) {
        // Once at least: what stands before goes together with it, what comes after does not.
        run += piece.text;
        flush();
      } else {
        flush();
        if (piece.kind === "group" && least.min >= 1) offer(piece.required);
      }
      if (piece.kind === "nothing" && least.max !== 1) flush();
    }
    flush();
    if (depth === 0) outermost = all;
    return best;
  };

  type Piece =
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "group"; readonly required: Required }
    | { readonly kind: "nothing" };
  const NOTHING: Piece = { kind: "nothing" };

  const readPiece = (depth: number): Piece => {
    const c = source[at++] as string;
    switch (c) {
      case "(": {
        if (depth >= MAX_DEPTH) return lose();
        if (source[at] === "?") {
          if (source.startsWith("?:", at)) at += 2;
          else {
            const named = /^\?P?<[A-Za-z_]\w*>/.exec(source.slice(at, at + 64));
            if (named === null) return lose();
            at += named[0].length;
          }
        }
        const required = alternation(depth + 1);
        if (source[at++] !== ")") return lose();
        return { kind: "group", required };
      }
      case "[":
        return skipClass() ? NOTHING : lose();
      case "\\":
        return escape();
      case ".":
      case "^":
      case "$":
        return NOTHING;
      case "*":
      case "+":
      case "?":
        return lose();
      default:
        return textOf(c);
    }
  };

  const lose = (): Piece => {
    isLost = true;
    return NOTHING;
  };

  /** Case is folded by Unicode: `ſ` is an `s` to a pattern without case, and `K` a `k`. */
  const textOf = (c: string): Piece =>
    c.charCodeAt(0) >= 128 || (ignoreCase && /[sk]/i.test(c)) ? NOTHING : { kind: "text", text: c };

  const escape = (): Piece => {
    const c = source[at++];
    if (c === undefined) return lose();
    if (/[dDwWsSbBAzZ]/.test(c)) return NOTHING;
    // Letters and digits have meanings that are not all known here.
    if (/[A-Za-z0-9]/.test(c)) return lose();
    return textOf(c);
  };

  const skipClass = (): boolean => {
    if (source[at] === "^") at++;
    if (source[at] === "]") at++;
    for (; at < source.length; at++) {
      const c = source[at];
      if (c === "\\") at++;
      else if (c === "[" && source[at + 1] === ":") {
        const end = source.indexOf(":]", at + 2);
        if (end < 0) return false;
        at = end + 1;
      } else if (c === "]") {
        at++;
        return true;
      }
    }
    return false;
  };

  /** How often; undefined if it is not understood. */
  const quantifier = (): { readonly min: number; readonly max: number } | undefined => {
    const c = source[at];
    let found = { min: 1, max: 1 };
    if (c === "*" || c === "+" || c === "?") {
      at++;
      found = { min: c === "+" ? 1 : 0, max: c === "?" ? 1 : Infinity };
    } else if (c === "{") {
      const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(source.slice(at, at + 16));
      if (match === null) return undefined;
      at += match[0].length;
      const min = Number(match[1]);
      const max = match[2] === undefined ? min : match[3] === "" ? Infinity : Number(match[3]);
      found = { min, max };
    } else return found;
    if (source[at] === "?") at++;
    // `a**` and the like are errors or oddities.
    return /[*+?{]/.test(source[at] ?? "") ? undefined : found;
  };

  return { alternation, further: () => outermost, isAtEnd: () => !isLost && at >= source.length };
}

/** Of two sets the one whose shortest text is longer says more. */
function worth(texts: Required): number {
  return texts === undefined ? 0 : Math.min(...texts.map(({ length }) => length));
}
