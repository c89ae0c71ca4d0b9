import type { DocumentProperties } from "./document.ts";

/** Properties as they were looked for: what a document does not say is undefined. */
type Sought = { readonly [K in keyof DocumentProperties]: DocumentProperties[K] | undefined };

/** The properties that a document does say. */
export function saidOnly(sought: Sought): DocumentProperties {
  return Object.fromEntries(Object.entries(sought).filter(([, value]) => value !== undefined));
}
