import type { Actor, Issuer, NameClaim, NameRelation, Software } from "@tocsin/model";
import { getExtension, readCitations } from "./extension.ts";
import type { Bundle } from "./read-bundle.ts";
import { getList, getText, getTexts } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

const SUBGROUP = /^subgroup:\s{0,5}(\S.*)$/i;
/** Names kept of one actor: more is no description. */
const MAX_ALIASES = 1000;
/** Values kept of MISP's own attributes. */
const MAX_MISP_VALUES = 200;
const ACTOR_TYPES: ReadonlySet<string> = new Set(["threat-actor", "intrusion-set"]);
const SOFTWARE_TYPES: ReadonlySet<string> = new Set(["malware", "tool"]);
const RELATIONS: Readonly<Record<NameRelation, true>> = {
  same: true,
  formerly: true,
  "part-of": true,
  overlaps: true,
  linked: true,
  sponsor: true,
  "not-same": true,
  unstated: true,
};

/** How relationships between actors read as claims of names. */
const ACTOR_RELATIONS: Readonly<Record<string, NameRelation>> = {
  "duplicate-of": "same",
  "attributed-to": "linked",
  "derived-from": "linked",
  "related-to": "linked",
  "part-of": "part-of",
};

interface ActorDraft {
  readonly name: string;
  readonly object: StixObject;
  readonly aliases: NameClaim[];
}

/** Lower case with blanks levelled: how names are compared. */
export function foldName(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, " ").trim();
}

/** Text of an object for a citation: its name and what it says of itself. */
export function describe(object: StixObject): string {
  const parts = [getText(object, "name"), getText(object, "description")];
  return parts.filter(Boolean).join(": ") || object.type;
}

/** Threat actors and intrusion sets. Aliases are claims of the object's producer. */
export function readActors(bundle: Bundle): Actor[] {
  const drafts = new Map<string, ActorDraft>();
  for (const object of bundle.objects) {
    const name = ACTOR_TYPES.has(object.type) ? getText(object, "name") : undefined;
    if (name === undefined) continue;
    const claims = readAliases(bundle, object);
    const known = drafts.get(foldName(name));
    if (known === undefined) drafts.set(foldName(name), { name, object, aliases: claims });
    else for (const claim of claims) addClaim(known, claim);
  }
  for (const { type, source, target } of bundle.relations) {
    const name = getText(target, "name");
    const draft = drafts.get(foldName(getText(source, "name") ?? ""));
    const relation = Object.hasOwn(ACTOR_RELATIONS, type) ? ACTOR_RELATIONS[type] : undefined;
    if (!ACTOR_TYPES.has(source.type) || !ACTOR_TYPES.has(target.type)) continue;
    if (name === undefined || draft === undefined || relation === undefined) continue;
    addClaim(draft, { name, relation, citations: bundle.cite(source, `${type} ${name}`) });
  }
  const all = new Set([...drafts.values()].flatMap(allNames));
  for (const [name, object] of mispValues(bundle, isNamedActor))
    if (!all.has(foldName(name))) addNamed(bundle, drafts, name, object);
  return [...drafts.values()].map(({ name, object, aliases }) => {
    const description = getText(object, "description");
    const goals = [
      ...getTexts(object, "goals"),
      ...(getText(object, "primary_motivation")?.split("\n") ?? []),
      ...getTexts(object, "secondary_motivations"),
    ];
    return {
      name,
      aliases,
      ...(description !== undefined && { description }),
      ...(goals.length > 0 && { goals: [...new Set(goals)] }),
      citations: bundle.cite(object, describe(object)),
    };
  });
}

function allNames({ name, aliases }: ActorDraft): string[] {
  return [name, ...aliases.map((alias) => alias.name)].map(foldName);
}

function addClaim(draft: ActorDraft, claim: NameClaim): void {
  const folded = foldName(claim.name);
  if (folded === foldName(draft.name) || draft.aliases.length >= MAX_ALIASES) return;
  if (!draft.aliases.some(({ name }) => foldName(name) === folded)) draft.aliases.push(claim);
}

/** A name without an object: that of a known actor, the beginning of one (`Lazarus`), or a new actor. */
function addNamed(
  bundle: Bundle,
  drafts: Map<string, ActorDraft>,
  name: string,
  object: StixObject,
): void {
  const folded = foldName(name);
  for (const [known, draft] of drafts) {
    if (known === folded) return;
    if (!known.startsWith(`${folded} `)) continue;
    addClaim(draft, { name, relation: "unstated", citations: bundle.cite(object, name) });
    return;
  }
  drafts.set(folded, { name, object, aliases: [] });
}

function readAliases(bundle: Bundle, object: StixObject): NameClaim[] {
  const carried = getList(getExtension(object), "aliases")
    .slice(0, MAX_ALIASES)
    .flatMap((one): NameClaim[] => {
      const name = getText(one, "name");
      const by = getText(one, "by");
      const relation = getText(one, "relation");
      if (name === undefined || relation === undefined || !isRelation(relation)) return [];
      const citations = readCitations(one, bundle.names);
      return [{ name, relation, ...(by !== undefined && { by }), citations }];
    });
  if (carried.length > 0) return carried;
  const producer = bundle.byId.get(getText(object, "created_by_ref") ?? "");
  const by = getText(producer, "name");
  const told = getTexts(object, "aliases").slice(0, MAX_ALIASES);
  const groups = new Set(told.flatMap((alias) => SUBGROUP.exec(alias)?.[1]?.toLowerCase() ?? []));
  // The synonyms of MISP's galaxies mix other names, parts and operations without saying which is which.
  const isGalaxy = getTexts(object, "labels").some((label) => label.startsWith("misp-galaxy:"));
  const own = foldName(getText(object, "name") ?? "");
  return told
    .filter((alias) => foldName(alias) !== own && !groups.has(alias.toLowerCase()))
    .map((alias): NameClaim => {
      const group = SUBGROUP.exec(alias)?.[1];
      return {
        name: group ?? alias,
        relation: group !== undefined ? "part-of" : isGalaxy ? "unstated" : "same",
        ...(by !== undefined && { by }),
        citations: bundle.cite(object, `${getText(object, "name") ?? ""}, alias ${alias}`),
      };
    });
}

function isRelation(text: string): text is NameRelation {
  return Object.hasOwn(RELATIONS, text);
}

/** Malware and tools, each name once. */
export function readSoftware(bundle: Bundle): Software[] {
  const found = new Map<string, Software>();
  for (const object of bundle.objects) {
    if (!SOFTWARE_TYPES.has(object.type)) continue;
    const aliases = getTexts(object, "aliases");
    const name = getText(object, "name") ?? aliases[0];
    if (name === undefined) continue;
    const known = found.get(foldName(name));
    const all = [...(known?.aliases ?? []), ...aliases];
    found.set(foldName(name), {
      name: known?.name ?? name,
      kind: known?.kind ?? (object.type === "tool" ? "tool" : "malware"),
      aliases: [...new Set(all)].filter((alias) => foldName(alias) !== foldName(name)),
      citations: known?.citations ?? bundle.cite(object, describe(object)),
    });
  }
  for (const [name, object] of mispValues(bundle, isPayload)) {
    if (found.has(foldName(name)) || name.length > 60) continue;
    const citations = bundle.cite(object, name);
    found.set(foldName(name), { name, kind: "malware", aliases: [], citations });
  }
  return [...found.values()];
}

function isPayload(type: string, category: string): boolean {
  return type === "malware-type" || (type === "text" && category === "Payload type");
}

function isNamedActor(type: string): boolean {
  return type === "threat-actor";
}

/** Whether an object is one of MISP's own that is read here. */
export function isReadMispAttribute(object: StixObject): boolean {
  const type = getText(object, "x_misp_type") ?? "";
  const isAttribute = object.type === "x-misp-attribute";
  return (
    isAttribute && (isNamedActor(type) || isPayload(type, getText(object, "x_misp_category") ?? ""))
  );
}

/** Values of attributes that MISP carries over as objects of its own. */
function* mispValues(
  bundle: Bundle,
  wanted: (type: string, category: string) => boolean,
): Generator<[string, StixObject]> {
  let given = 0;
  for (const object of bundle.ofType("x-misp-attribute")) {
    if (given >= MAX_MISP_VALUES) return;
    const value = getText(object, "x_misp_value");
    const type = getText(object, "x_misp_type") ?? "";
    const category = getText(object, "x_misp_category") ?? "";
    if (value === undefined || !wanted(type, category)) continue;
    given++;
    yield [value, object];
  }
}

/** Who made the reports, or else the most objects. */
export function readIssuers(bundle: Bundle): { issuers: Issuer[]; ids: ReadonlySet<string> } {
  const counts = new Map<string, number>();
  const ofReports = new Set<string>();
  for (const object of bundle.objects) {
    const producer = getText(object, "created_by_ref");
    // What we wrote of a warning without issuers bears no producer but that of our extension.
    if (producer !== undefined && object.type !== "extension-definition") {
      counts.set(producer, (counts.get(producer) ?? 0) + 1);
      if (object.type === "report" || object.type === "grouping") ofReports.add(producer);
    }
    // A bundle that somebody else made of a warning names its issuers apart.
    for (const other of getTexts(getExtension(object), "issuer_refs")) ofReports.add(other);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  const chosen = ofReports.size > 0 ? [...ofReports] : most ? [most[0]] : [];
  const issuers = chosen.flatMap((id): Issuer[] => {
    const identity = bundle.byId.get(id);
    const name = getText(identity, "name");
    return identity && name !== undefined
      ? [{ name, citations: bundle.cite(identity, describe(identity)) }]
      : [];
  });
  return { issuers, ids: new Set([...counts.keys(), ...chosen]) };
}
