import type { Indicator } from "@tocsin/model";
import { toTime } from "./stix-object.ts";
import { addObject, addRelationship, cited, orNothing, toObjectId } from "./write-object.ts";
import type { Writing } from "./write-object.ts";
import { toPattern } from "./write-pattern.ts";

/** Writes the indicators; gives the STIX id of each by the indicator's own id. */
export function writeIndicators(
  writing: Writing,
  software: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const indicator of writing.campaign.indicators) {
    const pattern = patternOf(indicator);
    if (pattern === undefined) continue;
    const id = toObjectId(writing.campaign, "indicator", indicator.id);
    const from = toTime(indicator.validFrom);
    const until = toTime(indicator.validUntil);
    const validFrom = from ?? writing.created;
    addObject(
      writing,
      id,
      {
        name: indicator.name,
        description: indicator.description,
        indicator_types: ["malicious-activity"],
        labels: orNothing(indicator.labels),
        ...pattern,
        valid_from: validFrom,
        valid_until:
          until !== undefined && Date.parse(until) > Date.parse(validFrom) ? until : undefined,
        confidence: indicator.confidence,
      },
      {
        indicator_id: indicator.id,
        role: indicator.role,
        malware: orNothing(indicator.malware),
        valid_from_known: from === undefined ? "no" : undefined,
        ...cited(indicator.citations),
      },
    );
    ids.set(indicator.id, id);
    for (const name of indicator.malware) {
      const target = software.get(name);
      if (target !== undefined) addRelationship(writing, "indicates", id, target);
    }
  }
  return ids;
}

function patternOf({ observable, pattern }: Indicator): Record<string, string> | undefined {
  if (observable !== undefined)
    return { pattern: toPattern(observable), pattern_type: "stix", pattern_version: "2.1" };
  if (pattern === undefined) return undefined;
  return {
    pattern: pattern.text,
    pattern_type: pattern.language,
    ...(pattern.version !== undefined && { pattern_version: pattern.version }),
  };
}
