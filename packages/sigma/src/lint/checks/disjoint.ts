import type { WildcardPart } from "@tocsin/model";
import { isText, patternOf } from "../selection.ts";
import type { LintItem, LintMap } from "../selection.ts";
import { words } from "../words.ts";

/** What is certain of every text that passes a test. */
interface Form {
  readonly exact?: string;
  readonly prefix: string;
  readonly suffix: string;
}

const MOST_PAIRS = 4000;
/** Modifiers that change a value into others, or the sense of the test. */
const OPAQUE = words("neq windash base64 base64offset utf16 utf16le utf16be wide expand");

/**
 * Two items of one map, or of two maps that must both hold, that no single value passes.
 * Certain only where a field has one value, as those of Windows events have.
 */
export function clash(a: LintMap, b: LintMap): readonly [LintItem, LintItem] | undefined {
  for (const [at, left] of a.items.entries())
    for (const right of a === b ? a.items.slice(at + 1) : b.items) {
      if (left.field === "" || left.field !== right.field) continue;
      if (areDisjoint(left, right)) return [left, right];
    }
  return undefined;
}

/** Groups of forms: each group must be met by one of its forms. Undefined: nothing is certain. */
export function formsOf(item: LintItem): readonly (readonly Form[])[] | undefined {
  const { modifiers, values } = item;
  if (!isText(item) || modifiers.some((one) => OPAQUE.has(one))) return undefined;
  const forms: Form[] = [];
  for (const { value } of values) {
    const parts = patternOf(item, value);
    if (parts === undefined) return undefined;
    const first = parts[0] ?? "";
    const last = parts.at(-1) ?? "";
    const open = { left: modifiers.includes("contains"), right: modifiers.includes("contains") };
    if (modifiers.includes("endswith")) open.left = true;
    if (modifiers.includes("startswith")) open.right = true;
    const literal = parts.every((part) => typeof part === "string") ? parts.join("") : undefined;
    forms.push({
      ...(literal !== undefined && !open.left && !open.right && { exact: literal.toLowerCase() }),
      prefix: open.left ? "" : fold(first),
      suffix: open.right ? "" : fold(last),
    });
  }
  return modifiers.includes("all") ? forms.map((form) => [form]) : [forms];
}

function fold(part: WildcardPart): string {
  return typeof part === "string" ? part.toLowerCase() : "";
}

function areDisjoint(a: LintItem, b: LintItem): boolean {
  const left = formsOf(a);
  const right = formsOf(b);
  if (left === undefined || right === undefined) return false;
  return left.some((group) =>
    right.some(
      (other) =>
        group.length * other.length <= MOST_PAIRS &&
        group.every((one) => other.every((two) => !canBoth(one, two))),
    ),
  );
}

/** Whether one text may have both forms. Where a form says nothing, it may. */
export function canBoth(a: Form, b: Form): boolean {
  if (a.exact !== undefined && b.exact !== undefined) return a.exact === b.exact;
  return (
    fits(a, b) &&
    fits(b, a) &&
    (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) &&
    (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix))
  );
}

function fits({ exact }: Form, other: Form): boolean {
  return exact === undefined || (exact.startsWith(other.prefix) && exact.endsWith(other.suffix));
}
