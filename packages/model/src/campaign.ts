import type { Citation } from "./citation.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Observable } from "./observable.ts";

/** Version of the campaign's JSON shape. A change of shape changes it. */
export const CAMPAIGN_VERSION = "2";

/** One document the campaign was read from. */
export interface AdvisoryDocument {
  /** File name, the key of citations. */
  readonly name: string;
  /** `stix-2.0`, `stix-2.1`, `stix-1`, `misp`, `openioc`, `csaf`, `pdf`, `docx`, `html`, `markdown`, `text`… */
  readonly format: string;
  /** SHA-256 of the bytes read, lower-case hex. */
  readonly sha256: string;
  /** What the document says of itself, kept when several become one campaign. */
  readonly title?: string;
  /** The publisher's own number: `AA24-207A`. */
  readonly number?: string;
  readonly issuers?: readonly string[];
  /** ISO 8601 date or time, UTC. */
  readonly published?: string;
  readonly modified?: string;
  readonly tlp?: Tlp;
}

/** One thing a campaign says, by its kind and its key: `indicator` `ipv4 192.0.2.1`. */
export interface CampaignItem {
  readonly kind: string;
  readonly key: string;
}

/** A thing that two documents say differently. */
export interface ChangedItem extends CampaignItem {
  /** Property: `status`, `role`. */
  readonly property: string;
  readonly from: string;
  readonly to: string;
}

/** Two documents about the same warning, and what one says and the other does not. */
export interface DocumentComparison {
  /** `copy`: the same text in another format. `revision`: `to` is a later state of `from`. */
  readonly relation: "copy" | "revision";
  /** Names of documents. */
  readonly from: string;
  readonly to: string;
  readonly onlyInFrom: readonly CampaignItem[];
  readonly onlyInTo: readonly CampaignItem[];
  readonly changed: readonly ChangedItem[];
}

/** Sources that contradict one another: all are kept, none is chosen in silence. */
export interface Conflict extends CampaignItem {
  readonly property: string;
  readonly claims: readonly { readonly value: string; readonly citations: readonly Citation[] }[];
}

/** Who published the warning. */
export interface Issuer {
  readonly name: string;
  readonly citations: readonly Citation[];
}

/** Traffic Light Protocol 2.0 label of the document (FIRST). */
export type Tlp = "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED";

/** How another name relates to the actor's. A name is a claim: joined only by `same` and `formerly`. */
export type NameRelation =
  | "same"
  | "formerly"
  | "part-of"
  | "overlaps"
  | "linked"
  | "sponsor"
  | "not-same"
  | "unstated";

/** A claim that the actor bears another name. */
export interface NameClaim {
  readonly name: string;
  readonly relation: NameRelation;
  /** Who uses the name, where the document says so. */
  readonly by?: string;
  readonly citations: readonly Citation[];
}

/** A group the warning speaks of. */
export interface Actor {
  readonly name: string;
  readonly aliases: readonly NameClaim[];
  readonly description?: string;
  /** Motives and goals as the source lists them. */
  readonly goals?: readonly string[];
  readonly citations: readonly Citation[];
}

/** Malware or a tool. */
export interface Software {
  readonly name: string;
  readonly kind: "malware" | "tool";
  readonly aliases: readonly string[];
  readonly citations: readonly Citation[];
}

/** An ATT&CK technique. */
export interface TechniqueRef {
  /** `T1190`, `T1059.001`: the id of today, where the knowledge base knows that the stated one was renumbered. */
  readonly id: string;
  readonly name?: string;
  /** The id as the document states it, where it was revoked or renumbered since. */
  readonly statedId?: string;
  /** How the document says it: by its id, by its ATT&CK name in words. Absent: by its id. */
  readonly basis?: "id" | "name";
  /** Tactics the document puts it under: ATT&CK short names such as `initial-access`. */
  readonly tactics?: readonly string[];
  /** What the document says of its use: the text of its table row. */
  readonly use?: string;
  readonly citations: readonly Citation[];
}

/** A step that comes before another in the intrusion: ids of techniques, as Attack Flow gives them. */
export interface TechniqueOrder {
  readonly before: string;
  readonly after: string;
  readonly citations: readonly Citation[];
}

/** An identifier of a framework beside ATT&CK techniques, kept apart from them. */
export interface FrameworkRef {
  readonly framework: "cpg" | "d3fend" | "capec" | "cwe" | "attack-tactic" | "attack-mitigation";
  /** `1.3`, `D3-NI`, `CAPEC-66`, `CWE-79`, `TA0001`, `M1036`. */
  readonly id: string;
  readonly name?: string;
  readonly citations: readonly Citation[];
}

/** A detection rule that stands in the document or beside it. */
export interface RuleText {
  readonly language: "yara" | "sigma" | "snort" | "suricata";
  /** The rule's own name, title or `msg`. */
  readonly name: string;
  /** The whole rule as it stands. */
  readonly text: string;
  readonly citations: readonly Citation[];
}

/** A revision the document tells of itself: its date and what it changed, in its own words. */
export interface Revision {
  /** ISO 8601 date or time, UTC. */
  readonly date?: string;
  readonly text: string;
  readonly citations: readonly Citation[];
}

/**
 * What the document says of a vulnerability, weakest to strongest. `mentioned`: it stands there;
 * `researched`: the actors looked at it; `possible`: they may exploit it; `attempted`, `exploited`: they did.
 * `not-observed` and `not-affected` deny it.
 */
export const VULNERABILITY_STATUSES = [
  "not-affected",
  "not-observed",
  "mentioned",
  "researched",
  "possible",
  "attempted",
  "exploited",
] as const;

/** One of {@link VULNERABILITY_STATUSES}. */
export type VulnerabilityStatus = (typeof VULNERABILITY_STATUSES)[number];

/** What a CSAF or CVRF document says of one product. */
export interface ProductStatus {
  /** The product's full name. */
  readonly name: string;
  /** The property name of CSAF's `product_status`. */
  readonly status: string;
  readonly cpe?: string;
  readonly purl?: string;
}

/** A vulnerability the warning names. */
export interface VulnerabilityRef {
  /** `CVE-2021-44228`. */
  readonly id: string;
  readonly status: VulnerabilityStatus;
  /** Product and vendor as the document words it. */
  readonly product?: string;
  /** Versions as the document words them. */
  readonly affected?: string;
  readonly fixed?: string;
  /** CVSS base score, 0–10, as the document gives it. */
  readonly cvss?: number;
  /** The document says that it is in the catalogue of known exploited vulnerabilities. */
  readonly isKnownExploited?: true;
  /** Status by product as CSAF and CVRF give it: `known_affected`, `fixed`, `known_not_affected`… */
  readonly products?: readonly ProductStatus[];
  readonly citations: readonly Citation[];
}

/** A pattern in a language of its own that stands for an indicator. */
export interface IndicatorPattern {
  readonly language: "stix" | "sigma" | "yara" | "snort" | "suricata" | "pcre";
  /** `2.0`, `2.1` for STIX. */
  readonly version?: string;
  readonly text: string;
}

/**
 * The part a value plays in the story, told by the sentence, heading, column or label that introduces it.
 * The first group is hostile and hunted; the second is kept as context.
 */
export const INDICATOR_ROLES = [
  "command-and-control",
  "payload-delivery",
  "phishing",
  "exfiltration",
  "scanning",
  "dropped-file",
  "web-shell",
  "ransom-payment",
  "persistence",
  "tool",
  "abused-service",
  "connectivity-check",
  "exploited-service",
  "victim",
  "reference",
  "contact",
  "rule-sample",
] as const;

/** One of {@link INDICATOR_ROLES}. */
export type IndicatorRole = (typeof INDICATOR_ROLES)[number];

/** The words that give a value its role. */
export interface RoleEvidence {
  /** The sentence, heading, column or label, blanks levelled, at most 400 characters. */
  readonly text: string;
  /** `stated`: the words say it. `inferred`: it follows from the place or the form alone. */
  readonly basis: "stated" | "inferred";
}

/** Something to hunt for: an observable or a pattern, with validity, confidence and its source. */
export interface Indicator {
  readonly id: string;
  /** Set unless only a pattern can say it. */
  readonly observable?: Observable;
  readonly pattern?: IndicatorPattern;
  readonly name?: string;
  readonly description?: string;
  /** The source's own labels (`malicious-activity`, `to_ids`). */
  readonly labels: readonly string[];
  /** Role in the intrusion. */
  readonly role?: IndicatorRole;
  /** What gives it that role. */
  readonly roleEvidence?: RoleEvidence;
  /** Names of malware or tools the document ties it to. */
  readonly malware: readonly string[];
  /** ISO 8601, UTC. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** First and last observed as the source says it: ISO 8601, as coarse as given (`2022-06`). */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  /** The source's own caution on this value: `vet before blocking`. */
  readonly caution?: string;
  /** Ids of the techniques its row or object ties it to. */
  readonly techniques?: readonly string[];
  /** 0–100. */
  readonly confidence?: number;
  readonly citations: readonly Citation[];
}

/** A value that stands in the document and is no indicator, with the reason: nothing is dropped unseen. */
export interface ContextValue {
  readonly observable: Observable;
  readonly reason: string;
  readonly role?: IndicatorRole;
  readonly citations: readonly Citation[];
}

/** Information the actors seek: a topic (`uranium enrichment`) or a type of document (`design drawings`). */
export interface SoughtInformation {
  /** `defence`, `nuclear`; absent where the document names none. */
  readonly sector?: string;
  readonly kind: "topic" | "document-type";
  readonly information: string;
  readonly citations: readonly Citation[];
}

/** A named thing with its citations: a sector, a country, a mitigation. */
export interface CitedText {
  readonly text: string;
  readonly citations: readonly Citation[];
}

/** A link the document gives. */
export interface Reference {
  readonly url: string;
  readonly title?: string;
  readonly citations: readonly Citation[];
}

/** The time the document says the activity took place: ISO 8601, UTC, as coarse as given (`2022-06`). */
export interface ActivityPeriod {
  readonly first?: string;
  readonly last?: string;
  readonly citations: readonly Citation[];
}

/** Our structured reading of one or more advisories. Everything in it is cited; nothing is invented. */
export interface Campaign {
  readonly version: typeof CAMPAIGN_VERSION;
  /** UUIDv5 over the documents' digests. */
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly documents: readonly AdvisoryDocument[];
  readonly issuers: readonly Issuer[];
  /** ISO 8601 date or time, UTC. */
  readonly published?: string;
  readonly modified?: string;
  readonly tlp?: Tlp;
  readonly period?: ActivityPeriod;
  readonly actors: readonly Actor[];
  readonly software: readonly Software[];
  readonly techniques: readonly TechniqueRef[];
  readonly vulnerabilities: readonly VulnerabilityRef[];
  readonly indicators: readonly Indicator[];
  readonly context: readonly ContextValue[];
  readonly sectors: readonly CitedText[];
  readonly countries: readonly CitedText[];
  readonly sought: readonly SoughtInformation[];
  readonly mitigations: readonly CitedText[];
  /** What the document warns its reader of: "vet addresses before blocking". */
  readonly cautions: readonly CitedText[];
  /** Ids of CPG, D3FEND, CAPEC, CWE, ATT&CK tactics and mitigations. */
  readonly frameworks: readonly FrameworkRef[];
  readonly rules: readonly RuleText[];
  readonly order: readonly TechniqueOrder[];
  readonly revisions: readonly Revision[];
  /** The version of ATT&CK the document says it uses: `15`, `18.1`. */
  readonly attackVersion?: string;
  readonly references: readonly Reference[];
  /** Only of several documents. */
  readonly comparisons?: readonly DocumentComparison[];
  readonly conflicts?: readonly Conflict[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What every campaign must be given; lists that are not given are empty. */
type CampaignStart = Pick<Campaign, "id" | "title" | "documents"> & Partial<Campaign>;

/** A campaign of what is given, with empty lists for the rest. */
export function makeCampaign(start: CampaignStart): Campaign {
  const { id, title, documents, ...rest } = start;
  // Names in the order in which a person reads them.
  return {
    version: CAMPAIGN_VERSION,
    id,
    title,
    documents,
    issuers: [],
    actors: [],
    software: [],
    techniques: [],
    vulnerabilities: [],
    indicators: [],
    context: [],
    sectors: [],
    countries: [],
    sought: [],
    mitigations: [],
    cautions: [],
    frameworks: [],
    rules: [],
    order: [],
    revisions: [],
    references: [],
    diagnostics: [],
    ...rest,
  };
}
