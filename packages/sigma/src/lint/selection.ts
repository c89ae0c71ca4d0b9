import type { WildcardPart } from "@tocsin/model";
import type { Path } from "../diagnostic.ts";
import { parseText } from "../text.ts";
import { words } from "./words.ts";

/** One value of an item, with its place. */
interface LintValue {
  readonly value: unknown;
  readonly path: Path;
}

/** `Field|modifiers: values`, as written. */
export interface LintItem {
  /** The whole key; empty for keywords. */
  readonly key: string;
  readonly field: string;
  readonly modifiers: readonly string[];
  readonly values: readonly LintValue[];
  /** Whether the values stand in a list. */
  readonly isList: boolean;
  readonly path: Path;
}

/** The items of one map, all of which must hold. */
export interface LintMap {
  readonly items: readonly LintItem[];
  readonly path: Path;
}

/** A named selection: one of its maps must hold. */
export interface LintSelection {
  readonly name: string;
  readonly path: Path;
  readonly value: unknown;
  readonly maps: readonly LintMap[];
}

const NO_SELECTIONS = new Set(["condition", "timeframe", "rules"]);
const MAX_DEPTH = 50;

/** The selections of a `detection` or `filter`; none where that is no map. */
export function readSelections(detection: unknown, key: string): LintSelection[] {
  if (!isMap(detection)) return [];
  return Object.entries(detection)
    .filter(([name]) => !NO_SELECTIONS.has(name))
    .map(([name, value]) => {
      const path = [key, name];
      return { name, path, value, maps: readMaps(value, path, 0) };
    });
}

function readMaps(value: unknown, path: Path, depth: number): LintMap[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value))
    return value.flatMap((one: unknown, index) => readMaps(one, [...path, index], depth + 1));
  if (isMap(value))
    return [
      {
        path,
        items: Object.entries(value).map(([key, inner]) => readItem(key, inner, [...path, key])),
      },
    ];
  return [{ path, items: [readItem("", value, path)] }];
}

function readItem(key: string, value: unknown, path: Path): LintItem {
  const [field = "", ...modifiers] = key.split("|").map((part) => part.trim());
  const isList = Array.isArray(value);
  const values = isList
    ? value.map((one: unknown, index) => ({ value: one, path: [...path, index] }))
    : [{ value, path }];
  return { key, field, modifiers, values, isList, path };
}

/** Whether it is a map of YAML. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every item of every selection. */
export function itemsOf(selections: readonly LintSelection[]): LintItem[] {
  return selections.flatMap(({ maps }) => maps.flatMap(({ items }) => items));
}

/** Modifiers under which a value is no Sigma text: its wildcards and backslashes mean nothing. */
const NO_TEXT = words("re cidr exists fieldref lt lte gt gte minute hour day week month year");

/** Whether the values of an item are Sigma texts, with wildcards. */
export function isText({ modifiers }: LintItem): boolean {
  return !modifiers.some((one) => NO_TEXT.has(one));
}

/** The pattern of a text value; undefined for what is no text. */
export function patternOf(item: LintItem, value: unknown): readonly WildcardPart[] | undefined {
  if (!isText(item)) return undefined;
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  return typeof value === "string" ? parseText(value) : undefined;
}
