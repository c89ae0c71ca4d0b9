import type { FieldValue, Scalar } from "@tocsin/model";

/** The values of a field: none when it is absent or null. */
export function valuesOf(value: FieldValue | undefined): readonly Scalar[] {
  if (value === undefined || value === null) return [];
  return typeof value === "object" ? value : [value];
}

/** Folds case as every test without `cased` does: the lower case of Unicode, no locale. */
export function foldCase(text: string): string {
  return text.toLowerCase();
}
