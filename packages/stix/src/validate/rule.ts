import type { VocabularyName } from "./vocabularies.ts";

/** A version of the specification that is checked against. */
export type StixVersion = "2.0" | "2.1";

/** Forms of text that have a check of their own. */
export type TextForm =
  | "base64"
  | "country"
  | "dictionary-key"
  | "domain"
  | "email"
  | "hex"
  | "ipv4"
  | "ipv6"
  | "language"
  | "lower-hyphen"
  | "mac"
  | "mime"
  | "priority"
  | "property-name"
  | "protocol"
  | "relationship-type"
  | "url";

/** What a value must be. */
export type Rule =
  | { readonly kind: "any" | "boolean" | "external-reference" | "granular-marking" | "hashes" }
  | { readonly kind: "text"; readonly form?: TextForm }
  | { readonly kind: "integer" | "float"; readonly least?: number; readonly most?: number }
  /** `precise`: at least milliseconds, as versions need them. */
  | { readonly kind: "time"; readonly precise?: boolean }
  | { readonly kind: "list"; readonly of: Rule }
  /** To objects of these types, or of any; `observable`: any cyber-observable object. */
  | { readonly kind: "reference"; readonly to?: readonly string[] }
  | { readonly kind: "open"; readonly vocabulary: VocabularyName }
  | { readonly kind: "closed"; readonly values: readonly string[] }
  | { readonly kind: "record"; readonly fields: Fields; readonly isNotEmpty?: boolean }
  | { readonly kind: "dictionary"; readonly of?: Rule };

/** A property of an object. */
export interface Field {
  readonly rule: Rule;
  readonly isRequired?: boolean;
  /** The only version that has it. */
  readonly only?: StixVersion;
  /** The only version that requires it. */
  readonly requiredIn?: StixVersion;
  /** Since 2.1 another way is to be taken. */
  readonly isDeprecated?: boolean;
}

/** Properties by name. */
export type Fields = Readonly<Record<string, Field>>;

/** Properties one of which must be there (`any`), exactly one (`one`), or all or none (`all`). */
interface Presence {
  readonly need: "any" | "one" | "all";
  readonly of: readonly string[];
  readonly only?: StixVersion;
}

/** Times of one object that follow each other. */
export interface Order {
  readonly earlier: string;
  readonly later: string;
  /** Whether they may be equal. */
  readonly mayBeEqual: boolean;
}

/** One type of object. */
export interface ObjectType {
  readonly family: "domain" | "relationship" | "observable" | "marking" | "meta" | "bundle";
  /** Section of STIX 2.1. */
  readonly clause: string;
  readonly fields: Fields;
  readonly only?: StixVersion;
  readonly presence?: readonly Presence[];
  readonly orders?: readonly Order[];
  /** Predefined extensions by name (STIX 2.1 section 3.10). */
  readonly extensions?: Fields;
  /** Properties an id is made of (STIX 2.1 section 3.4). */
  readonly contributing?: readonly string[];
}

export const TEXT: Rule = { kind: "text" };
export const BOOLEAN: Rule = { kind: "boolean" };
export const INTEGER: Rule = { kind: "integer" };
export const NATURAL: Rule = { kind: "integer", least: 0 };
export const TIME: Rule = { kind: "time" };
export const HASHES: Rule = { kind: "hashes" };
export const HEX: Rule = { kind: "text", form: "hex" };
export const TEXTS: Rule = { kind: "list", of: TEXT };

/** A text of a form. */
export function form(name: TextForm): Rule {
  return { kind: "text", form: name };
}

/** A list of at least one. */
export function list(of: Rule): Rule {
  return { kind: "list", of };
}

/** An id of an object of these types; of any if none are given. */
export function reference(...to: readonly string[]): Rule {
  return to.length === 0 ? { kind: "reference" } : { kind: "reference", to };
}

/** A list of ids. */
export function references(...to: readonly string[]): Rule {
  return list(reference(...to));
}

/** A term that should come from a vocabulary. */
export function open(vocabulary: VocabularyName): Rule {
  return { kind: "open", vocabulary };
}

/** A term that must be one of these. */
export function closed(...values: readonly string[]): Rule {
  return { kind: "closed", values };
}

/** An object with these properties. */
export function record(fields: Fields, isNotEmpty = false): Rule {
  return { kind: "record", fields, isNotEmpty };
}

/** A property that must be there. */
export function must(rule: Rule): Field {
  return { rule, isRequired: true };
}

/** A property that may be there. */
export function may(rule: Rule): Field {
  return { rule };
}

/** A property that came with STIX 2.1. */
export function since21(rule: Rule): Field {
  return { rule, only: "2.1" };
}

/** A property that came with STIX 2.1 and must be there. */
export function must21(rule: Rule): Field {
  return { rule, only: "2.1", isRequired: true };
}

/** One of two times that may not be later than the other. */
export function order(earlier: string, later: string, mayBeEqual = true): Order {
  return { earlier, later, mayBeEqual };
}
