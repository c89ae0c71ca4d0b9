import { childOf, childrenOf } from "@tocsin/documents";
import type { XmlElement } from "@tocsin/documents";
import { makeCampaign, makeId, parseTlp, strictestTlp, toPassage } from "@tocsin/model";
import type {
  Actor,
  Campaign,
  Citation,
  Diagnostic,
  Reference,
  Software,
  Tlp,
} from "@tocsin/model";
import { collectExpression, finishCollection, startCollection } from "../composite/collect.ts";
import { toInstant, toTime } from "../composite/times.ts";
import { readDefinition } from "./read-definition.ts";

const MAX_DIAGNOSTICS = 200;
const MAX_LINKS = 1000;

/**
 * Reads a definition as a campaign: `ioc` with its head inside it (OpenIOC 1.0) or `OpenIOC` with `metadata` and
 * `criteria` (1.1). Citations carry the line and the item's id. Never throws on bad data.
 */
export function readOpenIoc(
  root: XmlElement,
  document: { readonly name: string; readonly sha256: string },
): Campaign {
  const { name, sha256 } = document;
  const head = childOf(root, "metadata") ?? root;
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => {
    if (diagnostics.length < MAX_DIAGNOSTICS) diagnostics.push(diagnostic);
  };
  const cite = (element: XmlElement, passage: string): Citation => {
    return { document: name, line: element.line, passage: toPassage(passage) };
  };
  const links = readLinks(head, cite);
  const summary = textOf(head, "description");
  const short = textOf(head, "short_description");
  // The short description of some writers is the number of an event, and says nothing.
  const isNumber = short === undefined || /^Event #\d{1,9}$/i.test(short);
  const title = (isNumber ? undefined : short) ?? firstLine(summary) ?? name;
  const published = toTime(textOf(head, "authored_date"));
  const validFrom = toInstant(textOf(head, "authored_date"), "start");
  const modified = toTime(head.attributes["last-modified"] ?? root.attributes["last-modified"]);
  const collection = startCollection();
  const shared = {
    labels: [],
    malware: links.software.map((one) => one.name),
    ...(validFrom !== undefined && { validFrom }),
  };
  const definition = childOf(root, "definition") ?? childOf(root, "criteria");
  if (definition !== undefined)
    collectExpression(collection, readDefinition(definition, name, report), shared);
  for (const [term, count] of collection.unread) report(termDiagnostic(name, term, count));
  const author = childOf(head, "authored_by");
  const issuer = author?.text.trim() ?? "";
  return makeCampaign({
    id: makeId("campaign", sha256),
    title: title.slice(0, 500),
    ...(summary !== undefined && summary !== title && { summary: summary.slice(0, 5000) }),
    documents: [{ name, format: "openioc", sha256 }],
    issuers:
      author === undefined || issuer === ""
        ? []
        : [{ name: issuer, citations: [cite(author, `authored_by: ${issuer}`)] }],
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    ...links,
    ...finishCollection(collection),
    diagnostics,
  });
}

function textOf(element: XmlElement, name: string): string | undefined {
  const text = childOf(element, name)?.text.replaceAll(/\s+/g, " ").trim() ?? "";
  return text === "" ? undefined : text;
}

function firstLine(text: string | undefined): string | undefined {
  return text === undefined || text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}

/** Links name a family, a group, a report; `rel` says which. A category or licence is no fact of the warning. */
function readLinks(
  head: XmlElement,
  cite: (element: XmlElement, passage: string) => Citation,
): { tlp?: Tlp; actors: Actor[]; software: Software[]; references: Reference[] } {
  const actors = new Map<string, Actor>();
  const software = new Map<string, Software>();
  const references = new Map<string, Reference>();
  let tlp: Tlp | undefined;
  for (const link of childrenOf(childOf(head, "links"), "link").slice(0, MAX_LINKS)) {
    const rel = link.attributes["rel"]?.toLowerCase() ?? "";
    const text = link.text.trim();
    const href = link.attributes["href"]?.trim() ?? "";
    if (text === "" && href === "") continue;
    const citations = [cite(link, `${rel}: ${text === "" ? href : text}`)];
    if (rel === "tlp") tlp = strictestTlp([tlp, parseTlp(text)]);
    const url = [href, text].find((value) => /^https?:\/\/\S{1,2000}$/i.test(value));
    if (url !== undefined) references.set(url, { url, citations });
    else if (rel === "threatgroup") actors.set(text, { name: text, aliases: [], citations });
    else if (rel === "family")
      software.set(text, { name: text, kind: "malware", aliases: [], citations });
  }
  return {
    ...(tlp !== undefined && { tlp }),
    actors: [...actors.values()],
    software: [...software.values()],
    references: [...references.values()],
  };
}

function termDiagnostic(file: string, term: string, count: number): Diagnostic {
  return {
    severity: "note",
    code: "ADVISORY_OPENIOC_TERM",
    message: `${count === 1 ? "1 item" : `${count} items`} of the term ${JSON.stringify(term)} not read: no observable and no STIX object stands for it`,
    place: { file },
  };
}
