import type { Observable, ObservableType } from "@tocsin/model";
import { readObservable } from "./leaf.ts";
import { toTarget } from "./target.ts";

/** Types whose reading looks at more than their form: a name with folders is a path. */
const SUBTLE: ReadonlySet<ObservableType> = new Set(["filename", "filepath", "registry-key"]);

const SIMPLE = /^\[([a-z0-9-]{1,250}):([\w.'-]{1,250}) = '([^'\\]{1,10000})'\]$/;
const STEP = /^(?:([A-Za-z_]\w{0,250})|'([\w-]{1,250})')$/;

/**
 * The observable of a pattern that is one equality with a plain text, as nearly all are: the same that
 * `parsePattern` and `patternToVariants` give, at a fraction of their cost. Undefined for any other pattern, and
 * for one with a fault.
 */
export function readSimple(text: string): Observable | undefined {
  const match = SIMPLE.exec(text);
  const type = match?.[1];
  const path = match?.[2];
  const value = match?.[3];
  if (type === undefined || path === undefined || value === undefined) return undefined;
  const steps: string[] = [];
  for (const step of path.split(".")) {
    const named = STEP.exec(step);
    const name = named?.[1] ?? named?.[2];
    if (name === undefined) return undefined;
    steps.push(name);
  }
  const target = toTarget({ type, steps });
  if (target?.kind !== "observable" || target.types.some((one) => SUBTLE.has(one)))
    return undefined;
  // A network of one address is that address.
  if (value.includes("/") && target.types[0] !== "url") return undefined;
  return readObservable(target.types, value);
}
