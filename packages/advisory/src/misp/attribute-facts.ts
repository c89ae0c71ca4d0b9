import type { Indicator, IndicatorRole, Observable, RoleEvidence } from "@tocsin/model";
import { toTime } from "../composite/times.ts";
import { objectsOf, textOf } from "./misp-json.ts";
import type { MispObject } from "./misp-json.ts";
import { clustersOf } from "./read-labels.ts";

/** What an attribute says of its value beside the value. */
export type AttributeFacts = Pick<
  Indicator,
  | "labels"
  | "malware"
  | "role"
  | "roleEvidence"
  | "firstSeen"
  | "lastSeen"
  | "validUntil"
  | "caution"
  | "techniques"
  | "confidence"
>;

const FILE_TYPES: ReadonlySet<string> = new Set([
  "filename",
  "filepath",
  "md5",
  "sha1",
  "sha224",
  "sha256",
  "sha384",
  "sha512",
  "imphash",
  "ssdeep",
  "tlsh",
]);

/** Words of comments and kill-chain tags that give a value its part. The first that fits counts. */
const WORDS: readonly (readonly [RegExp, IndicatorRole])[] = [
  [/\bC ?(?:2|&C|and C|n ?C)\b|\bCnC\b|command[- ](?:and|&)[- ]control/i, "command-and-control"],
  [/\bexfiltrat/i, "exfiltration"],
  [/\bweb ?shell\b/i, "web-shell"],
  [/\bphish/i, "phishing"],
  [/\bransom (?:payment|wallet|address)|\bpayment address\b/i, "ransom-payment"],
  [/\bconnectivity (?:check|test)|\bchecks? (?:for )?internet\b/i, "connectivity-check"],
  [/\bscann(?:er|ing)\b/i, "scanning"],
  [
    /\bdistribution (?:server|point|site|url)|\bdownload (?:server|url|location)|\bpayload (?:url|server)/i,
    "payload-delivery",
  ],
];

/** The part a value plays: as its comment words it, else as its category says. @see MISP core format, category */
export function readRole(
  attribute: MispObject,
  { type }: Observable,
): { role: IndicatorRole; roleEvidence: RoleEvidence } | undefined {
  const comment = textOf(attribute, "comment");
  const phase = objectsOf(attribute, "Tag").flatMap((tag) => textOf(tag, "name") ?? []);
  for (const text of [comment, ...phase.filter((name) => /^kill-chain:/i.test(name))])
    for (const [words, role] of text === undefined ? [] : WORDS)
      if (words.test(text?.slice(0, 1000) ?? ""))
        return { role, roleEvidence: { text: level(text ?? ""), basis: "stated" } };
  return readCategoryRole(textOf(attribute, "category") ?? "", type);
}

/** The part that a category of MISP gives a value. */
export function readCategoryRole(
  category: string,
  type: Observable["type"],
): { role: IndicatorRole; roleEvidence: RoleEvidence } | undefined {
  const role = roleOfCategory(category, type);
  return (
    role && { role, roleEvidence: { text: level(`category: ${category}`), basis: "inferred" } }
  );
}

function roleOfCategory(category: string, type: Observable["type"]): IndicatorRole | undefined {
  switch (category) {
    case "External analysis":
      return type === "url" ? "reference" : undefined;
    case "Payload delivery":
      return "payload-delivery";
    case "Payload installation":
    case "Artifacts dropped":
      return FILE_TYPES.has(type) ? "dropped-file" : undefined;
    case "Persistence mechanism":
      return "persistence";
    case "Targeting data":
      return "victim";
    default:
      return undefined;
  }
}

function level(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, 400);
}

/** Scales of certainty as tags write them, on 0–100. STIX 2.1, appendix A, gives the figures for the Admiralty Code. */
const CONFIDENCE: Readonly<Record<string, number>> = {
  'misp:confidence-level="completely-confident"': 100,
  'misp:confidence-level="usually-confident"': 75,
  'misp:confidence-level="fairly-confident"': 50,
  'misp:confidence-level="rarely-confident"': 25,
  'misp:confidence-level="unconfident"': 0,
  'admiralty-scale:information-credibility="1"': 90,
  'admiralty-scale:information-credibility="2"': 70,
  'admiralty-scale:information-credibility="3"': 50,
  'admiralty-scale:information-credibility="4"': 30,
  'admiralty-scale:information-credibility="5"': 10,
  'estimative-language:confidence-in-analytic-judgment="high"': 85,
  'estimative-language:confidence-in-analytic-judgment="moderate"': 50,
  'estimative-language:confidence-in-analytic-judgment="low"': 15,
};

/** The confidence that a holder's tags state, 0–100. */
export function readConfidence(holder: MispObject): number | undefined {
  for (const tag of objectsOf(holder, "Tag")) {
    const name = (textOf(tag, "name") ?? "").toLowerCase();
    if (Object.hasOwn(CONFIDENCE, name)) return CONFIDENCE[name];
  }
  return undefined;
}

/** Facts of an attribute: its labels and tags, times, sightings. */
export function readFacts(
  attribute: MispObject,
  isMarked: boolean,
): Omit<AttributeFacts, "role" | "roleEvidence"> {
  const category = textOf(attribute, "category");
  const clusters = clustersOf(attribute, "", undefined);
  const techniques = clusters.flatMap(({ kind, value }) =>
    kind.endsWith("attack-pattern") ? (/ - (T\d{4}(?:\.\d{3})?)$/.exec(value)?.[1] ?? []) : [],
  );
  const malware = clusters.flatMap(({ kind, value }) =>
    /^(?:mitre-(?:enterprise-attack-)?malware|malpedia|ransomware|backdoor|rat|botnet|banker|stealer)$/.test(
      kind,
    )
      ? [value.replace(/ - S\d{4}$/, "")]
      : [],
  );
  const { lastSighting, expires, falsePositives } = readSightings(attribute);
  const firstSeen = toTime(textOf(attribute, "first_seen"));
  const lastSeen = toTime(textOf(attribute, "last_seen")) ?? lastSighting;
  const confidence = readConfidence(attribute);
  return {
    labels: [
      ...(isMarked ? ["to_ids"] : []),
      ...(category === undefined ? [] : [category]),
      ...ownTags(attribute),
    ],
    malware: [...new Set(malware)],
    ...(techniques.length > 0 && { techniques: [...new Set(techniques)] }),
    ...(firstSeen !== undefined && { firstSeen }),
    ...(lastSeen !== undefined && { lastSeen }),
    ...(expires !== undefined && { validUntil: expires }),
    ...(confidence !== undefined && { confidence }),
    ...(falsePositives > 0 && {
      caution: `${falsePositives} ${falsePositives === 1 ? "sighting says" : "sightings say"} that it is a false positive`,
    }),
  };
}

const MAX_TAGS = 20;

/** Tags that say nothing to the reader but what they say; those of galaxies, markings and scales are read. */
function ownTags(attribute: MispObject): string[] {
  return objectsOf(attribute, "Tag")
    .flatMap((tag) => textOf(tag, "name")?.slice(0, 200) ?? [])
    .filter((name) => !/^(?:misp-galaxy|tlp|pap):/i.test(name))
    .filter((name) => !Object.hasOwn(CONFIDENCE, name.toLowerCase()))
    .slice(0, MAX_TAGS);
}

/** Sightings: of type 0 seen, 1 a false positive, 2 the end of its validity (MISP core format, sighting). */
function readSightings(attribute: MispObject): {
  lastSighting?: string;
  expires?: string;
  falsePositives: number;
} {
  let seen = 0;
  let expires = 0;
  let falsePositives = 0;
  for (const sighting of objectsOf(attribute, "Sighting")) {
    const type = textOf(sighting, "type") ?? "0";
    const at = Number(textOf(sighting, "date_sighting") ?? "0");
    if (type === "1") falsePositives++;
    if (!Number.isInteger(at) || at <= 0 || at >= 4e9) continue;
    if (type === "0") seen = Math.max(seen, at);
    if (type === "2") expires = Math.max(expires, at);
  }
  return {
    ...(seen > 0 && { lastSighting: new Date(seen * 1000).toISOString() }),
    ...(expires > 0 && { expires: new Date(expires * 1000).toISOString() }),
    falsePositives,
  };
}
