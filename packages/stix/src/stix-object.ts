/** A STIX object as it comes: only `type` and `id` are known to be texts. */
export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

/** Longest text taken from a property, in UTF-16 units. */
const MAX_TEXT = 120_000;
/** Longest text taken whole: a detection rule, a pattern. */
const MAX_RAW = 1_000_000;
/** Longest list taken from a property. */
const MAX_LIST = 100_000;

/** Whether a value is an object with properties. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property of the object itself, never of its prototype. */
export function getProperty(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A text property without blanks at its ends; undefined if it is missing, empty or no text. */
export function getText(value: unknown, name: string): string | undefined {
  return toText(getProperty(value, name));
}

/** A text property as it stands, blanks at its ends kept; undefined if it is missing, empty, no text or too long. */
export function getRaw(value: unknown, name: string): string | undefined {
  const text = getProperty(value, name);
  return typeof text === "string" && text !== "" && text.length <= MAX_RAW ? text : undefined;
}

function toText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.slice(0, MAX_TEXT).trim();
  return text === "" ? undefined : text;
}

/** A list property; empty if it is missing or no list. */
export function getList(value: unknown, name: string): readonly unknown[] {
  const list = getProperty(value, name);
  if (!Array.isArray(list)) return [];
  return list.length <= MAX_LIST ? (list as unknown[]) : list.slice(0, MAX_LIST);
}

/** The texts of a list property, each once, in order. */
export function getTexts(value: unknown, name: string): string[] {
  const list = getList(value, name);
  if (list.length === 0) return [];
  const texts = list.flatMap((one) => toText(one) ?? []);
  return texts.length < 2 ? texts : [...new Set(texts)];
}

/** A whole number of a range, or undefined. */
export function getInteger(
  value: unknown,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const number = getProperty(value, name);
  return typeof number === "number" && Number.isInteger(number) && number >= least && number <= most
    ? number
    : undefined;
}

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** A time as ISO 8601, UTC; undefined if it is no time. */
export function getTime(value: unknown, name: string): string | undefined {
  return toTime(getText(value, name));
}

/** A text as a time in ISO 8601, UTC: as written if it is so already; undefined if it is no time. */
export function toTime(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 40) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return undefined;
  return UTC.test(text) ? text : new Date(ms).toISOString();
}
