import type { Actor, NameClaim } from "@tocsin/model";
import { below, child, childrenOf, memberText, textOf } from "./node.ts";
import type { Node } from "./node.ts";
import { citeNode } from "./package.ts";
import type { Package } from "./package.ts";
import { toProse } from "./prose.ts";

/** Reads a threat actor: its title, or the name of its identity; other names its identity gives are claims. */
export function readActor(open: Package, node: Node): Actor | undefined {
  const title = toProse(memberText(node, "title"), 200);
  const identity = child(node, "identity");
  const names = [
    memberText(identity, "name"),
    ...(identity === undefined ? [] : partyNames(identity)),
  ].flatMap((name) => toProse(name, 200) ?? []);
  const [name, ...others] = [...(title === undefined ? [] : [title]), ...names];
  if (name === undefined) return undefined;
  const citation = citeNode(open, node, `threat actor: ${[name, ...others].join(", ")}`);
  const description = toProse(child(node, "description")?.text, 2000);
  const goals = ["motivation", "motivations", "intendedeffect", "intendedeffects"].flatMap((key) =>
    childrenOf(node, key).flatMap(valuesOf),
  );
  const distinct = [...new Set(others)].filter((one) => one.toLowerCase() !== name.toLowerCase());
  return {
    name,
    aliases: distinct.map((one): NameClaim => ({
      name: one,
      relation: "unstated",
      citations: [citation],
    })),
    ...(description !== undefined && { description }),
    ...(goals.length > 0 && { goals: [...new Set(goals)] }),
    citations: [citation],
  };
}

/** Names of organisations and persons as CIQ writes them. */
function partyNames(identity: Node): string[] {
  return ["organisationname", "personname"].flatMap((key) =>
    [...below(identity, key)].flatMap((name) =>
      [...below(name, "nameelement")].flatMap((element) => textOf(element) ?? []),
    ),
  );
}

/** The text of a statement's value: `Motivation/Value`, a vocabulary's term. */
function valuesOf(node: Node): string[] {
  const own =
    textOf(child(node, "value")) ?? (node.children.length === 0 ? textOf(node) : undefined);
  return own === undefined
    ? node.children.flatMap((one) => textOf(child(one, "value")) ?? textOf(one) ?? [])
    : [own];
}
