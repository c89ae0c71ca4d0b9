import * as z from "zod";
import { CAMPAIGN_VERSION, INDICATOR_ROLES, VULNERABILITY_STATUSES } from "../campaign.ts";
import type {
  ActivityPeriod,
  Actor,
  AdvisoryDocument,
  Campaign,
  CampaignItem,
  ChangedItem,
  CitedText,
  Conflict,
  ContextValue,
  DocumentComparison,
  FrameworkRef,
  Indicator,
  IndicatorPattern,
  Issuer,
  NameClaim,
  ProductStatus,
  Reference,
  Revision,
  RoleEvidence,
  RuleText,
  Software,
  SoughtInformation,
  TechniqueOrder,
  TechniqueRef,
  Tlp,
  VulnerabilityRef,
} from "../campaign.ts";
import { TLP_LABELS } from "../tlp.ts";
import {
  citationSchema,
  coarseMoment,
  diagnosticSchema,
  list,
  moment,
  observableSchema,
  time,
} from "./parts.ts";
import type { Shape } from "./parts.ts";

const citations = list(citationSchema);
const texts = list(z.string());

/** TLP 2.0. */
export const tlpSchema: z.ZodType<Tlp> = z.enum(TLP_LABELS);

/** A document read. */
export const documentSchema: z.ZodType<AdvisoryDocument> = z.strictObject({
  name: z.string(),
  format: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  title: z.string().exactOptional(),
  number: z.string().exactOptional(),
  issuers: texts.exactOptional(),
  published: moment.exactOptional(),
  modified: moment.exactOptional(),
  tlp: tlpSchema.exactOptional(),
} satisfies Shape<AdvisoryDocument>);

const item = { kind: z.string(), key: z.string() } satisfies Shape<CampaignItem>;

const comparison = z.strictObject({
  relation: z.enum(["copy", "revision"]),
  from: z.string(),
  to: z.string(),
  onlyInFrom: list(z.strictObject(item)),
  onlyInTo: list(z.strictObject(item)),
  changed: list(
    z.strictObject({
      ...item,
      property: z.string(),
      from: z.string(),
      to: z.string(),
    } satisfies Shape<ChangedItem>),
  ),
} satisfies Shape<DocumentComparison>);

const conflict = z.strictObject({
  ...item,
  property: z.string(),
  claims: list(z.strictObject({ value: z.string(), citations })),
} satisfies Shape<Conflict>);

const issuer = z.strictObject({ name: z.string(), citations } satisfies Shape<Issuer>);

const nameClaim = z.strictObject({
  name: z.string(),
  relation: z.enum([
    "same",
    "formerly",
    "part-of",
    "overlaps",
    "linked",
    "sponsor",
    "not-same",
    "unstated",
  ]),
  by: z.string().exactOptional(),
  citations,
} satisfies Shape<NameClaim>);

const actor = z.strictObject({
  name: z.string(),
  aliases: list(nameClaim),
  description: z.string().exactOptional(),
  goals: texts.exactOptional(),
  citations,
} satisfies Shape<Actor>);

const software = z.strictObject({
  name: z.string(),
  kind: z.enum(["malware", "tool"]),
  aliases: texts,
  citations,
} satisfies Shape<Software>);

const technique = z.strictObject({
  id: z.string().regex(/^T\d{4}(?:\.\d{3})?$/),
  name: z.string().exactOptional(),
  statedId: z.string().exactOptional(),
  basis: z.enum(["id", "name"]).exactOptional(),
  tactics: texts.exactOptional(),
  use: z.string().exactOptional(),
  citations,
} satisfies Shape<TechniqueRef>);

const order = z.strictObject({
  before: z.string(),
  after: z.string(),
  citations,
} satisfies Shape<TechniqueOrder>);

const framework = z.strictObject({
  framework: z.enum(["cpg", "d3fend", "capec", "cwe", "attack-tactic", "attack-mitigation"]),
  id: z.string(),
  name: z.string().exactOptional(),
  citations,
} satisfies Shape<FrameworkRef>);

const ruleText = z.strictObject({
  language: z.enum(["yara", "sigma", "snort", "suricata"]),
  name: z.string(),
  text: z.string(),
  citations,
} satisfies Shape<RuleText>);

const revision = z.strictObject({
  date: z.string().exactOptional(),
  text: z.string(),
  citations,
} satisfies Shape<Revision>);

const productStatus = z.strictObject({
  name: z.string(),
  status: z.string(),
  cpe: z.string().exactOptional(),
  purl: z.string().exactOptional(),
} satisfies Shape<ProductStatus>);

const vulnerability = z.strictObject({
  id: z.string().regex(/^CVE-\d{4}-\d{4,}$/),
  status: z.enum(VULNERABILITY_STATUSES),
  product: z.string().exactOptional(),
  affected: z.string().exactOptional(),
  fixed: z.string().exactOptional(),
  cvss: z.number().min(0).max(10).exactOptional(),
  isKnownExploited: z.literal(true).exactOptional(),
  products: list(productStatus).exactOptional(),
  citations,
} satisfies Shape<VulnerabilityRef>);

const pattern = z.strictObject({
  language: z.enum(["stix", "sigma", "yara", "snort", "suricata", "pcre"]),
  version: z.string().exactOptional(),
  text: z.string(),
} satisfies Shape<IndicatorPattern>);

const role = z.enum(INDICATOR_ROLES);
const roleEvidence = z.strictObject({
  text: z.string(),
  basis: z.enum(["stated", "inferred"]),
} satisfies Shape<RoleEvidence>);

const indicator = z.strictObject({
  id: z.string(),
  observable: observableSchema.exactOptional(),
  pattern: pattern.exactOptional(),
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
  labels: texts,
  role: role.exactOptional(),
  roleEvidence: roleEvidence.exactOptional(),
  malware: texts,
  validFrom: time.exactOptional(),
  validUntil: time.exactOptional(),
  firstSeen: z.string().exactOptional(),
  lastSeen: z.string().exactOptional(),
  caution: z.string().exactOptional(),
  techniques: texts.exactOptional(),
  confidence: z.int().min(0).max(100).exactOptional(),
  citations,
} satisfies Shape<Indicator>);

const contextValue = z.strictObject({
  observable: observableSchema,
  reason: z.string(),
  role: role.exactOptional(),
  citations,
} satisfies Shape<ContextValue>);

const sought = z.strictObject({
  sector: z.string().exactOptional(),
  kind: z.enum(["topic", "document-type"]),
  information: z.string(),
  citations,
} satisfies Shape<SoughtInformation>);

const citedText = z.strictObject({ text: z.string(), citations } satisfies Shape<CitedText>);

const reference = z.strictObject({
  url: z.string(),
  title: z.string().exactOptional(),
  citations,
} satisfies Shape<Reference>);

const period = z.strictObject({
  first: coarseMoment.exactOptional(),
  last: coarseMoment.exactOptional(),
  citations,
} satisfies Shape<ActivityPeriod>);

/** The campaign as `tocsin read --format json` writes it. */
export const campaignSchema: z.ZodType<Campaign> = z.strictObject({
  version: z.literal(CAMPAIGN_VERSION),
  id: z.uuid(),
  title: z.string(),
  summary: z.string().exactOptional(),
  documents: list(documentSchema),
  issuers: list(issuer),
  published: moment.exactOptional(),
  modified: moment.exactOptional(),
  tlp: tlpSchema.exactOptional(),
  period: period.exactOptional(),
  actors: list(actor),
  software: list(software),
  techniques: list(technique),
  vulnerabilities: list(vulnerability),
  indicators: list(indicator),
  context: list(contextValue),
  sectors: list(citedText),
  countries: list(citedText),
  sought: list(sought),
  mitigations: list(citedText),
  cautions: list(citedText),
  frameworks: list(framework),
  rules: list(ruleText),
  order: list(order),
  revisions: list(revision),
  attackVersion: z.string().exactOptional(),
  references: list(reference),
  comparisons: list(comparison).exactOptional(),
  conflicts: list(conflict).exactOptional(),
  diagnostics: list(diagnosticSchema),
} satisfies Shape<Campaign>);
