import type { Citation } from "./citation.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Observable } from "./observable.ts";

/** Version of the campaign's JSON shape. A change of shape changes it. */
export const CAMPAIGN_VERSION = "1";

/** One document the campaign was read from. */
export interface AdvisoryDocument {
  /** File name, the key of citations. */
  readonly name: string;
  /** `stix-2.0`, `stix-2.1`, `misp`, `markdown`, `text`. */
  readonly format: string;
  /** SHA-256 of the bytes read, lower-case hex. */
  readonly sha256: string;
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
  /** `T1190`, `T1059.001`. */
  readonly id: string;
  readonly name?: string;
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

/** A vulnerability the warning names. */
export interface VulnerabilityRef {
  /** `CVE-2021-44228`. */
  readonly id: string;
  readonly status: VulnerabilityStatus;
  /** Product and vendor as the document words it. */
  readonly product?: string;
  readonly citations: readonly Citation[];
}

/** A pattern in a language of its own that stands for an indicator. */
export interface IndicatorPattern {
  readonly language: "stix" | "sigma" | "yara" | "snort" | "suricata" | "pcre";
  /** `2.0`, `2.1` for STIX. */
  readonly version?: string;
  readonly text: string;
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
  /** Role in the intrusion as the document words it: `command and control`. */
  readonly role?: string;
  /** Names of malware or tools the document ties it to. */
  readonly malware: readonly string[];
  /** ISO 8601, UTC. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** 0–100. */
  readonly confidence?: number;
  readonly citations: readonly Citation[];
}

/** A value that stands in the document and is no indicator, with the reason: nothing is dropped unseen. */
export interface ContextValue {
  readonly observable: Observable;
  readonly reason: string;
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

/** The time the document says the activity took place. ISO 8601, UTC. */
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
  /** ISO 8601, UTC. */
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
  readonly references: readonly Reference[];
  readonly diagnostics: readonly Diagnostic[];
}
