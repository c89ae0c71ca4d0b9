import type { KnowledgePart, NamedEntry } from "../src/index.ts";

/** A source of the tests; all names are invented. */
export function part(
  id: string,
  rest: Omit<KnowledgePart, "source">,
  version = "1",
): KnowledgePart {
  return {
    source: {
      id,
      title: id.toUpperCase(),
      version,
      licence: "CC0-1.0",
      url: `https://${id}.example.com/`,
    },
    ...rest,
  };
}

/** An actor with names that are the same for its source. */
export function actor(
  name: string,
  same: readonly string[] = [],
  rest: Partial<NamedEntry> = {},
): NamedEntry {
  return {
    kind: "actor",
    name,
    ...(same.length > 0 && {
      aliases: same.map((alias) => ({ name: alias, relation: "same" as const })),
    }),
    ...rest,
  };
}
