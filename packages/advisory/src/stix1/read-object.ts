import type { Citation, Observable } from "@tocsin/model";
import type { Expression } from "../composite/expression.ts";
import type { ValueKind } from "../composite/read-value.ts";
import { readObservables } from "../misp/attribute-types.ts";
import { below, childrenOf, memberText, objectKind, textOf } from "./node.ts";
import type { Node } from "./node.ts";
import { ASIDES, OBJECT_FIELDS } from "./object-fields.ts";
import { readDigest, readFingerprints } from "./read-digest.ts";
import { readField } from "./read-field.ts";

/** What the properties of a CybOX object come to. */
export interface ReadObject {
  /** Digests, each of which says which file it is. */
  readonly digests: readonly Expression[];
  /** Values of which an object has all. */
  readonly fields: readonly Expression[];
  /** What narrows them: ports, sizes. */
  readonly details: readonly Expression[];
  /** Values in it that are not the thing itself, with what they are. */
  readonly asides: readonly Aside[];
  /** Values that have not the form of their kind. */
  readonly faults: readonly string[];
  /** Digests of kinds that no observable stands for. */
  readonly unknown: readonly string[];
}

/** A value beside the thing itself. */
interface Aside {
  readonly observable: Observable;
  readonly reason: string;
  readonly citation: Citation;
}

/** Whether objects of the kind are read. */
export function isReadKind(kind: string): boolean {
  return kind === "address" || Object.hasOwn(OBJECT_FIELDS, kind);
}

/** Reads the properties of a CybOX object; its kind is told by their `xsi:type`. */
export function readObject(properties: Node, cite: (passage: string) => Citation): ReadObject {
  const kind = objectKind(properties);
  const label = (properties.attributes["xsitype"] ?? "").replace(/^[^:]{0,60}:|ObjectType$/g, "");
  const faults: string[] = [];
  const unknown: string[] = [];
  const asides = [
    ...readAsides(properties, cite, faults, unknown),
    ...readCustom(properties, kind, cite),
  ];
  const read = (
    node: Node,
    term: string,
    kindOf: ValueKind | undefined,
    path?: string,
  ): Expression | undefined => readField(node, { term, kind: kindOf, path, cite, faults });
  const digests = childrenOf(properties, "hashes").flatMap((hashes) =>
    childrenOf(hashes, "hash").flatMap((hash) => readDigest(hash, cite, faults, unknown)),
  );
  if (kind === "address") {
    const category = properties.attributes["category"] ?? "ipv4-addr";
    const value = childrenOf(properties, "addressvalue")[0];
    const [kindOf, path] = ADDRESS_KINDS[category] ?? ["address", "ipv4-addr:value"];
    const field = value && read(value, "Address", kindOf, path);
    return {
      digests,
      fields: field === undefined ? [] : [field],
      details: [],
      asides,
      faults,
      unknown,
    };
  }
  if (kind === "x509certificate") digests.push(...readFingerprints(properties, cite));
  const fields: Expression[] = [];
  const details: Expression[] = [];
  for (const field of OBJECT_FIELDS[kind] ?? [])
    for (const node of pick(properties, field.at)) {
      const expression = read(
        node,
        `${label}/${field.at.at(-1)?.replace("**", "") ?? ""}`,
        field.kind,
        field.path,
      );
      if (expression !== undefined) (field.isDetail === true ? details : fields).push(expression);
    }
  joinHive(properties, fields);
  if (kind === "custom") {
    for (const { observable, citation } of asides.splice(0))
      fields.push({
        kind: "test",
        term: "custom property",
        condition: "is",
        isNegated: false,
        text: observable.value,
        observable,
        citation,
      });
  }
  return { digests, fields, details, asides, faults, unknown };
}

function readAsides(
  properties: Node,
  cite: (passage: string) => Citation,
  faults: string[],
  unknown: string[],
): Aside[] {
  return ASIDES.flatMap(({ at, kind, reason }) =>
    pick(properties, at).flatMap((node) => {
      const read =
        kind === undefined
          ? readDigest(node, cite, faults, unknown)
          : [readField(node, { term: at.at(-1) ?? "", kind, cite, faults })];
      return read.flatMap((expression) =>
        expression?.kind === "test" && expression.observable !== undefined
          ? [{ observable: expression.observable, reason, citation: expression.citation }]
          : [],
      );
    }),
  );
}

/** Properties of a writer's own; those named as MISP names its attributes and relations are understood. */
function readCustom(properties: Node, kind: string, cite: (passage: string) => Citation): Aside[] {
  const object = kind === "custom" ? (properties.attributes["customname"] ?? "") : kind;
  return childrenOf(properties, "customproperties").flatMap((list) =>
    childrenOf(list, "property").flatMap((property) => {
      const name = property.attributes["name"] ?? "";
      const text = textOf(property) ?? "";
      const relation = `${object === "as" ? "asn" : object}/${name}`;
      const observables = text === "" ? [] : (readObservables(name, text, relation) ?? []);
      const citation = cite(`${name}: ${text}`);
      return observables.map((observable) => ({
        observable,
        reason: `custom property ${name.slice(0, 60)}`,
        citation,
      }));
    }),
  );
}

const ADDRESS_KINDS: Readonly<Record<string, readonly [ValueKind, string]>> = {
  "e-mail": ["email", "email-addr:value"],
  "ipv6-addr": ["address", "ipv6-addr:value"],
  "ipv6-net": ["address", "ipv6-addr:value"],
  mac: ["mac-address", "mac-addr:value"],
  asn: ["asn", "autonomous-system:number"],
};

function pick(node: Node, at: readonly string[]): Node[] {
  let found: Node[] = [node];
  for (const key of at)
    found = found.flatMap((one) =>
      key.startsWith("**") ? [...below(one, key.slice(2))] : childrenOf(one, key),
    );
  return found;
}

/** The hive stands apart from the key; they are one name. */
function joinHive(properties: Node, fields: Expression[]): void {
  const hive = memberText(properties, "hive");
  const [key] = fields;
  if (hive === undefined || key?.kind !== "test" || key.observable?.type !== "registry-key") return;
  if (/^(?:hkey_|hk(?:lm|cu|cr|u|cc)\b)/i.test(key.text)) return;
  const text = `${hive}\\${key.text.replace(/^\\/, "")}`;
  fields[0] = { ...key, text, observable: { type: "registry-key", value: text } };
}
