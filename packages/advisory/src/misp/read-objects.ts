import { toPassage } from "@tocsin/model";
import type { Actor, Citation, CitedText, FrameworkRef, VulnerabilityRef } from "@tocsin/model";
import { isSet, objectsOf, textOf } from "./misp-json.ts";
import type { MispObject } from "./misp-json.ts";

/** What objects say as a whole; the observables in them are read one by one elsewhere. */
export interface ReadObjects {
  readonly actors: readonly Actor[];
  readonly vulnerabilities: readonly VulnerabilityRef[];
  readonly frameworks: readonly FrameworkRef[];
  readonly mitigations: readonly CitedText[];
}

interface Found {
  readonly actors: Actor[];
  readonly vulnerabilities: VulnerabilityRef[];
  readonly frameworks: FrameworkRef[];
  readonly mitigations: CitedText[];
}

/** Reads the objects of an event that stand for a part of a campaign (MISP object templates of these names). */
export function readObjects(event: MispObject, document: string): ReadObjects {
  const found: Found = { actors: [], vulnerabilities: [], frameworks: [], mitigations: [] };
  for (const object of objectsOf(event, "Object")) {
    if (isSet(object, "deleted")) continue;
    const uuid = textOf(object, "uuid");
    const cite = (passage: string): Citation[] => [
      { document, ...(uuid !== undefined && { object: uuid }), passage: toPassage(passage) },
    ];
    readObject(found, object, cite);
  }
  return found;
}

function readObject(found: Found, object: MispObject, cite: (passage: string) => Citation[]): void {
  const member = (relation: string): string | undefined => membersOf(object, relation)[0];
  const name = member("name")?.slice(0, 300);
  const description = member("description")?.slice(0, 2000);
  switch (textOf(object, "name")) {
    case "vulnerability": {
      const id = /^CVE-\d{4}-\d{4,7}$/i.exec(member("id") ?? "")?.[0].toUpperCase();
      if (id === undefined) return;
      const cvss = Number(member("cvss-score") ?? Number.NaN);
      found.vulnerabilities.push({
        id,
        status: "mentioned",
        ...(cvss >= 0 && cvss <= 10 && { cvss }),
        citations: cite(`vulnerability ${id}: ${member("summary") ?? description ?? ""}`),
      });
      return;
    }
    case "weakness":
    case "attack-pattern": {
      const isWeakness = textOf(object, "name") === "weakness";
      const prefix = isWeakness ? "CWE" : "CAPEC";
      const number = new RegExp(`^(?:${prefix}-)?(\\d{1,5})$`, "i").exec(member("id") ?? "")?.[1];
      if (number === undefined) return;
      found.frameworks.push({
        framework: isWeakness ? "cwe" : "capec",
        id: `${prefix}-${number}`,
        ...(name !== undefined && { name }),
        citations: cite(`${prefix}-${number} ${name ?? ""}`),
      });
      return;
    }
    case "course-of-action": {
      const what = description ?? member("objective")?.slice(0, 2000);
      const text = [name, what].filter(Boolean).join(": ");
      if (text !== "") found.mitigations.push({ text, citations: cite(text) });
      return;
    }
    case "intrusion-set":
    case "threat-actor": {
      if (name === undefined) return;
      const citations = cite(`${name}: ${description ?? ""}`);
      const goals = membersOf(object, "goals");
      found.actors.push({
        name,
        aliases: membersOf(object, "aliases").map((alias) => ({
          name: alias.slice(0, 200),
          relation: "unstated",
          citations,
        })),
        ...(description !== undefined && { description }),
        ...(goals.length > 0 && { goals }),
        citations,
      });
      return;
    }
    default:
  }
}

function membersOf(object: MispObject, relation: string): string[] {
  return objectsOf(object, "Attribute").flatMap((attribute) =>
    textOf(attribute, "object_relation") === relation && !isSet(attribute, "deleted")
      ? (textOf(attribute, "value")?.trim() ?? [])
      : [],
  );
}
