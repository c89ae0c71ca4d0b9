import { below, child, childrenOf, memberText, textOf } from "./node.ts";
import type { Node } from "./node.ts";

/** What a TTP names, before it is cited. */
export interface NamedTtp {
  readonly title?: string;
  readonly malware: readonly string[];
  readonly tools: readonly string[];
  readonly techniques: readonly string[];
  /** Of its attack patterns: name and id, as far as given. */
  readonly patterns: readonly {
    readonly name?: string;
    readonly id?: string;
    readonly capec?: string;
  }[];
}

const TECHNIQUE = /\b(T\d{4}(?:\.\d{3})?)\b/;

/** Reads malware, tools and attack patterns of a TTP. An ATT&CK id stands in titles, where there is one. */
export function readTtp(node: Node): NamedTtp {
  const behavior = child(node, "behavior");
  const malware = namesOf(behavior, ["malware", "malwareinstances"], "malwareinstance");
  const tools = namesOf(child(node, "resources"), ["tools"], "tool");
  const patterns = ["attackpatterns"].flatMap((key) =>
    childrenOf(behavior, key).flatMap((list) =>
      childrenOf(list, "attackpattern").map((pattern) => {
        const title = memberText(pattern, "title");
        const id = TECHNIQUE.exec(title ?? "")?.[1];
        const name = title?.replace(/\s-\sT\d{4}(?:\.\d{3})?$/, "");
        const capec = /^CAPEC-\d{1,5}$/i
          .exec(pattern.attributes["capecid"] ?? "")?.[0]
          .toUpperCase();
        return {
          ...(name !== undefined && { name }),
          ...(id !== undefined && { id }),
          ...(capec !== undefined && { capec }),
        };
      }),
    ),
  );
  const title = textOf(child(node, "title"));
  return {
    ...(title !== undefined && { title }),
    malware,
    tools,
    techniques: patterns.flatMap(({ id }) => id ?? []),
    patterns,
  };
}

function namesOf(node: Node | undefined, lists: readonly string[], item: string): string[] {
  const items = childrenOf(node, ...lists).flatMap((list) => [...below(list, item)]);
  return items.flatMap((one) => {
    const names = [
      ...childrenOf(one, "name"),
      ...childrenOf(one, "names").flatMap((list) => list.children),
    ].flatMap((name) => textOf(name) ?? []);
    const [first = memberText(one, "title")] = names;
    return first === undefined ? [] : [first.replace(/ - [GSMC]\d{4}$/, "").slice(0, 200)];
  });
}
