import * as z from "zod";
import type { Gap, Ledger, LedgerFile, LedgerSource } from "../ledger.ts";
import type { Coverage, UnseenDetection, Visibility } from "../visibility.ts";
import { kindSchema } from "./finding.ts";
import { count, diagnosticSchema, list, time } from "./parts.ts";
import type { Shape } from "./parts.ts";

const text = z.string();

const file = z.strictObject({
  file: text,
  sizeBytes: count,
  format: text,
  status: z.enum(["read", "partly", "failed", "skipped"]),
  records: count,
  damaged: count,
  recovered: count.exactOptional(),
  outsideWindow: count,
  diagnostics: list(diagnosticSchema),
  diagnosticCount: count,
} satisfies Shape<LedgerFile>);

const source = z.strictObject({
  source: text,
  format: text,
  product: text.exactOptional(),
  category: text.exactOptional(),
  service: text.exactOptional(),
  channel: text.exactOptional(),
  provider: text.exactOptional(),
  eventId: z.int().exactOptional(),
  records: count,
  timeless: count,
  first: time.exactOptional(),
  last: time.exactOptional(),
  hours: count,
} satisfies Shape<LedgerSource>);

const gap = z.strictObject({ from: time, to: time } satisfies Shape<Gap>);

/** What was and was not read. */
export const ledgerSchema: z.ZodType<Ledger> = z.strictObject({
  files: list(file),
  sources: list(source),
  records: count,
  damaged: count,
  recovered: count.exactOptional(),
  outsideWindow: count,
  sizeBytes: count,
  hosts: list(text),
  first: time.exactOptional(),
  last: time.exactOptional(),
  hours: count,
  gaps: list(gap),
  partial: z.boolean(),
} satisfies Shape<Ledger>);

const coverage = z.strictObject({
  of: text,
  total: count,
  couldMatch: count,
} satisfies Shape<Coverage>);

const unseen = z.strictObject({
  id: text,
  title: text,
  kind: kindSchema,
  needs: list(text),
} satisfies Shape<UnseenDetection>);

/** What could have been seen. */
export const visibilitySchema: z.ZodType<Visibility> = z.strictObject({
  sources: list(source),
  first: time.exactOptional(),
  last: time.exactOptional(),
  hoursCovered: count,
  hoursTotal: count,
  gaps: list(gap),
  total: count,
  couldMatch: count,
  percent: z.int().min(0).max(100),
  byKind: list(coverage),
  byTechnique: list(coverage),
  unseen: list(unseen),
  missing: list(z.strictObject({ needs: text, detections: count })),
} satisfies Shape<Visibility>);
