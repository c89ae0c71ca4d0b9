import { readRecords } from "@tocsin/hunt";
import { explainMatch } from "@tocsin/match";
import { scopeTakes } from "@tocsin/model";
import type { Detection, EvidenceRecord } from "@tocsin/model";
import type { Pair } from "../contestants/hunt/answer.ts";
import { classOf } from "./difference-class.ts";
import { KEYS } from "./work.ts";
import type { HuntInput } from "./work.ts";

/** A rule that two engines do not find equally often, with a record of each kind. */
interface Difference {
  readonly rule: string;
  readonly title: string;
  readonly ours: number;
  readonly theirs: number;
  /** Records that only one of both finds. */
  readonly onlyOurs: readonly Example[];
  readonly onlyTheirs: readonly Example[];
}

/** Records that differ for one reason. */
interface Example {
  /** What kind of difference it is: a key of `CLASSES`. */
  readonly kind: string;
  readonly records: number;
  /** One of them. */
  readonly key: string;
  readonly source: string;
  /** The fields that matched, or some of the record. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Comparison {
  readonly rival: string;
  readonly input: string;
  /** Rules that both find at least once, or one of both. */
  readonly rules: number;
  readonly equalRules: number;
  readonly oursPairs: number;
  readonly theirPairs: number;
  readonly samePairs: number;
  readonly differences: readonly Difference[];
}

const MOST_FIELDS = 12;
const MOST_FIELD_UNITS = 160;

/** What of a record an example tells, and what its class depends on. */
export interface Seen {
  readonly record: EvidenceRecord;
  readonly detection: Detection | undefined;
}

/**
 * Compares the pairs of a rival with ours over an input whose records bear keys, and reads the records that
 * only one finds once more for what there is to say of them.
 */
export async function comparePairs(
  rival: string,
  input: HuntInput,
  pairs: { readonly ours: readonly Pair[]; readonly theirs: readonly Pair[] },
  detections: readonly Detection[],
): Promise<Comparison> {
  const ours = byRule(pairs.ours);
  const theirs = byRule(pairs.theirs);
  const byId = new Map(detections.map((one) => [one.id, one]));
  const rules = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted();
  const open = rules
    .map((rule) => ({
      rule,
      onlyOurs: without(ours.get(rule), theirs.get(rule)),
      onlyTheirs: without(theirs.get(rule), ours.get(rule)),
    }))
    .filter(({ onlyOurs, onlyTheirs }) => onlyOurs.length + onlyTheirs.length > 0);
  const wanted = new Map<string, { rule: string; side: "ours" | "theirs" }[]>();
  for (const { rule, onlyOurs, onlyTheirs } of open) {
    for (const key of onlyOurs) listAt(wanted, key).push({ rule, side: "ours" });
    for (const key of onlyTheirs) listAt(wanted, key).push({ rule, side: "theirs" });
  }
  const examples = new Map<string, Map<string, Example>>();
  for await (const batch of readRecords({ evidence: input.files, onDiagnostic: () => undefined }))
    for (const record of batch) {
      const key = String(record.field(KEYS[input.kind]));
      for (const { rule, side } of wanted.get(key) ?? []) {
        const detection = byId.get(rule);
        const kind = classOf({ record, detection }, side);
        const at = `${rule} ${side}`;
        const known = examples.get(at) ?? new Map<string, Example>();
        examples.set(at, known);
        const example = known.get(kind) ?? exampleOf({ record, detection }, key, kind);
        known.set(kind, { ...example, records: example.records + 1 });
      }
    }
  const examplesOf = (rule: string, side: string): readonly Example[] => [
    ...(examples.get(`${rule} ${side}`)?.values() ?? []),
  ];
  let samePairs = 0;
  for (const [rule, keys] of ours)
    for (const key of keys) if (theirs.get(rule)?.has(key) === true) samePairs++;
  return {
    rival,
    input: input.name,
    rules: rules.length,
    equalRules: rules.length - open.length,
    oursPairs: sizeOf(ours),
    theirPairs: sizeOf(theirs),
    samePairs,
    differences: open.map(({ rule }) => ({
      rule,
      title: byId.get(rule)?.title ?? "",
      ours: ours.get(rule)?.size ?? 0,
      theirs: theirs.get(rule)?.size ?? 0,
      onlyOurs: examplesOf(rule, "ours"),
      onlyTheirs: examplesOf(rule, "theirs"),
    })),
  };
}

function byRule(pairs: readonly Pair[]): Map<string, Set<string>> {
  const rules = new Map<string, Set<string>>();
  for (const { rule, key } of pairs) {
    const keys = rules.get(rule) ?? new Set<string>();
    keys.add(key);
    rules.set(rule, keys);
  }
  return rules;
}

function without(
  all: ReadonlySet<string> | undefined,
  some: ReadonlySet<string> | undefined,
): string[] {
  return [...(all ?? [])].filter((key) => some?.has(key) !== true);
}

function sizeOf(rules: ReadonlyMap<string, ReadonlySet<string>>): number {
  let sum = 0;
  for (const keys of rules.values()) sum += keys.size;
  return sum;
}

function listAt<Value>(map: Map<string, Value[]>, key: string): Value[] {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made: Value[] = [];
  map.set(key, made);
  return made;
}

function exampleOf({ record, detection }: Seen, key: string, kind: string): Example {
  const { format, channel, eventId } = record.source;
  const variant = detection?.variants.find(({ scope }) => scopeTakes(scope, record.source));
  const matched = variant === undefined ? [] : explainMatch(variant.predicate, record);
  const told: (readonly [string, unknown])[] = matched.map(({ field, value }) => [field, value]);
  const fields = told.length > 0 ? told : [...record.fields()];
  return {
    kind,
    records: 0,
    key,
    source: [format, channel, eventId].filter((one) => one !== undefined).join(" "),
    fields: Object.fromEntries(
      fields
        .slice(0, MOST_FIELDS)
        .map(([name, value]) => [name, String(value).slice(0, MOST_FIELD_UNITS)]),
    ),
  };
}
