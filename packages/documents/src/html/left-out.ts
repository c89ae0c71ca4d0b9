import { attributeOf, textIn } from "./parse-html.ts";
import type { HtmlElement } from "./parse-html.ts";

/** Why an element is no part of a page's text. */
export type LeftOutReason = "code" | "navigation" | "hidden" | "deleted" | "form" | "frame";

const CODE: ReadonlySet<string> = new Set(["script", "style", "template", "noscript", "head"]);
const FRAMES: ReadonlySet<string> = new Set([
  "iframe",
  "object",
  "embed",
  "svg",
  "canvas",
  "audio",
  "video",
  "math",
  "map",
  "applet",
]);
const CONTROLS: ReadonlySet<string> = new Set(["select", "datalist", "input", "progress", "meter"]);
const DELETED: ReadonlySet<string> = new Set(["del", "s", "strike"]);
const NAVIGATION_ROLES: ReadonlySet<string> = new Set([
  "navigation",
  "search",
  "banner",
  "contentinfo",
  "dialog",
  "alertdialog",
  "menu",
  "menubar",
  "toolbar",
]);
const UNSEEN =
  /(?:^|\s)(?:visually-hidden|visuallyhidden|sr-only|screen-reader-text|element-invisible|usa-sr-only|u-visually-hidden)(?:\s|$)/;
const UNSEEN_STYLE =
  /(?:^|;)\s{0,9}(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)/i;
const BREADCRUMB = /(?:^|[\s_-])breadcrumbs?(?:$|[\s_-])/i;
/** A form with more text than this is the page itself, as some systems write it. */
const MAX_FORM = 1500;

/**
 * Why an element and all in it is no text of the page, or undefined. Headers, footers and asides are judged by
 * {@link isFurniture}, since an article may have its own.
 */
export function leftOutReason(element: HtmlElement): LeftOutReason | undefined {
  const { tagName } = element;
  if (CODE.has(tagName)) return "code";
  if (FRAMES.has(tagName)) return "frame";
  if (CONTROLS.has(tagName)) return "form";
  if (DELETED.has(tagName)) return "deleted";
  if (tagName === "nav" || tagName === "rt" || tagName === "rp") return "navigation";
  if (element.attrs.length > 0) {
    if (NAVIGATION_ROLES.has(attributeOf(element, "role") ?? "")) return "navigation";
    if (isHidden(element)) return "hidden";
    if (
      BREADCRUMB.test(
        `${attributeOf(element, "class") ?? ""} ${attributeOf(element, "aria-label") ?? ""}`.slice(
          0,
          500,
        ),
      )
    )
      return "navigation";
  }
  if (tagName === "button") return isInHeading(element) ? undefined : "form";
  return tagName === "form" &&
    textIn(element, isCode, MAX_FORM).trim().length < MAX_FORM &&
    !holdsContent(element)
    ? "form"
    : undefined;
}

function isCode({ tagName }: HtmlElement): boolean {
  return CODE.has(tagName);
}

function holdsContent(form: HtmlElement): boolean {
  const stack: HtmlElement[] = [form];
  for (let element = stack.pop(); element !== undefined; element = stack.pop())
    for (const child of element.childNodes) {
      if (!("tagName" in child)) continue;
      if (/^(?:article|main|h1|pre)$/.test(child.tagName)) return true;
      stack.push(child);
    }
  return false;
}

function isHidden(element: HtmlElement): boolean {
  const hidden = attributeOf(element, "hidden");
  if (hidden !== undefined && hidden !== "until-found") return true;
  if (UNSEEN_STYLE.test((attributeOf(element, "style") ?? "").slice(0, 2000))) return true;
  return UNSEEN.test((attributeOf(element, "class") ?? "").slice(0, 2000));
}

function isInHeading(element: HtmlElement): boolean {
  for (let at = element.parentNode; at !== null && "tagName" in at; at = at.parentNode)
    if (/^(?:h[1-6]|summary|dt|th)$/.test(at.tagName)) return true;
  return false;
}

/** Whether an element frames a page: a header, footer or aside that belongs to no article. */
export function isFurniture(element: HtmlElement): boolean {
  const { tagName } = element;
  const isAside = tagName === "aside" || attributeOf(element, "role") === "complementary";
  if (!isAside && tagName !== "header" && tagName !== "footer") return false;
  for (let at = element.parentNode; at !== null && "tagName" in at; at = at.parentNode)
    if (at.tagName === "article" || (!isAside && at.tagName === "main")) return false;
  return true;
}
