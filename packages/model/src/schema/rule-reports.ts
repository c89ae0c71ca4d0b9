import * as z from "zod";
import type { FieldValue, RecordSource } from "../record.ts";
import { RULE_EXPLANATION_VERSION, RULE_LINT_VERSION, RULE_TEST_VERSION } from "../rule-reports.ts";
import type {
  CorrelatedMatch,
  ExplainedMiss,
  ExplainedPart,
  ExplainedReading,
  ExplainedRule,
  RuleExplanation,
  RuleLint,
  RuleLintFinding,
  RuleTestMiss,
  RuleTestResult,
  RuleTests,
} from "../rule-reports.ts";
import { count, dictionary, list, recordPlaceSchema, time } from "./parts.ts";
import type { Shape } from "./parts.ts";

const text = z.string();
const texts = list(text);
const ordinal = z.int().min(1);

/** A line of `rules lint --format jsonl`. */
export const ruleLintFindingSchema: z.ZodType<RuleLintFinding> = z.strictObject({
  version: z.literal(RULE_LINT_VERSION),
  severity: z.enum(["note", "warning", "error"]),
  code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  message: text,
  remedy: text,
  file: text,
  line: ordinal,
  column: ordinal,
  width: ordinal,
} satisfies Shape<RuleLintFinding>);

/** `rules lint --format json`. */
export const ruleLintSchema: z.ZodType<RuleLint> = z.strictObject({
  version: z.literal(RULE_LINT_VERSION),
  files: count,
  documents: count,
  counts: z.strictObject({ error: count, warning: count, note: count }),
  suppressed: count,
  findings: list(ruleLintFindingSchema),
} satisfies Shape<RuleLint>);

const part: z.ZodType<ExplainedPart> = z.strictObject({
  kind: z.enum(["all", "any", "not", "test", "constant"]),
  holds: z.boolean(),
  of: z.lazy(() => list(part)).exactOptional(),
  left: count.exactOptional(),
  field: text.exactOptional(),
  test: text.exactOptional(),
  value: z.string().max(2000).exactOptional(),
  missing: z.enum(["absent", "null"]).exactOptional(),
  refused: text.exactOptional(),
} satisfies Shape<ExplainedPart>);

const miss = z.strictObject({
  part: text,
  wanted: texts,
  got: text.exactOptional(),
} satisfies Shape<ExplainedMiss>);

const reading = z.strictObject({
  needs: text,
  scope: list(miss),
  refused: text.exactOptional(),
  tree: part.exactOptional(),
  cause: part.exactOptional(),
} satisfies Shape<ExplainedReading>);

const explained = {
  fires: z.boolean(),
  readings: list(reading),
} satisfies Shape<ExplainedRule>;

const source = z.strictObject({
  format: text,
  product: text.exactOptional(),
  category: text.exactOptional(),
  service: text.exactOptional(),
  channel: text.exactOptional(),
  provider: text.exactOptional(),
  eventId: z.number().exactOptional(),
} satisfies Shape<RecordSource>);

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const value: z.ZodType<FieldValue> = z.union([z.null(), scalar, list(scalar)]);

/** `explain --rule RULE --record PLACE --format json`. */
export const ruleExplanationSchema: z.ZodType<RuleExplanation> = z.strictObject({
  version: z.literal(RULE_EXPLANATION_VERSION),
  record: z.strictObject({
    place: recordPlaceSchema,
    source,
    fields: dictionary(value).exactOptional(),
  } satisfies Shape<RuleExplanation["record"]>),
  rules: list(
    z.strictObject({
      id: text,
      title: text,
      origin: recordPlaceSchema.exactOptional(),
      ...explained,
    } satisfies Shape<RuleExplanation["rules"][number]>),
  ),
} satisfies Shape<RuleExplanation>);

const match = z.strictObject({
  group: dictionary(texts),
  completedBy: count,
  events: list(count),
  count,
  first: time,
  last: time,
} satisfies Shape<CorrelatedMatch>);

const missed = z.strictObject({
  index: count,
  place: text,
  rule: z.strictObject({ id: text, title: text }).exactOptional(),
  explained: z.strictObject(explained),
} satisfies Shape<RuleTestMiss>);

/** A line of `rules test --format jsonl`. */
export const ruleTestResultSchema: z.ZodType<RuleTestResult> = z.strictObject({
  version: z.literal(RULE_TEST_VERSION),
  outcome: z.enum(["passed", "failed", "broken"]),
  name: text,
  place: text,
  rule: z.strictObject({
    wanted: text,
    id: text.exactOptional(),
    title: text.exactOptional(),
  } satisfies Shape<RuleTestResult["rule"]>),
  events: count,
  matched: list(count),
  matches: list(match).exactOptional(),
  reasons: texts,
  misses: list(missed),
} satisfies Shape<RuleTestResult>);

/** `rules test --format json`. */
export const ruleTestsSchema: z.ZodType<RuleTests> = z.strictObject({
  version: z.literal(RULE_TEST_VERSION),
  counts: z.strictObject({ passed: count, failed: count, broken: count }),
  tests: list(ruleTestResultSchema),
} satisfies Shape<RuleTests>);
