import { childOf, childrenOf } from "@tocsin/documents";
import type { XmlElement } from "@tocsin/documents";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";

/** Words of CVRF by those of CSAF; what has no equal is levelled to lower case with underscores. */
const STATUSES: Readonly<Record<string, string>> = {
  "first affected": "first_affected",
  "known affected": "known_affected",
  "known not affected": "known_not_affected",
  "first fixed": "first_fixed",
  fixed: "fixed",
  recommended: "recommended",
  "last affected": "last_affected",
};
const MAX_DEPTH = 100;

/** Whether the root is that of a CVRF 1.1 or 1.2 document, whatever its prefix. */
export function isCvrf(root: XmlElement): boolean {
  return root.name === "cvrfdoc";
}

/** `1.1` or `1.2`, by the namespaces of the root. */
export function cvrfVersion(root: XmlElement): "1.1" | "1.2" {
  const spaces = Object.entries(root.attributes).filter(([name]) => /^xmlns(?::|$)/.test(name));
  return spaces.some(([, value]) => value.includes("/cvrf/1.1")) ? "1.1" : "1.2";
}

/**
 * A CVRF document in the form of CSAF 2.0, so that one reader serves both: the mapping of CSAF's CVRF converter,
 * without its repairs. Only what the reader reads is mapped.
 * @see CSAF 2.0, 9.1.5
 */
export function fromCvrf(root: XmlElement): JsonObject {
  const tracking = childOf(root, "DocumentTracking");
  const publisher = childOf(root, "DocumentPublisher");
  return {
    document: {
      category: textAt(root, "DocumentType"),
      title: textAt(root, "DocumentTitle"),
      publisher: { name: publisherName(publisher) },
      distribution: distributionOf(childOf(root, "DocumentDistribution")),
      notes: notesOf(childOf(root, "DocumentNotes")),
      references: referencesOf(childOf(root, "DocumentReferences")),
      tracking: {
        id: textAt(childOf(tracking, "Identification"), "ID"),
        version: textAt(tracking, "Version"),
        initial_release_date: textAt(tracking, "InitialReleaseDate"),
        current_release_date: textAt(tracking, "CurrentReleaseDate"),
        revision_history: childrenOf(childOf(tracking, "RevisionHistory"), "Revision").map(
          (one) => ({
            number: textAt(one, "Number"),
            date: textAt(one, "Date"),
            summary: textAt(one, "Description"),
          }),
        ),
      },
    },
    product_tree: treeOf(childOf(root, "ProductTree")),
    vulnerabilities: childrenOf(root, "Vulnerability").map(vulnerabilityOf),
  };
}

function textAt(element: XmlElement | undefined, name: string): string | undefined {
  const text = childOf(element, name)?.text.trim();
  return text === "" ? undefined : text;
}

function texts(element: XmlElement | undefined, name: string): string[] {
  return childrenOf(element, name)
    .map(({ text }) => text.trim())
    .filter((text) => text !== "");
}

function levelWord(text: string | undefined): string {
  return (text ?? "")
    .trim()
    .toLowerCase()
    .replaceAll(/[\s/]+/g, "_");
}

/** CVRF has no name of the publisher: the contact's first line, the authority, or the vendor's id. */
function publisherName(publisher: XmlElement | undefined): string | undefined {
  const authority = textAt(publisher, "IssuingAuthority")?.split(/\r?\n/)[0]?.trim();
  const contact = textAt(publisher, "ContactDetails")?.split(/\r?\n/)[0]?.trim();
  const named = [authority, contact].find((text) => text !== undefined && !/[@:]/.test(text));
  return (named ?? authority ?? contact ?? publisher?.attributes["VendorID"])?.slice(0, 200);
}

/** CVRF words the distribution; a TLP label in it is taken. */
function distributionOf(element: XmlElement | undefined): JsonObject {
  const text = element?.text.trim() ?? "";
  const label = /\bTLP[:\s-]{1,3}(WHITE|CLEAR|GREEN|AMBER\+STRICT|AMBER|RED)/i.exec(
    text.slice(0, 5000),
  )?.[1];
  return { text, ...(label !== undefined && { tlp: { label } }) };
}

function notesOf(element: XmlElement | undefined): JsonObject[] {
  return childrenOf(element, "Note").map((note) => ({
    category: levelWord(note.attributes["Type"]),
    title: note.attributes["Title"],
    text: note.text.trim(),
  }));
}

function referencesOf(element: XmlElement | undefined): JsonObject[] {
  return childrenOf(element, "Reference").map((one) => ({
    category: levelWord(one.attributes["Type"]),
    url: textAt(one, "URL"),
    summary: textAt(one, "Description"),
  }));
}

function productOf(element: XmlElement | undefined): JsonObject | undefined {
  if (element === undefined) return undefined;
  const cpe = element.attributes["CPE"];
  return {
    product_id: element.attributes["ProductID"],
    name: element.text.trim(),
    ...(cpe !== undefined && { product_identification_helper: { cpe } }),
  };
}

function treeOf(tree: XmlElement | undefined): JsonObject | undefined {
  if (tree === undefined) return undefined;
  return {
    branches: branchesOf(tree, 0),
    full_product_names: childrenOf(tree, "FullProductName").map(productOf),
    relationships: childrenOf(tree, "Relationship").map((one) => ({
      product_reference: one.attributes["ProductReference"],
      relates_to_product_reference: one.attributes["RelatesToProductReference"],
      full_product_name: productOf(childOf(one, "FullProductName")),
    })),
    product_groups: childrenOf(childOf(tree, "ProductGroups"), "Group").map((one) => ({
      group_id: one.attributes["GroupID"],
      product_ids: texts(one, "ProductID"),
    })),
  };
}

function branchesOf(parent: XmlElement, depth: number): JsonObject[] {
  if (depth >= MAX_DEPTH) return [];
  return childrenOf(parent, "Branch").flatMap((branch): JsonObject[] => {
    const about = {
      category: levelWord(branch.attributes["Type"]),
      name: branch.attributes["Name"],
    };
    // A branch of CVRF may hold several products; one of CSAF holds one.
    const products = childrenOf(branch, "FullProductName").map((product) => ({
      ...about,
      product: productOf(product),
    }));
    const branches = branchesOf(branch, depth + 1);
    return branches.length > 0 ? [...products, { ...about, branches }] : products;
  });
}

function vulnerabilityOf(element: XmlElement): JsonObject {
  const statuses = new Map<string, string[]>();
  for (const status of childrenOf(childOf(element, "ProductStatuses"), "Status")) {
    const word = (status.attributes["Type"] ?? "").trim().toLowerCase();
    const name = Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? word) : levelWord(word);
    statuses.set(name, [...(statuses.get(name) ?? []), ...texts(status, "ProductID")]);
  }
  const id = childOf(element, "ID");
  return {
    title: textAt(element, "Title"),
    cve: textAt(element, "CVE"),
    ids:
      id === undefined ? [] : [{ system_name: id.attributes["SystemName"], text: id.text.trim() }],
    cwes: childrenOf(element, "CWE").map((one) => ({
      id: one.attributes["ID"],
      name: one.text.trim(),
    })),
    notes: notesOf(childOf(element, "Notes")),
    references: referencesOf(childOf(element, "References")),
    product_status: Object.fromEntries(statuses),
    threats: childrenOf(childOf(element, "Threats"), "Threat").map((one) => ({
      category: levelWord(one.attributes["Type"]),
      details: textAt(one, "Description"),
      product_ids: texts(one, "ProductID"),
      group_ids: texts(one, "GroupID"),
    })),
    remediations: childrenOf(childOf(element, "Remediations"), "Remediation").map((one) => ({
      category: levelWord(one.attributes["Type"]),
      details: textAt(one, "Description"),
      url: textAt(one, "URL"),
      product_ids: texts(one, "ProductID"),
      group_ids: texts(one, "GroupID"),
    })),
    scores: scoresOf(childOf(element, "CVSSScoreSets")),
  };
}

/** CVRF 1.1 has `ScoreSet`, 1.2 `ScoreSetV2` and `ScoreSetV3`. */
function scoresOf(sets: XmlElement | undefined): JsonObject[] {
  return (sets?.children ?? []).flatMap((set): JsonObject[] => {
    const key = set.name === "ScoreSetV3" ? "cvss_v3" : "cvss_v2";
    const score = Number(
      textAt(set, "BaseScoreV3") ?? textAt(set, "BaseScoreV2") ?? textAt(set, "BaseScore"),
    );
    if (!set.name.startsWith("ScoreSet") || Number.isNaN(score)) return [];
    const vectorString =
      textAt(set, "VectorV3") ?? textAt(set, "VectorV2") ?? textAt(set, "Vector");
    return [{ products: texts(set, "ProductID"), [key]: { baseScore: score, vectorString } }];
  });
}
