/** Reading of MISP's JSON without trust: what has not the expected form is absent (MISP core format). */
export type MispObject = Readonly<Record<string, unknown>>;

/** The value as an object, or undefined. */
export function asObject(value: unknown): MispObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as MispObject)
    : undefined;
}

/** A member as text; numbers are written out. "" and other kinds are absent. */
export function textOf(object: MispObject | undefined, name: string): string | undefined {
  const value = object?.[name];
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A member as a list of objects; what is none is left out. */
export function objectsOf(object: MispObject | undefined, name: string): MispObject[] {
  const value = object?.[name];
  if (!Array.isArray(value)) return [];
  const items: readonly unknown[] = value;
  return items.map(asObject).filter((item) => item !== undefined);
}

/** A member as a list of texts. */
export function textsOf(object: MispObject | undefined, name: string): string[] {
  const value = object?.[name];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item): item is string => typeof item === "string" && item !== "");
}

/** MISP writes flags as booleans, numbers and texts. */
export function isSet(object: MispObject, name: string): boolean {
  const value = object[name];
  return value === true || value === 1 || value === "1" || value === "true";
}
