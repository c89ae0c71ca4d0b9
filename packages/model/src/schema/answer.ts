import * as z from "zod";
import { ANSWER_VERSION } from "../answer.ts";
import type { Answer, CampaignSummary, Point, RuleCount, Verdict } from "../answer.ts";
import { documentSchema, tlpSchema } from "./campaign.ts";
import { ledgerSchema, visibilitySchema } from "./evidence.ts";
import { findingSchema } from "./finding.ts";
import {
  citationSchema,
  count,
  diagnosticSchema,
  dictionary,
  list,
  time,
  moment,
} from "./parts.ts";
import type { Shape } from "./parts.ts";

const text = z.string();
const texts = list(text);

const summary = z.strictObject({
  id: z.uuid(),
  title: text,
  documents: list(documentSchema),
  issuers: texts,
  actors: texts,
  published: moment.exactOptional(),
  tlp: tlpSchema.exactOptional(),
  counts: dictionary(count),
} satisfies Shape<CampaignSummary>);

const verdict = z.strictObject({
  value: z.enum(["hit", "suspicious", "no-sign", "cannot-say"]),
  summary: text,
  reasons: texts,
  limits: z.array(text).min(1),
} satisfies Shape<Verdict>);

const point = z.strictObject({
  text,
  details: texts.exactOptional(),
  citations: list(citationSchema).exactOptional(),
} satisfies Shape<Point>);

const question = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("asked"), answer: text, points: list(point) }),
  z.strictObject({ status: z.literal("not-asked"), toAsk: text, points: list(point) }),
]);

const rules = z.strictObject({
  loaded: count,
  byKind: dictionary(count),
  refused: list(diagnosticSchema),
} satisfies Shape<RuleCount>);

/** The whole answer as `--format json` and `answer.json` hold it. */
export const answerSchema: z.ZodType<Answer> = z.strictObject({
  version: z.literal(ANSWER_VERSION),
  tool: z.strictObject({ name: z.literal("tocsin"), version: text }),
  campaigns: list(summary),
  window: z.strictObject({ since: time.exactOptional(), until: time.exactOptional() }),
  verdict,
  questions: z.strictObject({
    exposed: question,
    hit: question,
    sought: question,
    unseen: question,
    next: question,
  }),
  findings: list(findingSchema),
  visibility: visibilitySchema,
  ledger: ledgerSchema,
  rules,
  diagnostics: list(diagnosticSchema),
  partial: z.boolean(),
} satisfies Shape<Answer>);
