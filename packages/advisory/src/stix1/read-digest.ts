import { normalizeObservable } from "@tocsin/model";
import type { Citation } from "@tocsin/model";
import type { Expression } from "../composite/expression.ts";
import { childrenOf, memberText, textOf } from "./node.ts";
import type { Node } from "./node.ts";
import { DIGESTS, DIGESTS_BY_LENGTH } from "./object-fields.ts";
import { readField } from "./read-field.ts";

/** The digest of a `Hash`; of an unknown kind its name goes to `unknown`. */
export function readDigest(
  hash: Node,
  cite: (passage: string) => Citation,
  faults: string[],
  unknown: string[],
): Expression[] {
  const stated = (memberText(hash, "type") ?? "").toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const nodes = childrenOf(hash, "simplehashvalue", "fuzzyhashvalue");
  return nodes.flatMap((node) => {
    // A digest whose algorithm is not given tells it by its length; a list by that of its first value.
    const first = textOf(node)?.split("##comma##")[0]?.trim() ?? "";
    const guessed = node.key === "fuzzyhashvalue" ? "ssdeep" : DIGESTS_BY_LENGTH[first.length];
    const known = stated === "" ? guessed : Object.hasOwn(DIGESTS, stated) ? stated : undefined;
    const digest = known === undefined ? undefined : DIGESTS[known];
    if (digest === undefined) {
      unknown.push(stated.slice(0, 40));
      return [];
    }
    const expression = readField(node, { term: `Hash/${known ?? ""}`, ...digest, cite, faults });
    return expression === undefined ? [] : [expression];
  });
}

/** MISP writes the fingerprint of a certificate as its signature. */
export function readFingerprints(
  properties: Node,
  cite: (passage: string) => Citation,
): Expression[] {
  return childrenOf(properties, "certificatesignature").flatMap((signature) => {
    const text = memberText(signature, "signature") ?? "";
    const algorithm = memberText(signature, "signaturealgorithm") ?? "";
    const name = algorithm.toLowerCase().replaceAll("-", "");
    const kind =
      name === "sha1" || name === "sha256" ? (`certificate-${name}` as const) : undefined;
    const observable = kind && normalizeObservable(kind, text);
    if (observable === undefined) return [];
    const path = `x509-certificate:hashes.'SHA-${name.slice(3)}'`;
    return [
      {
        kind: "test",
        term: "Certificate_Signature",
        condition: "is",
        isNegated: false,
        text: observable.value,
        observable,
        path,
        citation: cite(`${algorithm}: ${text}`),
      },
    ];
  });
}
