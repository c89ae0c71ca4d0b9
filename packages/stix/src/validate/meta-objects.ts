import { COMMON, MARKING_COMMON } from "./common.ts";
import { closed, list, may, must, order, reference, since21, TEXT, TEXTS, TIME } from "./rule.ts";
import type { ObjectType, Rule } from "./rule.ts";

/** Kinds of extension (STIX 2.1 section 7.3). */
export const EXTENSION_TYPES = [
  "new-sdo",
  "new-sco",
  "new-sro",
  "property-extension",
  "toplevel-property-extension",
] as const;

const EXTENSION_TYPE: Rule = closed(...EXTENSION_TYPES);

/** Meta objects and the bundle (STIX 2.1 sections 7 and 8). */
export const META_OBJECTS: Readonly<Record<string, ObjectType>> = {
  "language-content": {
    family: "meta",
    clause: "7.1",
    only: "2.1",
    fields: {
      ...COMMON,
      object_ref: must(reference()),
      object_modified: may(TIME),
      contents: must({ kind: "any" }),
    },
    orders: [order("created", "modified")],
  },
  "marking-definition": {
    family: "marking",
    clause: "7.2.1",
    fields: {
      ...MARKING_COMMON,
      name: since21(TEXT),
      definition_type: { rule: TEXT, requiredIn: "2.0" },
      definition: { rule: { kind: "any" }, requiredIn: "2.0" },
    },
    presence: [
      { need: "all", of: ["definition_type", "definition"] },
      { need: "any", of: ["definition", "extensions"] },
    ],
  },
  "extension-definition": {
    family: "meta",
    clause: "7.3",
    only: "2.1",
    fields: {
      ...COMMON,
      created_by_ref: must(reference("identity")),
      name: must(TEXT),
      description: may(TEXT),
      schema: must(TEXT),
      version: must(TEXT),
      extension_types: must(list(EXTENSION_TYPE)),
      extension_properties: may(TEXTS),
    },
    orders: [order("created", "modified")],
  },
  bundle: {
    family: "bundle",
    clause: "8",
    fields: {
      type: must(TEXT),
      id: must(TEXT),
      spec_version: { rule: closed("2.0"), only: "2.0", isRequired: true },
      objects: may({ kind: "any" }),
    },
  },
};
