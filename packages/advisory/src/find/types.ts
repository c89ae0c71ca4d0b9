import type { Observable } from "@tocsin/model";

/** A value as it stands in a text. */
export interface FoundObservable extends Observable {
  /** Place in the text, half open, UTF-16 units, with the marks against clicking. */
  readonly span: readonly [start: number, end: number];
  /** Somebody put marks into it (`hxxp`, `[.]`): a sign that the writer holds it for hostile. */
  readonly isDefanged: boolean;
  /** It is a part of another value: the host of a URL, of a network path. */
  readonly within?: "url" | "path";
  /** What the words before it call it, where that bears on its meaning: `commit`, `thumbprint`. */
  readonly label?: string;
}

/** Kinds of identifiers that name no fact of an intrusion but a catalogue's entry. */
export type IdentifierType =
  | "cve"
  | "technique"
  | "tactic"
  | "attack-group"
  | "attack-software"
  | "attack-campaign"
  | "attack-mitigation";

/** An identifier as it stands in a text: `CVE-2021-44228`, `T1059.001`. */
export interface FoundIdentifier {
  readonly type: IdentifierType;
  readonly value: string;
  readonly span: readonly [start: number, end: number];
}

/** Everything {@link findObservables} finds, in the order of the text; repeated values are repeated. */
export interface Extracted {
  readonly observables: readonly FoundObservable[];
  readonly identifiers: readonly FoundIdentifier[];
}
