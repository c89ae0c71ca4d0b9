/** Version of the JSON shape of knowledge. A change of shape changes it. */
export const KNOWLEDGE_VERSION = "1";

/** Where knowledge comes from, and on what terms. */
export interface KnowledgeSource {
  /** `attack-enterprise`, `misp-threat-actor`, `microsoft-names`. A newer copy has the same. */
  readonly id: string;
  /** As it is shown: `MITRE ATT&CK`. */
  readonly title: string;
  /** The source's own version; where it has none, `sha256:` and the beginning of the digest of its file. */
  readonly version: string;
  /** ISO 8601 date of the copy, where the source states one. */
  readonly date?: string;
  /** The commit of the source's repository, where it is told. */
  readonly commit?: string;
  /** SPDX expression or `LicenseRef-…`. */
  readonly licence: string;
  readonly url: string;
  /** What must go with every copy. */
  readonly notice?: string;
}

/** What bears a name. */
export type NameKind = "actor" | "malware" | "tool" | "campaign";

/** How another name relates to that of its entry. */
export type AliasRelation = "same" | "formerly" | "part-of";

/** Another name of an entry. */
export interface Alias {
  readonly name: string;
  /** Read as "`name` is … the entry": `part-of` says that `name` is a part of it. */
  readonly relation: AliasRelation;
  /** Set where the relation is not stated by the source but follows from the form of the name; says why. */
  readonly inferred?: string;
}

/** How two entries relate, in the words of the source: `similar`, `overlaps`, `part-of`, `variant-of`, `uses`, `used-by`. */
export interface RelatedEntry {
  readonly relation: string;
  /** UUID of the other entry, in this source or another. */
  readonly uuid: string;
}

/** An actor, a malware family, a tool or a campaign as one source has it. */
export interface NamedEntry {
  readonly kind: NameKind;
  readonly name: string;
  /** `G0138`, `S0433`, `C0001` in ATT&CK. */
  readonly id?: string;
  readonly uuid?: string;
  readonly aliases?: readonly Alias[];
  /** ATT&CK ids that the source gives as names of it. */
  readonly attackIds?: readonly string[];
  /** What the source says of the origin: a country's code or name. */
  readonly origin?: string;
  /** The source's own word for what it is: `ransomware`, `rat`, `Banking`. */
  readonly type?: string;
  /** ATT&CK ids of what is tied to it: software of a group, groups of a campaign. */
  readonly ties?: readonly string[];
  readonly techniques?: readonly string[];
  readonly related?: readonly RelatedEntry[];
  /** First and last seen as the source says: ISO 8601 dates. */
  readonly first?: string;
  readonly last?: string;
  readonly isRevoked?: true;
  readonly isDeprecated?: true;
  readonly replacedBy?: string;
}

/** The matrix of a technique. */
export type AttackDomain = "enterprise" | "mobile" | "ics";

/** An ATT&CK technique or sub-technique. */
export interface TechniqueEntry {
  readonly id: string;
  readonly name: string;
  readonly domain: AttackDomain;
  /** Short names: `initial-access`. */
  readonly tactics: readonly string[];
  readonly isRevoked?: true;
  readonly isDeprecated?: true;
  /** The id that ATT&CK says takes its place; may itself have been replaced. */
  readonly replacedBy?: string;
}

/** A term with its names: a tactic, a mitigation, a sector, a country. */
export interface TermEntry {
  readonly kind: "tactic" | "mitigation" | "sector" | "country";
  readonly name: string;
  /** `TA0001`, `M1036`; ISO 3166 code of a country. */
  readonly id?: string;
  /** Short name of a tactic: `initial-access`. */
  readonly short?: string;
  readonly aliases?: readonly string[];
  readonly isDeprecated?: true;
}

/** What a list of harmless values is about. */
export type HostListGroup =
  | "ip-lookup"
  | "connectivity-check"
  | "public-resolver"
  | "security-site"
  | "url-shortener"
  | "shared-hosting"
  | "popular-site"
  | "vendor-service"
  | "certificate-service"
  | "cdn"
  | "sinkhole"
  | "reserved"
  | "government"
  | "harmless-file";

/** A list of values that are known for something other than an intrusion. */
export interface HostList {
  /** `whats-my-ip`. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly group: HostListGroup;
  /** `domain`: the name and all below it; `host`: the name alone; `network`: addresses and CIDR; `digest`: lower-case hex. */
  readonly type: "domain" | "host" | "network" | "digest";
  /** Set where only a part of the list is here; says which. */
  readonly cut?: string;
  /** Sorted, without doubles. A domain that begins with a dot stands for what is below it, not for itself. */
  readonly entries: readonly string[];
}

/** What one source says. */
export interface KnowledgePart {
  readonly source: KnowledgeSource;
  readonly names?: readonly NamedEntry[];
  readonly techniques?: readonly TechniqueEntry[];
  readonly terms?: readonly TermEntry[];
  readonly lists?: readonly HostList[];
}
