import { INDICATOR_ROLES, normalizeObservable, OBSERVABLE_TYPES } from "@tocsin/model";
import type { Indicator, IndicatorPattern, Observable, RoleEvidence } from "@tocsin/model";
import { getExtension, getPart, ownName } from "./extension.ts";
import type { Bundle } from "./read-bundle.ts";
import { getProperty, getRaw, getText, getTexts, getTime } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

const LANGUAGES = ["stix", "sigma", "yara", "snort", "suricata", "pcre"] as const;

/** What an indicator of a bundle of ours says beyond the properties that all producers share. */
export function readOwnCommon(
  bundle: Bundle,
  object: StixObject,
  extension: unknown,
): Pick<Indicator, "labels" | "malware" | "citations"> & Partial<Indicator> {
  const name = ownName(object);
  const isDescribed = getText(extension, "description_known") !== "no";
  const description = isDescribed ? getText(object, "description") : undefined;
  const role = INDICATOR_ROLES.find((known) => known === getText(extension, "role"));
  const roleEvidence = readEvidence(getProperty(extension, "role_evidence"));
  const isDated = getText(extension, "valid_from_known") !== "no";
  const validFrom = getText(extension, "valid_from") ?? getTime(object, "valid_from");
  const validUntil = getText(extension, "valid_until") ?? getTime(object, "valid_until");
  const firstSeen = getText(extension, "first_seen");
  const lastSeen = getText(extension, "last_seen");
  const caution = getText(extension, "caution");
  const techniques = getTexts(extension, "techniques");
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    labels: getTexts(object, "labels"),
    ...(role !== undefined && { role }),
    ...(roleEvidence !== undefined && { roleEvidence }),
    malware: getTexts(extension, "malware"),
    ...(validFrom !== undefined && isDated && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    ...(firstSeen !== undefined && { firstSeen }),
    ...(lastSeen !== undefined && { lastSeen }),
    ...(caution !== undefined && { caution }),
    ...(techniques.length > 0 && { techniques }),
    citations: bundle.cite(object, object.id),
  };
}

function readEvidence(value: unknown): RoleEvidence | undefined {
  const text = getText(value, "text");
  const basis = getText(value, "basis");
  if (text === undefined || (basis !== "stated" && basis !== "inferred")) return undefined;
  return { text, basis };
}

/** The observable that the pattern of an indicator of ours does not give back. */
export function readOwnObservable(object: StixObject): Observable | undefined {
  return readCarriedObservable(getProperty(getExtension(object), "observable"));
}

/** An observable as an extension carries it. */
export function readCarriedObservable(value: unknown): Observable | undefined {
  const type = OBSERVABLE_TYPES.find((known) => known === getText(value, "type"));
  return type && normalizeObservable(type, getRaw(value, "value") ?? "");
}

/** The pattern of an indicator of ours that stands for itself. */
export function readOwnPattern(object: StixObject): IndicatorPattern | undefined {
  if (getPart(object) !== "pattern") return undefined;
  const language = LANGUAGES.find((known) => known === getText(object, "pattern_type"));
  const text = getRaw(object, "pattern");
  const version = getText(object, "pattern_version");
  if (language === undefined || text === undefined) return undefined;
  return { language, ...(version !== undefined && { version }), text };
}
