import { childOf } from "@tocsin/documents";
import type { XmlElement } from "@tocsin/documents";
import { toPassage } from "@tocsin/model";
import type { Diagnostic } from "@tocsin/model";
import type { Expression, Test, TestCondition } from "../composite/expression.ts";
import { readValue } from "../composite/read-value.ts";
import { lookUpTerm } from "./terms.ts";

const CONDITIONS: Readonly<Record<string, readonly [TestCondition, boolean]>> = {
  is: ["is", false],
  isnot: ["is", true],
  contains: ["contains", false],
  containsnot: ["contains", true],
  matches: ["matches", false],
  "starts-with": ["starts-with", false],
  "ends-with": ["ends-with", false],
  "greater-than": ["greater-than", false],
  "less-than": ["less-than", false],
};

/** Deeper operators are not read. */
const MAX_DEPTH = 50;

/** Reads the tree of `Indicator` and `IndicatorItem` below a definition (OpenIOC 1.0) or criteria (1.1). */
export function readDefinition(
  element: XmlElement,
  document: string,
  report: (diagnostic: Diagnostic) => void,
): Expression {
  const parts = readParts(element, { document, report, depth: 0 });
  return { kind: "or", parts };
}

interface Reading {
  readonly document: string;
  readonly report: (diagnostic: Diagnostic) => void;
  readonly depth: number;
}

function readParts(element: XmlElement, reading: Reading): Expression[] {
  return element.children.flatMap((child): Expression[] => {
    if (child.name === "Indicator") return readGroup(child, reading);
    if (child.name !== "IndicatorItem") return [];
    const test = readItem(child, reading);
    return test === undefined ? [] : [test];
  });
}

function readGroup(element: XmlElement, reading: Reading): Expression[] {
  if (reading.depth >= MAX_DEPTH) {
    reading.report(
      itemDiagnostic(reading, element, `at most ${MAX_DEPTH} operators in one another, got more`),
    );
    return [];
  }
  const parts = readParts(element, { ...reading, depth: reading.depth + 1 });
  const kind = element.attributes["operator"]?.toUpperCase() === "AND" ? "and" : "or";
  return parts.length === 0 ? [] : [{ kind, parts }];
}

function readItem(element: XmlElement, reading: Reading): Expression | undefined {
  const { document } = reading;
  const search = childOf(element, "Context")?.attributes["search"] ?? "";
  const content = childOf(element, "Content");
  const { id = "", condition: stated = "is", negate } = element.attributes;
  const written = content?.text.trim() ?? "";
  // Some writers leave the content empty and put the value where its identifier belongs.
  const isInId = written === "" && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  const text = isInId ? id.trim() : written;
  if (text === "") {
    reading.report(itemDiagnostic(reading, element, `a value for ${search}, got none`));
    return undefined;
  }
  // A handle whose name is asked for is read as a mutex; that its type be one adds nothing.
  if (/handle\/type$/i.test(search) && /^mutant$/i.test(text)) return undefined;
  const name = stated.toLowerCase();
  const known = Object.hasOwn(CONDITIONS, name) ? CONDITIONS[name] : undefined;
  if (known === undefined) {
    reading.report(
      itemDiagnostic(
        reading,
        element,
        `a known condition, got ${JSON.stringify(stated.slice(0, 40))}`,
      ),
    );
    return undefined;
  }
  const [condition, isNegated] = known;
  const { kind, path } = lookUpTerm(search, content?.attributes["type"] ?? "");
  const observable = kind && condition !== "matches" ? readValue(kind, text) : undefined;
  const pathOf =
    path !== undefined && observable?.type === "ipv6" ? path.replace("ipv4", "ipv6") : path;
  const test: Test = {
    kind: "test",
    term: search,
    condition,
    isNegated: isNegated !== (negate === "true"),
    text: observable?.value ?? text,
    ...(observable !== undefined && { observable }),
    ...(pathOf !== undefined && { path: pathOf }),
    citation: {
      document,
      line: element.line,
      ...(!isInId && id !== "" && { object: id.slice(0, 100) }),
      passage: toPassage(`${search} ${stated} ${text}`),
    },
  };
  return /^fileitem\/fullpath$/i.test(search) ? splitPath(test) : test;
}

/** Part of a full path is a folder that ends so and a name that begins so: STIX keeps the two apart. */
function splitPath(test: Test): Expression {
  const cut = Math.max(test.text.lastIndexOf("\\"), test.text.lastIndexOf("/"));
  const folder = test.text.slice(0, cut);
  const name = test.text.slice(cut + 1);
  if (test.isNegated || !/^(?:contains|starts-with|ends-with)$/.test(test.condition) || cut < 1)
    return test;
  const { observable: _, ...bare } = test;
  const path = "file:parent_directory_ref.path";
  if (name === "") return { ...bare, path, text: folder };
  const isStart = test.condition === "starts-with";
  return {
    kind: "and",
    parts: [
      { ...bare, path, text: folder, condition: isStart ? "is" : "ends-with" },
      {
        ...bare,
        path: "file:name",
        text: name,
        condition: test.condition === "ends-with" ? "is" : "starts-with",
      },
    ],
  };
}

function itemDiagnostic({ document }: Reading, element: XmlElement, message: string): Diagnostic {
  return {
    severity: "warning",
    code: "ADVISORY_OPENIOC_ITEM",
    message: `expected ${message}; the item is left out`,
    place: { file: document, line: element.line },
  };
}
