import type { Indicator, Observable } from "@tocsin/model";
import { parsePattern } from "./pattern-parse.ts";
import { patternToVariants } from "./pattern-variants.ts";
import {
  addObject,
  addRelationship,
  cited,
  orNothing,
  toExact,
  toObjectId,
} from "./write-object.ts";
import type { Writing } from "./write-object.ts";
import { toPattern } from "./write-pattern.ts";

/** Ids of objects that indicators point to, by name or technique id. */
export interface Targets {
  readonly software: ReadonlyMap<string, string>;
  readonly techniques: ReadonlyMap<string, string>;
}

/** Writes the indicators; gives the STIX id of each by the indicator's own id. */
export function writeIndicators(writing: Writing, targets: Targets): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const indicator of writing.campaign.indicators) {
    const pattern = patternOf(indicator);
    if (pattern === undefined) continue;
    const id = toObjectId(writing.campaign, "indicator", indicator.id);
    writeIndicator(writing, id, indicator, pattern);
    ids.set(indicator.id, id);
    const pointed = [
      ...indicator.malware.map((name) => targets.software.get(name)),
      ...(indicator.techniques ?? []).map((technique) => targets.techniques.get(technique)),
    ];
    for (const target of pointed)
      if (target !== undefined) addRelationship(writing, "indicates", id, target);
  }
  return ids;
}

function writeIndicator(
  writing: Writing,
  id: string,
  indicator: Indicator,
  pattern: WrittenPattern,
): void {
  const { name, description } = indicator;
  const from = toExact(indicator.validFrom);
  const until = toExact(indicator.validUntil);
  const validFrom = from.time ?? writing.created;
  const isAfter = until.time !== undefined && Date.parse(until.time) > Date.parse(validFrom);
  addObject(
    writing,
    id,
    {
      // Both should be there (STIX 2.1 section 4.7); what the warning does not say is marked below.
      name: name ?? indicator.observable?.value.slice(0, 200) ?? "Pattern",
      description: description ?? `An indicator of: ${writing.campaign.title}`,
      indicator_types: ["malicious-activity"],
      labels: orNothing(indicator.labels),
      ...pattern.properties,
      valid_from: validFrom,
      valid_until: isAfter ? until.time : undefined,
      confidence: indicator.confidence,
    },
    {
      part: pattern.isObservable ? "observable" : "pattern",
      indicator_id: indicator.id,
      observable: pattern.carried,
      name_known: name === undefined ? "no" : undefined,
      description_known: description === undefined ? "no" : undefined,
      role: indicator.role,
      role_evidence: indicator.roleEvidence,
      first_seen: indicator.firstSeen,
      last_seen: indicator.lastSeen,
      caution: indicator.caution,
      techniques: indicator.techniques,
      malware: indicator.malware,
      valid_from_known: indicator.validFrom === undefined ? "no" : undefined,
      valid_from: from.exact,
      valid_until: isAfter ? until.exact : indicator.validUntil,
      ...cited(indicator.citations),
    },
  );
}

interface WrittenPattern {
  readonly properties: Readonly<Record<string, string>>;
  readonly isObservable: boolean;
  /** The observable, where the pattern does not give it back. */
  readonly carried?: Observable;
}

function patternOf({ observable, pattern }: Indicator): WrittenPattern | undefined {
  if (observable !== undefined) {
    const text = toPattern(observable);
    return {
      properties: { pattern: text, pattern_type: "stix", pattern_version: "2.1" },
      isObservable: true,
      ...(!givesBack(text, observable) && { carried: observable }),
    };
  }
  if (pattern === undefined) return undefined;
  const { language, version, text } = pattern;
  const properties = {
    pattern: text,
    pattern_type: language,
    ...(version !== undefined && { pattern_version: version }),
  };
  return { properties, isObservable: false };
}

function givesBack(text: string, { type, value }: Observable): boolean {
  const reading = patternToVariants(parsePattern(text, { version: "2.1" }));
  const [only, ...others] = "refused" in reading ? [] : reading.observables;
  return only?.type === type && only.value === value && others.length === 0;
}
