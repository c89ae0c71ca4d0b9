import { StixError } from "../error.ts";
import type { ComparisonNode, ObjectPath, PatternNode } from "../pattern-node.ts";
import { parsePattern } from "../pattern-parse.ts";
import { adviseTypePrefix } from "./check-custom.ts";
import { isTypeName } from "./identifiers.ts";
import { refuse, show } from "./session.ts";
import type { Subject } from "./session.ts";
import { typeOf } from "./types.ts";

/** Holds the pattern of an indicator against STIX 2.1 section 9; those of other languages are not looked at. */
export function checkPattern(subject: Subject, object: Readonly<Record<string, unknown>>): void {
  const { pattern, pattern_type: language = "stix", pattern_version: stated } = object;
  if (typeof pattern !== "string" || language !== "stix") return;
  const version = stated === "2.0" || stated === "2.1" ? stated : subject.version;
  try {
    const seen = new Set<string>();
    for (const path of pathsOf(parsePattern(pattern, { version }))) {
      if (!seen.has(path.type)) checkType(subject, path.type);
      seen.add(path.type);
      checkSteps(subject, path);
    }
  } catch (error) {
    if (!(error instanceof StixError)) throw error;
    refuse(subject, "STIX_RULE_PATTERN", "9", "pattern", error.message);
  }
}

function checkType(subject: Subject, type: string): void {
  if (typeOf(type)?.family === "observable") return;
  if (!isTypeName(type))
    refuse(subject, "STIX_RULE_PATTERN", "9.7", "pattern", `expected a type, got ${show(type)}`);
  else if (subject.session.options.strictTypes === true)
    refuse(
      subject,
      "STIX_RULE_PATTERN",
      "9.7",
      "pattern",
      `expected a type of cyber-observable object, got ${show(type)}`,
    );
  else adviseTypePrefix(subject, type, "11.2", "pattern");
}

/** The first step names a property of the object, where its type is one the specification knows. */
function checkSteps(subject: Subject, { type, steps }: ObjectPath): void {
  const first = steps[0];
  if (typeof first !== "string" || subject.session.options.strictProperties !== true) return;
  const fields = typeOf(type)?.fields;
  if (fields !== undefined && !Object.hasOwn(fields, first))
    refuse(
      subject,
      "STIX_RULE_PATTERN",
      "9.7",
      "pattern",
      `expected a property of ${type}, got ${show(first)}`,
    );
}

function* pathsOf(node: PatternNode | ComparisonNode): Generator<ObjectPath> {
  switch (node.kind) {
    case "test":
    case "exists":
      yield node.path;
      return;
    case "observation":
      yield* pathsOf(node.comparison);
      return;
    case "within":
    case "repeats":
    case "start-stop":
      yield* pathsOf(node.of);
      return;
    default:
      for (const inner of node.of) yield* pathsOf(inner);
  }
}
