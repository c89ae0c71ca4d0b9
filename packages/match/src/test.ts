import { networkContains, parseIp, parseNetwork } from "@tocsin/model";
import type { Comparison, Scalar, Test, TextTest, TimePart } from "@tocsin/model";
import { compileRegex } from "./regex.ts";
import { foldCase } from "./text.ts";
import { matchWildcard } from "./wildcard.ts";

/** A test that looks at one value alone. */
export type ValueTest = Exclude<Test, { op: "exists" | "null" | "sameAs" }>;

/** Whether one value passes a test. Numbers and booleans are tested as their text. */
export function testValue(test: ValueTest, value: Scalar): boolean {
  switch (test.op) {
    case "is":
      return (
        value === test.value ||
        (typeof value === "string" && foldCase(value) === String(test.value))
      );
    case "compare": {
      const number = toNumber(value);
      return number !== undefined && compareNumbers(test.comparison, number, test.value);
    }
    case "cidr":
      return inNetwork(test.network, String(value));
    case "time": {
      const part = timePart(test.part, value);
      return part !== undefined && compareNumbers(test.comparison, part, test.value);
    }
    case "equals":
    case "contains":
    case "startsWith":
    case "endsWith":
    case "wildcard":
    case "regex":
      return testText(test, String(value));
  }
}

const asIs = (text: string): string => text;

/** Whether a text passes a test of text. A pattern that the engine cannot express never passes. */
export function testText(test: TextTest, text: string): boolean {
  switch (test.op) {
    case "wildcard":
      return matchWildcard(test.pattern, text, test.cased ? asIs : foldCase);
    case "regex":
      return compileRegex(test.source, test.flags).test(text);
    case "equals":
    case "contains":
    case "startsWith":
    case "endsWith":
      return test.cased
        ? compareText(test.op, text, test.value)
        : compareText(test.op, foldCase(text), foldCase(test.value));
  }
}

/** The four ways in which two texts can be alike. */
export function compareText(
  mode: "equals" | "contains" | "startsWith" | "endsWith",
  text: string,
  value: string,
): boolean {
  switch (mode) {
    case "equals":
      return text === value;
    case "contains":
      return text.includes(value);
    case "startsWith":
      return text.startsWith(value);
    case "endsWith":
      return text.endsWith(value);
  }
}

function toNumber(value: Scalar): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return undefined;
  const text = value.trim();
  return /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|0x[0-9a-f]+)$/iu.test(text) ? Number(text) : undefined;
}

/** How two numbers stand to each other. */
export function compareNumbers(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case "eq":
      return left === right;
    case "neq":
      return left !== right;
    case "lt":
      return left < right;
    case "lte":
      return left <= right;
    case "gt":
      return left > right;
    case "gte":
      return left >= right;
  }
}

function inNetwork(text: string, value: string): boolean {
  const network = parseNetwork(text);
  const address = parseIp(value.trim().replace(/^::ffff:(?=\d+\.)/iu, ""));
  return network !== undefined && address !== undefined && networkContains(network, address);
}

/** Milliseconds, seconds or text of a time; ISO 8601 week (the one with the year's first Thursday). */
function timePart(part: TimePart, value: Scalar): number | undefined {
  const time = new Date(typeof value === "string" ? utcText(value) : Number(value));
  if (Number.isNaN(time.getTime())) return undefined;
  switch (part) {
    case "minute":
      return time.getUTCMinutes();
    case "hour":
      return time.getUTCHours();
    case "day":
      return time.getUTCDate();
    case "month":
      return time.getUTCMonth() + 1;
    case "year":
      return time.getUTCFullYear();
    case "week": {
      const day = (time.getUTCDay() + 6) % 7;
      const thursday = Date.UTC(
        time.getUTCFullYear(),
        time.getUTCMonth(),
        time.getUTCDate() - day + 3,
      );
      const first = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
      return 1 + Math.floor((thursday - first) / (7 * 86_400_000));
    }
  }
}

/** A time without a zone is UTC, as everywhere here. */
function utcText(text: string): string {
  const iso = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/u, "$1T");
  return /T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/u.test(iso) ? `${iso}Z` : iso;
}
