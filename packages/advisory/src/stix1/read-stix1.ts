import type { XmlElement } from "@tocsin/documents";
import { makeCampaign, makeId } from "@tocsin/model";
import type { Campaign, Diagnostic } from "@tocsin/model";
import { addContext, collectExpression, finishCollection } from "../composite/collect.ts";
import { testsOf } from "../composite/expression.ts";
import { nodeOfJson, nodeOfXml } from "./node.ts";
import type { Node } from "./node.ts";
import { openPackage, report } from "./package.ts";
import type { Package } from "./package.ts";
import { readHead } from "./read-head.ts";
import { readObservable } from "./read-observable.ts";
import { walkPackage } from "./walk-package.ts";

/** The document the package came from. */
export interface Stix1Document {
  readonly name: string;
  readonly sha256: string;
}

/** Reads a STIX 1 package in XML. @see STIX 1.1.1 and 1.2.1, CybOX 2.1 */
export function readStix1Xml(root: XmlElement, document: Stix1Document): Campaign {
  return readPackage(openPackage(document.name, nodeOfXml(root)), document);
}

/** Reads a STIX 1 package in JSON. */
export function readStix1Json(json: unknown, document: Stix1Document): Campaign {
  const { node, isCut } = nodeOfJson(json);
  const open = openPackage(document.name, node);
  if (isCut)
    report(
      open,
      "error",
      "ADVISORY_STIX1_LIMIT",
      "expected a document of bounded size and depth, got more; the rest was not read",
    );
  return readPackage(open, document);
}

function readPackage(open: Package, { name, sha256 }: Stix1Document): Campaign {
  const head = readHead(open);
  const walked = walkPackage(open);
  readLooseObservables(open, walked.observables, walked.indicators === 0);
  const {
    actors,
    software,
    techniques,
    vulnerabilities,
    frameworks,
    mitigations,
    rules,
    references,
    sectors,
    countries,
  } = walked;
  const { title, ...about } = head;
  return makeCampaign({
    id: makeId("campaign", sha256),
    title: title ?? walked.title ?? name,
    ...about,
    documents: [{ name, format: "stix-1", sha256 }],
    actors,
    software,
    techniques,
    vulnerabilities,
    frameworks,
    mitigations,
    rules,
    references: [...about.references, ...references],
    sectors,
    countries,
    ...finishCollection(open.collection),
    diagnostics: [...open.diagnostics, ...summaries(open)],
  });
}

/**
 * Observables that no indicator holds are what was seen, not what to look for. A document without any indicator
 * gives nothing else: there they are taken as indicators, and a note says so.
 */
function readLooseObservables(open: Package, nodes: readonly Node[], isAllThereIs: boolean): void {
  let taken = 0;
  for (const node of nodes) {
    const expression = readObservable(open, node, { isLoose: !isAllThereIs });
    if (expression === undefined) continue;
    if (isAllThereIs) {
      taken++;
      collectExpression(open.collection, expression, { labels: [], malware: [] });
      continue;
    }
    for (const { observable, citation } of testsOf(expression))
      if (observable !== undefined)
        addContext(open.collection, observable, "an observable that no indicator holds", citation);
  }
  if (taken > 0)
    report(
      open,
      "note",
      "ADVISORY_STIX1_UNMARKED",
      `the document has ${taken} observables and no indicator; they are taken as indicators`,
    );
}

function summaries({ document, unread, missing, collection }: Package): Diagnostic[] {
  const place = { file: document };
  const objects = [...unread].map(([kind, count]): Diagnostic => ({
    severity: "note",
    code: "ADVISORY_STIX1_OBJECT",
    message: `${count === 1 ? "1 CybOX object" : `${count} CybOX objects`} of the kind ${JSON.stringify(kind)} not read`,
    place,
  }));
  const terms = [...collection.unread].map(([term, count]): Diagnostic => ({
    severity: "note",
    code: "ADVISORY_STIX1_OBJECT",
    message: `${count} values of ${JSON.stringify(term)} are not read: no observable and no STIX 2.1 object stands for them`,
    place,
  }));
  const [first] = missing;
  const references: Diagnostic[] =
    first === undefined
      ? []
      : [
          {
            severity: "warning",
            code: "ADVISORY_STIX1_REFERENCE",
            message: `expected the objects that are referred to, got no ${JSON.stringify(first.slice(0, 120))}${missing.size > 1 ? ` and ${missing.size - 1} more` : ""}`,
            place,
          },
        ];
  return [...objects, ...terms, ...references];
}
