import type { Diagnostic } from "@tocsin/model";
import type { StixDiagnosticCode } from "../diagnostic.ts";
import type { StixVersion } from "./rule.ts";
import type { StixCheck } from "./vocabularies.ts";

/** How strict a check is. */
export interface ValidateOptions {
  /** The version to hold the input against. Unless told, what the input says; without a word of it, STIX 2.0 (STIX 2.1 section 3.2). */
  readonly version?: StixVersion;
  /** What should be is an error, not a warning. */
  readonly strict?: boolean;
  /** Properties the specification does not define are errors. */
  readonly strictProperties?: boolean;
  /** Types the specification does not define are errors. */
  readonly strictTypes?: boolean;
  /** Objects that a relationship joins must be in the bundle. */
  readonly enforceRefs?: boolean;
  /** The rules of the interoperability test documents as well. */
  readonly interop?: boolean;
  /** Checks of what should be that are left out. */
  readonly without?: readonly StixCheck[];
  /** The only checks of what should be. */
  readonly only?: readonly StixCheck[];
  /** Custom types and extensions that are known and need no remark, by name or id. */
  readonly known?: readonly string[];
}

/** Something that stands against the specification. */
export interface StixFault extends Diagnostic {
  readonly code: StixDiagnosticCode;
  /** Id of the object, where it has one. */
  readonly object?: string;
  /** Path of the property: `external_references[0].url`. */
  readonly property?: string;
  /** Section of the specification: `2.9`. */
  readonly clause: string;
  /** The check by which it can be left out; absent where it is a MUST. */
  readonly check?: StixCheck;
}

/** What all checks of one input share. */
export interface Session {
  readonly options: ValidateOptions;
  readonly faults: StixFault[];
  /** Errors met, those beyond the kept faults counted. */
  readonly met: { errors: number };
  /** Extension definitions of the input by id. */
  readonly definitions: ReadonlyMap<string, unknown>;
  /** Ids of the input's objects. */
  readonly ids: ReadonlySet<string>;
  isActive(check: StixCheck): boolean;
}

/** The object under examination. */
export interface Subject {
  readonly session: Session;
  readonly version: StixVersion;
  /** Its type. */
  readonly type: string;
  /** Its id; empty if it has none. */
  readonly id: string;
  /** Keys of the container it stands in, where it is part of observed data. */
  readonly container?: ReadonlySet<string>;
}

/** Faults kept of one input. */
const MAX_FAULTS = 1000;

/** Reports a MUST that is broken. */
export function refuse(
  subject: Subject,
  code: StixDiagnosticCode,
  clause: string,
  property: string,
  message: string,
): void {
  add(subject, "error", code, clause, property, message);
}

/** Reports a value that is not what its property asks for. */
export function wrong(
  subject: Subject,
  clause: string,
  path: string,
  expected: string,
  value: unknown,
): void {
  refuse(subject, "STIX_RULE_VALUE", clause, path, `expected ${expected}, got ${show(value)}`);
}

/** Reports a SHOULD that is not met. */
export function advise(
  subject: Subject,
  check: StixCheck,
  clause: string,
  property: string,
  message: string,
): void {
  if (!subject.session.isActive(check)) return;
  const severity = subject.session.options.strict === true ? "error" : "warning";
  add(subject, severity, "STIX_RULE_ADVICE", clause, property, message, check);
}

/** Reports what is strange and yet taken by everybody. */
export function remark(subject: Subject, clause: string, property: string, message: string): void {
  add(subject, "note", "STIX_RULE_NOTE", clause, property, message);
}

function add(
  subject: Subject,
  severity: StixFault["severity"],
  code: StixDiagnosticCode,
  clause: string,
  property: string,
  text: string,
  check?: StixCheck,
): void {
  const { faults, met } = subject.session;
  if (severity === "error") met.errors++;
  if (faults.length >= MAX_FAULTS) return;
  const where = [subject.id || subject.type, property].filter(Boolean).join(" ");
  faults.push({
    severity,
    code,
    message: `${where}: ${text} (STIX ${subject.version}${subject.version === "2.1" ? ` section ${clause}` : `, in 2.1 section ${clause}`})`,
    clause,
    ...(subject.id !== "" && { object: subject.id }),
    ...(property !== "" && { property }),
    ...(check !== undefined && { check }),
  });
}

/** A value as a message shows it. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 80));
  if (Array.isArray(value)) return "a list";
  if (value === null || typeof value !== "object") return String(value);
  return "an object";
}
