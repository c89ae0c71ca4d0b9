import * as z from "zod";
import { CAMPAIGN_VERSION, VULNERABILITY_STATUSES } from "../campaign.ts";
import type {
  ActivityPeriod,
  Actor,
  AdvisoryDocument,
  Campaign,
  CitedText,
  ContextValue,
  Indicator,
  IndicatorPattern,
  Issuer,
  NameClaim,
  Reference,
  Software,
  SoughtInformation,
  TechniqueRef,
  Tlp,
  VulnerabilityRef,
} from "../campaign.ts";
import { citationSchema, diagnosticSchema, list, observableSchema, time } from "./parts.ts";
import type { Shape } from "./parts.ts";

const citations = list(citationSchema);
const texts = list(z.string());

/** A document read. */
export const documentSchema: z.ZodType<AdvisoryDocument> = z.strictObject({
  name: z.string(),
  format: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
} satisfies Shape<AdvisoryDocument>);

/** TLP 2.0. */
export const tlpSchema: z.ZodType<Tlp> = z.enum(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]);

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
  citations,
} satisfies Shape<TechniqueRef>);

const vulnerability = z.strictObject({
  id: z.string().regex(/^CVE-\d{4}-\d{4,}$/),
  status: z.enum(VULNERABILITY_STATUSES),
  product: z.string().exactOptional(),
  citations,
} satisfies Shape<VulnerabilityRef>);

const pattern = z.strictObject({
  language: z.enum(["stix", "sigma", "yara", "snort", "suricata", "pcre"]),
  version: z.string().exactOptional(),
  text: z.string(),
} satisfies Shape<IndicatorPattern>);

const indicator = z.strictObject({
  id: z.string(),
  observable: observableSchema.exactOptional(),
  pattern: pattern.exactOptional(),
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
  labels: texts,
  role: z.string().exactOptional(),
  malware: texts,
  validFrom: time.exactOptional(),
  validUntil: time.exactOptional(),
  confidence: z.int().min(0).max(100).exactOptional(),
  citations,
} satisfies Shape<Indicator>);

const contextValue = z.strictObject({
  observable: observableSchema,
  reason: z.string(),
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
  first: time.exactOptional(),
  last: time.exactOptional(),
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
  published: time.exactOptional(),
  modified: time.exactOptional(),
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
  references: list(reference),
  diagnostics: list(diagnosticSchema),
} satisfies Shape<Campaign>);
