import * as z from "zod";
import { FINDING_VERSION } from "../finding.ts";
import type { Finding, FindingDetection, MatchedField, Occurrence } from "../finding.ts";
import {
  citationSchema,
  count,
  levelSchema,
  list,
  observableSchema,
  placeSchema,
  recordPlaceSchema,
  time,
} from "./parts.ts";
import type { Shape } from "./parts.ts";

/** Kinds of detection. */
export const kindSchema: z.ZodType<FindingDetection["kind"]> = z.enum([
  "indicator",
  "stix-pattern",
  "sigma",
]);

const detection = z.strictObject({
  id: z.string(),
  kind: kindSchema,
  title: z.string(),
  level: levelSchema,
  strength: z.enum(["strong", "weak", "behaviour"]),
  techniques: list(z.string()),
  vulnerabilities: list(z.string()),
  observable: observableSchema.exactOptional(),
  origin: placeSchema.exactOptional(),
  falsePositives: list(z.string()),
} satisfies Shape<FindingDetection>);

const matched = z.strictObject({
  field: z.string(),
  value: z.string().max(2000),
  test: z.string(),
} satisfies Shape<MatchedField>);

const occurrence = z.strictObject({
  place: recordPlaceSchema,
  time: time.exactOptional(),
  source: z.string(),
} satisfies Shape<Occurrence>);

/** A finding as one line of `--format jsonl`. */
export const findingSchema: z.ZodType<Finding> = z.strictObject({
  version: z.literal(FINDING_VERSION),
  id: z.uuid(),
  detection,
  host: z.string().exactOptional(),
  matched: list(matched),
  count,
  firstSeen: time.exactOptional(),
  lastSeen: time.exactOptional(),
  occurrences: z.array(occurrence).max(10),
  citations: list(citationSchema),
} satisfies Shape<Finding>);
