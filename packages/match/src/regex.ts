import { RE2JS } from "re2js";

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

const compiled = new Map<string, RE2JS | Error>();
const MAX_KEPT = 10_000;

/**
 * A pattern on the linear-time engine, unanchored. Compiled ones are kept.
 * @throws {Error} of the engine when it cannot express the pattern
 */
export function compileRegex(source: string, flags: string): RE2JS {
  const key = `${flags}/${source}`;
  let made = compiled.get(key);
  if (made === undefined) {
    made = attempt(source, flags);
    if (compiled.size >= MAX_KEPT) compiled.clear();
    compiled.set(key, made);
  }
  if (made instanceof Error) throw made;
  return made;
}

function attempt(source: string, flags: string): RE2JS | Error {
  let bits = 0;
  for (const flag of flags) {
    const bit = FLAGS[flag];
    if (bit === undefined) return new Error(`unknown flag ${flag}; known are i, m, s`);
    bits |= bit;
  }
  try {
    return RE2JS.compile(source, bits);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
