import { defaultTreeAdapter, parse } from "parse5";
import type { DefaultTreeAdapterTypes, TreeAdapter, DefaultTreeAdapterMap } from "parse5";
import { DocumentError } from "../errors.ts";

/** An element of a page. */
export type HtmlElement = DefaultTreeAdapterTypes.Element;
/** A node of a page: an element, a text, a comment. */
export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;
/** What has children: an element or the page itself. */
export type HtmlParent = DefaultTreeAdapterTypes.ParentNode;

/** Browsers stop nesting at this depth. */
export const MAX_HTML_DEPTH = 512;
/** Each costs 3 KB while the page is parsed; pages of 50 MB would take gigabytes. What stands behind these is not read. */
export const MAX_HTML_ELEMENTS = 150_000;

/** A page, and whether it has more elements than were read. */
export interface ParsedHtml {
  readonly page: DefaultTreeAdapterTypes.Document;
  readonly isCut: boolean;
}

/** Ends the parser, which knows no other way to stop. */
class EnoughElements extends Error {}

/**
 * Parses a page as browsers do, with lines, up to {@link MAX_HTML_ELEMENTS}. Scripts are not run, nothing is fetched.
 * @throws {DocumentError} `DOCUMENT_LIMIT` for elements nested too deep
 */
export function parseHtml(
  file: string,
  text: string,
  maxDepth: number = MAX_HTML_DEPTH,
): ParsedHtml {
  let depth = 0;
  let elements = 0;
  const page = defaultTreeAdapter.createDocument();
  const joiner = makeTextJoiner();
  const treeAdapter: TreeAdapter<DefaultTreeAdapterMap> = {
    ...defaultTreeAdapter,
    createDocument: () => page,
    createElement(tagName, namespaceURI, attrs) {
      elements++;
      if (elements > MAX_HTML_ELEMENTS) throw new EnoughElements();
      return defaultTreeAdapter.createElement(tagName, namespaceURI, attrs);
    },
    insertText(parent, piece) {
      // Begins a text where none ends the parent.
      defaultTreeAdapter.insertText(parent, "");
      joiner.add(parent.childNodes.at(-1), piece);
    },
    insertTextBefore(parent, piece, reference) {
      joiner.flush();
      defaultTreeAdapter.insertTextBefore(parent, piece, reference);
    },
    updateNodeSourceCodeLocation(node, location) {
      // The end of a text is not asked for, and comes with each of its words.
      if (node.nodeName !== "#text")
        defaultTreeAdapter.updateNodeSourceCodeLocation(node, location);
    },
    onItemPush() {
      depth++;
      if (depth > maxDepth) throw beyond(file, `${maxDepth} levels of elements`);
    },
    onItemPop() {
      depth--;
    },
  };
  try {
    parse(text, { treeAdapter, sourceCodeLocationInfo: true });
    return { page, isCut: false };
  } catch (error) {
    if (!(error instanceof EnoughElements)) throw error;
    return { page, isCut: true };
  } finally {
    joiner.flush();
  }
}

const MOST_PIECES = 4096;

/** Adds pieces to texts; what it holds back is added at the next `flush`. */
interface TextJoiner {
  readonly add: (node: HtmlNode | undefined, piece: string) => void;
  readonly flush: () => void;
}

/**
 * Joins the words that the parser appends to a text many at a time: engines keep a text as appended, which takes
 * twenty times its length.
 */
function makeTextJoiner(): TextJoiner {
  let text: DefaultTreeAdapterTypes.TextNode | undefined;
  let pieces: string[] = [];
  const flush = (): void => {
    if (text !== undefined && pieces.length > 0) text.value += pieces.join("");
    text = undefined;
    pieces = [];
  };
  return {
    add(node, piece) {
      if (node === undefined || !("value" in node)) return;
      if (node !== text || pieces.length >= MOST_PIECES) flush();
      text = node;
      pieces.push(piece);
    },
    flush,
  };
}

function beyond(file: string, bound: string): DocumentError {
  return new DocumentError(
    "DOCUMENT_LIMIT",
    `${file}: expected at most ${bound}, got more; save the page again or give its text`,
  );
}

/** Whether a node is an element. */
export function isElement(node: HtmlNode | HtmlParent): node is HtmlElement {
  return "tagName" in node;
}

/** The value of an attribute, or undefined. */
export function attributeOf(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

function skipNone(): boolean {
  return false;
}

/** The elements below a node in the order of the page, those inside `isSkipped` left out. */
export function* elementsIn(
  top: HtmlParent,
  isSkipped: (element: HtmlElement) => boolean = skipNone,
): Generator<HtmlElement> {
  const stack: HtmlNode[] = top.childNodes.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isElement(node) || isSkipped(node)) continue;
    yield node;
    for (let i = node.childNodes.length - 1; i >= 0; i--) {
      const child = node.childNodes[i];
      if (child !== undefined) stack.push(child);
    }
  }
}

/** The text below a node, up to a number of units. */
export function textIn(
  top: HtmlParent,
  isSkipped: (element: HtmlElement) => boolean = skipNone,
  most: number = Infinity,
): string {
  let text = "";
  const stack: HtmlNode[] = top.childNodes.toReversed();
  for (let node = stack.pop(); node !== undefined && text.length < most; node = stack.pop()) {
    if (node.nodeName === "#text" && "value" in node) text += node.value;
    else if (isElement(node) && !isSkipped(node))
      for (let i = node.childNodes.length - 1; i >= 0; i--) {
        const child = node.childNodes[i];
        if (child !== undefined) stack.push(child);
      }
  }
  return text;
}
