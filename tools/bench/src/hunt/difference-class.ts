import { scopeTakes } from "@tocsin/model";
import type { Predicate } from "@tocsin/model";
import type { Seen } from "./differences.ts";

/** A kind of difference between two engines, and who is wrong. */
interface DifferenceClass {
  readonly name: string;
  readonly side: "ours" | "theirs";
  /** Whether a pair that only this side finds is of this kind. */
  readonly is: (seen: Seen) => boolean;
}

/** In order: a pair is of the first class that takes it. */
const CLASSES: readonly DifferenceClass[] = [
  {
    // We read a logsource in every log that has such events: 4688 of Security beside Sysmon 1.
    name: "second reading",
    side: "ours",
    is: ({ record, detection }) =>
      detection !== undefined &&
      detection.variants.findIndex(({ scope }) => scopeTakes(scope, record.source)) > 0,
  },
  {
    // pySigma's backend refuses rules that name words and no field.
    name: "keywords",
    side: "ours",
    is: ({ detection }) =>
      detection !== undefined && detection.variants.some(({ predicate }) => hasKeywords(predicate)),
  },
  {
    // rsigma 0.23: `endswith: '1?'` does not match 0x10, the same written as '*1?' does.
    name: "one-character wildcard at an end",
    side: "ours",
    is: ({ detection }) =>
      detection !== undefined &&
      detection.variants.some(({ predicate }) => hasOneWildcard(predicate)),
  },
  {
    // A field that is named as a value is not renamed by the pipeline that leads rsigma to EventData.
    name: "field reference",
    side: "ours",
    is: ({ record, detection }) =>
      record.source.format === "evtx" &&
      detection !== undefined &&
      detection.variants.some(({ predicate }) => comparesFields(predicate)),
  },
  {
    // These records have UserData; the pipeline leads rsigma to EventData alone.
    name: "values under UserData",
    side: "ours",
    is: ({ record: { source } }) =>
      source.format === "evtx" && source.channel === "Microsoft-Windows-WMI-Activity/Operational",
  },
  {
    // Flat JSON of Windows spells it SourceName; we read it by Sigma's name, too.
    name: "name of a field",
    side: "ours",
    is: ({ record, detection }) =>
      record.source.format !== "evtx" &&
      detection !== undefined &&
      detection.variants.some(({ predicate }) => asksFor(predicate, "Provider_Name")),
  },
  {
    // Sysmon 12 is made and deleted keys; only EventType tells them apart.
    name: "kind of registry event",
    side: "theirs",
    is: ({ detection }) => /^registry_(?:add|delete)$/u.test(detection?.logsource?.category ?? ""),
  },
  {
    name: "not of the logsource",
    side: "theirs",
    is: ({ record, detection }) =>
      detection !== undefined &&
      !detection.variants.some(({ scope }) => scopeTakes(scope, record.source)),
  },
];

const UNCLASSED = "other";

export function classOf(seen: Seen, side: "ours" | "theirs"): string {
  return CLASSES.find((each) => each.side === side && each.is(seen))?.name ?? UNCLASSED;
}

function hasKeywords(predicate: Predicate): boolean {
  return someTest(predicate, ({ kind }) => kind === "any-field");
}

function hasOneWildcard(predicate: Predicate): boolean {
  return someTest(
    predicate,
    (leaf) =>
      leaf.kind === "field" &&
      leaf.test.op === "wildcard" &&
      leaf.test.pattern.some((part) => typeof part === "object" && part.any === "one"),
  );
}

function comparesFields(predicate: Predicate): boolean {
  return someTest(predicate, (leaf) => leaf.kind === "field" && leaf.test.op === "sameAs");
}

function asksFor(predicate: Predicate, name: string): boolean {
  return someTest(predicate, (test) => test.kind === "field" && test.field === name);
}

/** Whether a leaf of a predicate is so. */
export function someTest(predicate: Predicate, is: (leaf: Predicate) => boolean): boolean {
  switch (predicate.kind) {
    case "and":
    case "or":
      return predicate.of.some((inner) => someTest(inner, is));
    case "not":
      return someTest(predicate.of, is);
    default:
      return is(predicate);
  }
}
