import {
  BOOLEAN,
  form,
  list,
  may,
  must,
  must21,
  reference,
  references,
  since21,
  TEXT,
  TEXTS,
} from "./rule.ts";
import type { Fields, Rule } from "./rule.ts";

const TIME_OF_VERSION: Rule = { kind: "time", precise: true };
const EXTERNAL: Rule = list({ kind: "external-reference" });
const MARKINGS: Rule = references("marking-definition");
const GRANULAR: Rule = list({ kind: "granular-marking" });
/** What stands in `extensions` is checked by its own rules. */
const EXTENSIONS: Rule = { kind: "any" };

/** Kill chain phases (STIX 2.1 section 2.11). */
export const KILL_CHAIN: Rule = list({
  kind: "record",
  fields: { kill_chain_name: must(TEXT), phase_name: must(TEXT) },
});

/** Common properties of domain and relationship objects (STIX 2.1 section 3.2). */
export const COMMON: Fields = {
  type: must(TEXT),
  spec_version: must21(TEXT),
  id: must(TEXT),
  created_by_ref: may(reference("identity")),
  created: must(TIME_OF_VERSION),
  modified: must(TIME_OF_VERSION),
  revoked: may(BOOLEAN),
  labels: may(TEXTS),
  confidence: since21({ kind: "integer", least: 0, most: 100 }),
  lang: since21(form("language")),
  external_references: may(EXTERNAL),
  object_marking_refs: may(MARKINGS),
  granular_markings: may(GRANULAR),
  extensions: since21(EXTENSIONS),
};

/** Common properties of cyber-observable objects. */
export const OBSERVABLE_COMMON: Fields = {
  type: must(TEXT),
  spec_version: since21(TEXT),
  id: must21(TEXT),
  object_marking_refs: since21(MARKINGS),
  granular_markings: since21(GRANULAR),
  defanged: since21(BOOLEAN),
  extensions: may(EXTENSIONS),
};

/** Common properties of marking definitions, which have no versions. */
export const MARKING_COMMON: Fields = {
  type: must(TEXT),
  spec_version: must21(TEXT),
  id: must(TEXT),
  created_by_ref: may(reference("identity")),
  created: must(TIME_OF_VERSION),
  external_references: may(EXTERNAL),
  object_marking_refs: may(MARKINGS),
  granular_markings: may(GRANULAR),
  extensions: since21(EXTENSIONS),
};

/** Names no custom property may take (STIX 2.1 section 3.8). */
export const RESERVED: ReadonlySet<string> = new Set([
  "action",
  "phone_numbers",
  "severity",
  "username",
]);
