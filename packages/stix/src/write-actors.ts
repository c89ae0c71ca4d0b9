import { addObject, cited, orNothing, toObjectId } from "./write-object.ts";
import type { Writing } from "./write-object.ts";

/** Writes the issuers as organizations; gives their ids in order. */
export function writeIssuers(writing: Writing): string[] {
  return writing.campaign.issuers.map(({ name, citations }) => {
    const id = toObjectId(writing.campaign, "identity", "issuer", name);
    const own = { part: "issuer", ...cited(citations) };
    return addObject(writing, id, { name, identity_class: "organization" }, own);
  });
}

/** Writes the actors as intrusion sets; gives their ids. Only names said to be the same are aliases of STIX. */
export function writeActors(writing: Writing): string[] {
  return writing.campaign.actors.map((actor) => {
    const { name, description, goals, aliases, citations } = actor;
    const id = toObjectId(writing.campaign, "intrusion-set", name);
    const joined = aliases.filter(({ relation }) => relation === "same" || relation === "formerly");
    const names = [...new Set(joined.map((alias) => alias.name))];
    return addObject(
      writing,
      id,
      { name, description, aliases: orNothing(names), goals: orNothing(goals) },
      { part: "actor", ...cited(citations), aliases },
    );
  });
}

/** Writes malware and tools; gives their ids by name. */
export function writeSoftware(writing: Writing): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { name, kind, aliases, citations } of writing.campaign.software) {
    const id = toObjectId(writing.campaign, kind, name);
    const family = kind === "malware" ? { is_family: true } : {};
    const own = { part: "software", ...cited(citations) };
    addObject(writing, id, { name, ...family, aliases: orNothing(aliases) }, own);
    ids.set(name, id);
  }
  return ids;
}
