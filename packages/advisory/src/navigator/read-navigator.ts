import { makeCampaign, makeId, toPassage } from "@tocsin/model";
import type { Campaign, Citation, Diagnostic, Reference, TechniqueRef } from "@tocsin/model";
import { asObject, objectsOf, textOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";
import { joinCitations } from "../read/cite.ts";

/** Most techniques read of one layer; ATT&CK has under a thousand in a domain. */
const MAX_TECHNIQUES = 20_000;
const MAX_USE = 1000;
const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/i;

/** Whether the JSON is a layer of the ATT&CK Navigator, of any version since 2. */
export function isNavigatorLayer(json: unknown): boolean {
  const layer = asObject(json);
  if (layer === undefined || !Array.isArray(layer["techniques"])) return false;
  const isNamed = textOf(layer, "domain") !== undefined || layer["versions"] !== undefined;
  const first = objectsOf(layer, "techniques")[0];
  return isNamed && (first === undefined || textOf(first, "techniqueID") !== undefined);
}

/**
 * Reads an ATT&CK Navigator layer: the techniques it marks, their comments, the version of ATT&CK. Techniques that are
 * disabled are left out, and so are those without any mark in a layer that marks others: they only unfold the matrix.
 * @see ATT&CK Navigator, layer format 4.5
 */
export function readNavigatorLayer(
  json: unknown,
  document: { readonly name: string; readonly sha256: string },
): Campaign {
  const { name, sha256 } = document;
  const layer = asObject(json) ?? {};
  const enabled = objectsOf(layer, "techniques")
    .slice(0, MAX_TECHNIQUES)
    .filter((one) => one["enabled"] !== false && TECHNIQUE.test(textOf(one, "techniqueID") ?? ""));
  const marked = enabled.filter(isMarked);
  const kept = marked.length > 0 ? marked : enabled;
  const summary = [textOf(layer, "description"), ...metadataOf(layer)]
    .filter((text) => text !== undefined && text.trim() !== "")
    .join("\n");
  const attackVersion = textOf(asObject(layer["versions"]), "attack");
  return makeCampaign({
    id: makeId("campaign", sha256),
    title: textOf(layer, "name")?.slice(0, 500) ?? name,
    ...(summary !== "" && { summary: summary.slice(0, 10_000) }),
    documents: [{ name, format: "navigator-layer", sha256 }],
    techniques: readTechniques(kept, name),
    ...(attackVersion !== undefined && { attackVersion: attackVersion.slice(0, 20) }),
    references: readReferences([layer, ...kept], name),
    diagnostics: leftOut(enabled.length - kept.length, name),
  });
}

/** A score, a colour, a comment, a link or metadata. */
function isMarked(technique: JsonObject): boolean {
  return (
    typeof technique["score"] === "number" ||
    ["color", "comment"].some((name) => textOf(technique, name) !== undefined) ||
    ["metadata", "links"].some((name) => objectsOf(technique, name).length > 0)
  );
}

function metadataOf(object: JsonObject): string[] {
  return objectsOf(object, "metadata").flatMap((one): string[] => {
    const name = textOf(one, "name");
    const value = textOf(one, "value");
    return value === undefined ? [] : [name === undefined ? value : `${name}: ${value}`];
  });
}

/** A technique stands once for each tactic it is marked under. */
function readTechniques(techniques: readonly JsonObject[], document: string): TechniqueRef[] {
  const found = new Map<string, TechniqueRef>();
  for (const technique of techniques) {
    const id = (textOf(technique, "techniqueID") ?? "").toUpperCase();
    const tactic = textOf(technique, "tactic");
    const score = textOf(technique, "score");
    const said = [textOf(technique, "comment"), ...metadataOf(technique)]
      .filter((text) => text !== undefined)
      .join("\n");
    const words = [
      id,
      ...(tactic === undefined ? [] : [tactic]),
      ...(score === undefined ? [] : [`score ${score}`]),
      ...(said === "" ? [] : [said]),
    ].join(", ");
    const before = found.get(id);
    const use = before?.use ?? (said === "" ? undefined : said.slice(0, MAX_USE));
    const tactics = [
      ...new Set([...(before?.tactics ?? []), ...(tactic === undefined ? [] : [tactic])]),
    ];
    const citation: Citation = { document, object: id, passage: toPassage(words) };
    found.set(id, {
      id,
      ...(tactics.length > 0 && { tactics }),
      ...(use !== undefined && { use }),
      citations: joinCitations(before?.citations ?? [], [citation]),
    });
  }
  return [...found.values()];
}

function readReferences(objects: readonly JsonObject[], document: string): Reference[] {
  const found = new Map<string, Reference>();
  for (const object of objects)
    for (const link of objectsOf(object, "links")) {
      const url = textOf(link, "url")?.trim();
      if (url === undefined || !/^https?:\/\/\S+$/i.test(url) || found.has(url)) continue;
      const title = textOf(link, "label");
      const passage = toPassage(title === undefined ? url : `${title}: ${url}`);
      found.set(url, {
        url,
        ...(title !== undefined && { title }),
        citations: [{ document, passage }],
      });
    }
  return [...found.values()];
}

function leftOut(count: number, file: string): Diagnostic[] {
  if (count === 0) return [];
  return [
    {
      severity: "note",
      code: "ADVISORY_NAVIGATOR_UNMARKED",
      message: `${count} techniques of the layer have no score, colour or comment and are left out`,
      place: { file },
    },
  ];
}
