import type { DocumentProperties } from "../document.ts";
import { toIsoTime } from "../iso-time.ts";
import { dropInvisible } from "../text-builder.ts";
import { attributeOf, elementsIn, textIn } from "./parse-html.ts";
import type { HtmlElement, HtmlParent } from "./parse-html.ts";

/** Properties of a page, and the address that relative links start from. */
export interface HtmlHead {
  readonly properties: DocumentProperties;
  readonly base: string | undefined;
}

const MAX_VALUE = 2000;
const CREATED = [
  "article:published_time",
  "dcterms.created",
  "dcterms.issued",
  "dcterms.date",
  "dc.date.issued",
  "dc.date",
  "datepublished",
  "date",
  "publish-date",
  "pubdate",
];
const MODIFIED = [
  "article:modified_time",
  "og:updated_time",
  "dcterms.modified",
  "dc.date.modified",
  "datemodified",
  "last-modified",
];

/** What a page says of itself: Open Graph, Dublin Core, canonical link, title, language. */
export function readHtmlHead(page: HtmlParent): HtmlHead {
  const metas = new Map<string, string>();
  let title: string | undefined;
  let canonical: string | undefined;
  let base: string | undefined;
  let language: string | undefined;
  for (const element of elementsIn(page, ({ tagName }) => tagName === "svg")) {
    switch (element.tagName) {
      case "html":
        language = attributeOf(element, "lang") ?? attributeOf(element, "xml:lang");
        break;
      case "title":
        title ??= level(textIn(element));
        break;
      case "meta":
        readMeta(element, metas);
        break;
      case "link":
        if (/(?:^|\s)canonical(?:\s|$)/i.test(attributeOf(element, "rel") ?? ""))
          canonical ??= attributeOf(element, "href");
        break;
      case "base":
        base ??= attributeOf(element, "href");
        break;
      case "time": {
        const which = attributeOf(element, "itemprop")?.toLowerCase();
        const date = attributeOf(element, "datetime");
        const isKnown = which === "datepublished" || which === "datemodified";
        if (isKnown && date !== undefined && !metas.has(which)) metas.set(which, date);
        break;
      }
      default:
    }
  }
  const source = webAddress(canonical) ?? webAddress(metas.get("og:url"));
  return {
    base: webAddress(base, source) ?? source,
    properties: toProperties(metas, title, language, source),
  };
}

function readMeta(element: HtmlElement, metas: Map<string, string>): void {
  const name = ["property", "name", "itemprop", "http-equiv"]
    .map((attribute) => attributeOf(element, attribute))
    .find((value) => value !== undefined && value !== "");
  const content = attributeOf(element, "content");
  if (name === undefined || content === undefined) return;
  const key = name.toLowerCase();
  if (!metas.has(key)) metas.set(key, level(content));
}

function toProperties(
  metas: ReadonlyMap<string, string>,
  pageTitle: string | undefined,
  language: string | undefined,
  source: string | undefined,
): DocumentProperties {
  const first = (names: readonly string[]): string | undefined =>
    names.map((name) => metas.get(name)).find((value) => value !== undefined && value !== "");
  const time = (names: readonly string[]): string | undefined =>
    names.map((name) => toIsoTime(metas.get(name) ?? "")).find((value) => value !== undefined);
  const publisher = first([
    "og:site_name",
    "dcterms.publisher",
    "dc.publisher",
    "application-name",
  ]);
  const title = withoutSite(
    first(["og:title", "dcterms.title", "dc.title"]) ?? pageTitle,
    publisher,
    source,
  );
  const author = first(["author", "dcterms.creator", "dc.creator"]);
  const subject = first(["description", "og:description", "dcterms.description"]);
  const keywords = first(["keywords", "news_keywords"]);
  const created = time(CREATED);
  const modified = time(MODIFIED);
  return {
    ...(title !== undefined && title !== "" && { title }),
    ...(author !== undefined && { author }),
    ...(subject !== undefined && { subject }),
    ...(keywords !== undefined && { keywords }),
    ...(created !== undefined && { created }),
    ...(modified !== undefined && { modified }),
    ...(language !== undefined &&
      /^[A-Za-z]{2,3}(?:-\w{1,8}){0,3}$/.test(language) && { language }),
    ...(source !== undefined && { source }),
    ...(publisher !== undefined && { publisher }),
  };
}

/** The title without the site's name behind a bar or a dash: the name it gives itself, or one in its address. */
function withoutSite(
  title: string | undefined,
  site: string | undefined,
  source: string | undefined,
): string | undefined {
  if (title === undefined) return undefined;
  const at = Math.max(title.lastIndexOf(" | "), title.lastIndexOf(" – "), title.lastIndexOf(" - "));
  if (at <= 0) return title;
  const tail = title
    .slice(at + 3)
    .trim()
    .toLowerCase();
  const host = source === undefined ? "" : new URL(source).hostname;
  const word = tail.replaceAll(/[\s.]/g, "");
  const isSite =
    tail === site?.toLowerCase() || (word.length > 2 && host.replaceAll(".", "").includes(word));
  return isSite ? title.slice(0, at).trim() : title;
}

function level(text: string): string {
  return dropInvisible(text.slice(0, MAX_VALUE)).replaceAll(/\s+/g, " ").trim();
}

/** The address in full, if it is one of the web. */
export function webAddress(text: string | undefined, base?: string): string | undefined {
  if (text === undefined || text.trim() === "" || text.length > MAX_VALUE * 4) return undefined;
  if (!URL.canParse(text, base)) return undefined;
  const { href, protocol } = new URL(text, base);
  return protocol === "http:" || protocol === "https:" ? href : undefined;
}
