import { parseTlp, strictestTlp } from "@tocsin/model";
import type { Issuer, Reference, Tlp } from "@tocsin/model";
import { toTime } from "../composite/times.ts";
import { below, child, childrenOf, memberText, textOf } from "./node.ts";
import type { Node } from "./node.ts";
import { citeNode } from "./package.ts";
import type { Package } from "./package.ts";
import { toProse } from "./prose.ts";

/** What the header of a package says, and where it is a mere envelope what its incidents say. */
export interface Stix1Head {
  readonly title?: string;
  readonly summary?: string;
  readonly issuers: readonly Issuer[];
  readonly published?: string;
  readonly modified?: string;
  readonly tlp?: Tlp;
  readonly references: readonly Reference[];
}

/** Titles that exporters give to their envelopes. */
const ENVELOPE = /^Export from /i;

/** Reads the head of a package: its own, or the first that is no exporter's envelope. */
export function readHead(open: Package): Stix1Head {
  const headers = [...below(open.root, "stixheader")];
  const incidents = [...below(open.root, "incident")].filter((one) => child(one, "title"));
  const header = headers.find((one) => !isEnvelope(one));
  const [incident] = incidents;
  const title = toProse(memberText(header, "title"), 500)?.replace(/ \(MISP Event #\d{1,9}\)$/, "");
  const summary =
    proseOf(header, "description") ??
    proseOf(header, "shortdescription") ??
    proseOf(incident, "description");
  const source = child(header, "informationsource");
  const discovered = memberText(child(incident, "time"), "incidentdiscovery");
  const produced = toTime(memberText(child(source, "time"), "producedtime"));
  const isExport = headers.some(isEnvelope);
  const discoveredAt = isExport ? toDay(discovered) : undefined;
  const stamped = toTime((isExport ? incident : open.root)?.attributes["timestamp"]);
  const published = produced ?? discoveredAt ?? stamped;
  const modified = stamped !== undefined && stamped !== published ? stamped : undefined;
  const tlp = readTlp(open.root);
  return {
    ...(title !== undefined && { title }),
    ...(summary !== undefined && { summary }),
    issuers: issuersOf(open, header, incidents),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    ...(tlp !== undefined && { tlp }),
    references: [],
  };
}

function proseOf(node: Node | undefined, key: string): string | undefined {
  return toProse(child(node, key)?.text, 5000);
}

function isEnvelope(header: Node): boolean {
  return ENVELOPE.test(memberText(header, "title") ?? "");
}

/** MISP writes the date of an event as midnight in UTC. */
function toDay(text: string | undefined): string | undefined {
  const time = toTime(text);
  return time?.endsWith("T00:00:00.000Z") === true ? time.slice(0, 10) : time;
}

function issuersOf(open: Package, header: Node | undefined, incidents: readonly Node[]): Issuer[] {
  const issuers = new Map<string, Issuer>();
  const sources = [
    ...childrenOf(header, "informationsource"),
    ...incidents.flatMap((one) => childrenOf(one, "reporter", "informationsource")),
  ];
  for (const source of sources)
    for (const identity of childrenOf(source, "identity")) {
      const name =
        textOf(child(identity, "name")) ??
        identity.attributes["name"] ??
        [...below(identity, "nameelement")].flatMap((one) => textOf(one) ?? [])[0];
      if (name !== undefined && !issuers.has(name))
        issuers.set(name, {
          name: name.slice(0, 200),
          citations: [citeNode(open, identity, `information source: ${name}`)],
        });
    }
  return [...issuers.values()];
}

/** The strictest of all markings in the document: what is derived from it bears that. */
function readTlp(root: Node): Tlp | undefined {
  const labels: (Tlp | undefined)[] = [];
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const stated =
      node.key === "markingstructure"
        ? (node.attributes["color"] ?? memberText(node, "color"))
        : node.key === "journalentry"
          ? /^MISP Tag: tlp:(\S{1,20})$/i.exec(node.text.trim())?.[1]
          : undefined;
    labels.push(parseTlp(stated));
    for (const one of node.children) stack.push(one);
  }
  return strictestTlp(labels);
}
