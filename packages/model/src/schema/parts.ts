import * as z from "zod";
import type { Citation } from "../citation.ts";
import { LEVELS } from "../detection.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { Observable } from "../observable.ts";
import { OBSERVABLE_TYPES } from "../observable.ts";
import type { Place, RecordPlace } from "../place.ts";

/** A schema for every property of a type, optional ones included: one that is forgotten does not compile. */
export type Shape<T> = { readonly [K in keyof Required<T>]: z.ZodType<NonNullable<T[K]>> };

/** A point of time: ISO 8601 in UTC, with seconds. */
export const time: z.ZodType<string> = z.iso.datetime();

/** A day, or a point of time: as exact as the source says it. */
export const moment: z.ZodType<string> = z.union([z.iso.datetime(), z.iso.date()]);

/** A year, a month, a day or a point of time: as coarse as the source says it. */
export const coarseMoment: z.ZodType<string> = z.union([
  z.iso.datetime(),
  z.iso.date(),
  z.string().regex(/^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/),
]);

/** A whole number from 0. */
export const count: z.ZodType<number> = z.int().min(0);

/** A list that keeps the readonly of the model. */
export function list<T>(of: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z.array(of);
}

/** Any names, one kind of value. */
export function dictionary<T>(of: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> {
  return z.record(z.string(), of);
}

const place = {
  file: z.string(),
  offsetBytes: count.exactOptional(),
  line: count.exactOptional(),
  column: count.exactOptional(),
  recordId: z.string().exactOptional(),
} satisfies Shape<Place>;

/** Places are file, line and column, or file and byte. */
export const placeSchema: z.ZodType<Place> = z.strictObject(place);

/** A record's place, with the mark of recovered ones. */
export const recordPlaceSchema: z.ZodType<RecordPlace> = z.strictObject({
  ...place,
  recovered: z.literal(true).exactOptional(),
} satisfies Shape<RecordPlace>);

/** A citation. */
export const citationSchema: z.ZodType<Citation> = z.strictObject({
  document: z.string(),
  page: count.exactOptional(),
  line: count.exactOptional(),
  table: count.exactOptional(),
  row: count.exactOptional(),
  object: z.string().exactOptional(),
  passage: z.string(),
} satisfies Shape<Citation>);

/** A diagnostic. */
export const diagnosticSchema: z.ZodType<Diagnostic> = z.strictObject({
  severity: z.enum(["note", "warning", "error"]),
  code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  message: z.string(),
  place: placeSchema.exactOptional(),
  remedy: z.string().exactOptional(),
} satisfies Shape<Diagnostic>);

/** An observable. */
export const observableSchema: z.ZodType<Observable> = z.strictObject({
  type: z.enum(OBSERVABLE_TYPES),
  value: z.string(),
} satisfies Shape<Observable>);

/** Sigma's levels. */
export const levelSchema: z.ZodType<(typeof LEVELS)[number]> = z.enum(LEVELS);
