import type { FindInOne } from "../check.ts";
import { isText, itemsOf, patternOf } from "../selection.ts";
import type { LintItem } from "../selection.ts";

const ANCHORS = ["contains", "startswith", "endswith"] as const;
const VALUE = { part: "value" } as const;

function anchorOf({ modifiers }: LintItem): (typeof ANCHORS)[number] | undefined {
  return ANCHORS.find((one) => modifiers.includes(one));
}

/** `|all` on a single value. */
export const findSingleAll: FindInOne = ({ selections }, report) => {
  for (const item of itemsOf(selections))
    if (item.modifiers.includes("all") && item.values.length === 1 && item.field !== "")
      report(item.path, `"${item.key}" asks for all of one value`);
};

/** An empty text to contain, to begin or to end with: every value does. */
export const findEmptyTexts: FindInOne = ({ selections }, report) => {
  for (const item of itemsOf(selections)) {
    const anchor = anchorOf(item);
    if (anchor === undefined && item.field !== "") continue;
    for (const { value, path } of item.values)
      if (value === "" && isText(item))
        report(path, `every value ${anchor ?? "contains"} the empty text`, VALUE);
  }
};

/** `null` under a modifier that asks something of a value. */
export const findNullModifiers: FindInOne = ({ selections }, report) => {
  for (const item of itemsOf(selections)) {
    const modifier = item.modifiers.find((one) => one !== "neq");
    if (modifier === undefined) continue;
    for (const { value, path } of item.values)
      if (value === null) report(path, `null cannot stand with the modifier "${modifier}"`, VALUE);
  }
};

/** Blanks at the ends of an exact value, or before a path: rarely meant. */
export const findBlanks: FindInOne = ({ selections }, report) => {
  for (const item of itemsOf(selections)) {
    if (item.modifiers.includes("re") || item.field === "") continue;
    const anchor = anchorOf(item);
    for (const { value, path } of item.values) {
      if (typeof value !== "string" || value.trim() === "") continue;
      // What begins so may be looked for because of its blank, but no path begins with one.
      const isPath = anchor === "startswith" && /^\s+(?:[a-z]:)?[\\/]/i.test(value);
      if (isPath || (anchor === undefined && /^\s/.test(value)))
        report(path, "the value begins with a blank", VALUE);
      if (anchor === undefined && /\s$/.test(value))
        report(path, "the value ends with a blank", VALUE);
    }
  }
};

/** A value that stands twice in a list, in the same letters or, where case does not matter, in others. */
export const findDoubleValues: FindInOne = ({ selections }, report) => {
  eachDouble(itemsOf(selections), (item, value, same) => {
    if (same) report(value.path, `${quote(value.value)} stands twice in "${item.key}"`, VALUE);
  });
};

/** Values that differ only by case in a test that does not look at it. */
export const findCaseDoubles: FindInOne = ({ selections }, report) => {
  eachDouble(itemsOf(selections), (item, value, same) => {
    if (!same)
      report(
        value.path,
        `${quote(value.value)} differs only by case from another value of "${item.key}"`,
        VALUE,
      );
  });
};

function eachDouble(
  items: readonly LintItem[],
  tell: (item: LintItem, value: LintItem["values"][number], same: boolean) => void,
): void {
  for (const item of items) {
    const cased = item.modifiers.some(
      (one) => one === "cased" || one.startsWith("base64") || one === "re",
    );
    const exact = new Set<string>();
    const folded = new Set<string>();
    for (const value of item.values) {
      if (typeof value.value !== "string" && typeof value.value !== "number") continue;
      const text = String(value.value);
      const lower = cased ? text : text.toLowerCase();
      if (folded.has(lower)) tell(item, value, exact.has(text));
      exact.add(text);
      folded.add(lower);
    }
  }
}

const MOST_COMPARED = 300;

/** A value that another value of the list covers: `foobar` beside `foo` under `contains`. */
export const findCoveredValues: FindInOne = ({ selections }, report) => {
  for (const item of itemsOf(selections)) {
    const anchor = anchorOf(item) ?? (item.field === "" ? "contains" : undefined);
    if (anchor === undefined || item.values.length > MOST_COMPARED) continue;
    if (item.modifiers.some((one) => !["contains", "startswith", "endswith"].includes(one)))
      continue;
    const texts = item.values.flatMap(({ value, path }) => {
      const pattern = patternOf(item, value);
      const [only] = pattern ?? [];
      return pattern?.length === 1 && typeof only === "string"
        ? [{ text: only.toLowerCase(), path }]
        : [];
    });
    for (const { text, path } of texts) {
      const other = texts.find((one) => one.text !== text && covers(anchor, one.text, text));
      if (other !== undefined)
        report(path, `${quote(text)} is covered by ${quote(other.text)}`, VALUE);
    }
  }
};

function covers(anchor: (typeof ANCHORS)[number], wide: string, narrow: string): boolean {
  if (anchor === "contains") return narrow.includes(wide);
  return anchor === "startswith" ? narrow.startsWith(wide) : narrow.endsWith(wide);
}

/** `expand` on values without a placeholder. */
export const findNothingToExpand: FindInOne = ({ selections }, report) => {
  for (const item of itemsOf(selections))
    if (
      item.modifiers.includes("expand") &&
      !item.values.some(({ value }) => typeof value === "string" && /%[^%\s]+%/.test(value))
    )
      report(item.path, `"${item.key}" has no placeholder such as %name%`);
};

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value;
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
