import { checkJson } from "./json-check.ts";

const LONG_NUMBER = /\d{16}/;
const LONG_INTEGER = /(^|[\s:,[])(-?\d{16,400})(?=[\s,\]}]|$)/g;

/** JSON that is parsed, or where it is wrong. */
export type ParsedJson =
  | { readonly value: unknown }
  | { readonly value?: never; readonly at: number; readonly expected: string };

/** Parses JSON; whole numbers beyond 2^53 come as their decimal text. */
export function parseJson(text: string): ParsedJson {
  try {
    return {
      value: JSON.parse(LONG_NUMBER.test(text) ? quoteLongIntegers(text) : text) as unknown,
    };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const check = checkJson(text, 0);
    if (check.state !== "whole") return { at: check.at, expected: check.expected };
    return { at: check.at, expected: "the end of the record" };
  }
}

/** Puts long whole numbers outside of strings in quotes, if they are beyond what a number can hold. */
function quoteLongIntegers(text: string): string {
  let result = "";
  let from = 0;
  while (from < text.length) {
    const quote = text.indexOf('"', from);
    const end = quote < 0 ? text.length : quote;
    const between = text.slice(from, end);
    result += end - from < 16 ? between : between.replace(LONG_INTEGER, quoteIfUnsafe);
    if (quote < 0) break;
    from = stringEnd(text, quote);
    result += text.slice(quote, from);
  }
  return result;
}

function quoteIfUnsafe(all: string, before: string, digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? all : `${before}"${digits}"`;
}

/** Behind the closing quote of the string that opens at `quote`. */
function stringEnd(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}
