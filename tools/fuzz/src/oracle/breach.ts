/** What a reader must not do. */
export type BreachKind =
  | "throw"
  | "slow"
  | "hang"
  | "memory"
  | "diagnostic"
  | "place"
  | "json-writer"
  | "selection"
  | "fields"
  | "cache"
  | "xml"
  | "chunk"
  | "recover"
  | "reader"
  | "carver";

/** A reader broke a promise. */
export class Breach extends Error {
  readonly kind: BreachKind;

  constructor(kind: BreachKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Two texts that had to be equal, each around the place where they differ. */
export function difference(got: string, wanted: string): string {
  let at = 0;
  while (at < got.length && got[at] === wanted[at]) at++;
  const around = (text: string): string =>
    JSON.stringify(text.slice(Math.max(0, at - 40), at + 60));
  return `at ${at}: got ${around(got)}, wanted ${around(wanted)}`;
}
