import { isFurniture, leftOutReason } from "./left-out.ts";
import { attributeOf, elementsIn, isElement, textIn } from "./parse-html.ts";
import type { HtmlElement, HtmlNode, HtmlParent } from "./parse-html.ts";

/** The part of a page that is its text. */
export interface MainContent {
  /** What is walked. */
  readonly root: HtmlParent;
  /** Whether a node below the root is of the text: the title may stand before the article. */
  readonly isWithin: (node: HtmlNode) => boolean;
}

/** A candidate must hold so much of the page's text. */
const MIN_SHARE = 0.3;
const MIN_LENGTH = 2000;
/** So much of the page, or of its main part, must be the article's: else there are several of one kind. */
const MIN_ARTICLE_SHARE = 0.4;
const MIN_ARTICLE_SHARE_OF_MAIN = 0.6;
/** More text than this between title and article is something else. */
const MAX_LEAD = 3000;

const MOST_MAINS = 5;

/** Finds `main`, and in it or in the page the one article with the heading before it; else takes all. */
export function findMainContent(page: HtmlParent): MainContent {
  const total = lengthOf(page);
  const main = findMain(page, total);
  const scope = main ?? page;
  const inScope = main === undefined ? total : lengthOf(main);
  const minShare = main === undefined ? MIN_ARTICLE_SHARE : MIN_ARTICLE_SHARE_OF_MAIN;
  let largest: { readonly element: HtmlElement; readonly length: number } | undefined;
  const titles: HtmlElement[] = [];
  for (const element of elementsIn(scope, isSkipped)) {
    if (element.tagName === "h1") titles.push(element);
    if (!isArticle(element) || hasOuterArticle(element)) continue;
    const length = lengthOf(element);
    if (length > (largest?.length ?? -1)) largest = { element, length };
  }
  if (largest === undefined || largest.length < inScope * minShare) return whole(scope);
  const article = largest.element;
  const [title] = titles;
  if (title === undefined || titles.length > 1 || isInside(title, article)) return whole(article);
  return withTitle(article, title);
}

function isSkipped(element: HtmlElement): boolean {
  return leftOutReason(element) !== undefined || isFurniture(element);
}

function whole(root: HtmlParent): MainContent {
  return { root, isWithin: () => true };
}

function findMain(page: HtmlParent, total: number): HtmlElement | undefined {
  let mains = 0;
  for (const element of elementsIn(page, isSkipped)) {
    if (element.tagName !== "main" && attributeOf(element, "role") !== "main") continue;
    const length = lengthOf(element);
    if (length >= MIN_LENGTH || length >= total * MIN_SHARE) return element;
    mains++;
    if (mains >= MOST_MAINS) return undefined;
  }
  return undefined;
}

function isArticle(element: HtmlElement): boolean {
  return element.tagName === "article" || attributeOf(element, "role") === "article";
}

function hasOuterArticle(element: HtmlElement): boolean {
  for (let at = element.parentNode; at !== null && isElement(at); at = at.parentNode)
    if (isArticle(at)) return true;
  return false;
}

function lengthOf(element: HtmlParent): number {
  return textIn(element, isSkipped).replaceAll(/\s+/g, " ").length;
}

/** The article, and what stands between the title above it and its start: the date, the second title. */
function withTitle(article: HtmlElement, title: HtmlElement): MainContent {
  const start = title.sourceCodeLocation?.startOffset;
  const from = article.sourceCodeLocation?.startOffset;
  const end = article.sourceCodeLocation?.endOffset;
  let root: HtmlParent | null = article;
  while (root !== null && !isInside(title, root)) root = isElement(root) ? root.parentNode : null;
  if (
    root === null ||
    start === undefined ||
    from === undefined ||
    end === undefined ||
    start > from
  )
    return whole(article);
  const isWithin = (node: HtmlNode): boolean => {
    const place = node.sourceCodeLocation;
    return (
      place === undefined || place === null || (place.endOffset > start && place.startOffset < end)
    );
  };
  const lead = textIn(
    root,
    (element) => element === article || isSkipped(element) || !isWithin(element),
    MAX_LEAD * 4,
  );
  return lead.replaceAll(/\s+/g, " ").length > MAX_LEAD ? whole(article) : { root, isWithin };
}

function isInside(node: HtmlElement, outer: HtmlParent): boolean {
  for (let at: HtmlParent | null = node; at !== null; at = isElement(at) ? at.parentNode : null)
    if (at === outer) return true;
  return false;
}
