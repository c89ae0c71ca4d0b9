// Parsed JSON is narrowed by hand: this floor has no schema library.

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value if it is an object and no array. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The objects of a list; none if it is no list. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value)
    ? value.map((one) => asObject(one)).filter((one) => one !== undefined)
    : [];
}

/** The text without blanks around it, if there is one. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text === "" ? undefined : text;
}

/** The texts of a list; a single text is a list of one. */
export function textsOf(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => textOf(one)).filter((one) => one !== undefined);
}

/** Sorts by code unit: the same order on every machine. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
