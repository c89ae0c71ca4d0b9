import type { IndicatorRole } from "@tocsin/model";
import type { Extracted, FoundObservable } from "../find/types.ts";
import type { MailAside } from "../formats/mail-lines.ts";
import { lineAt, readLayout } from "../text/layout.ts";
import type { Line } from "../text/layout.ts";
import { sentenceAt } from "../text/sentence.ts";
import { findBenignWords } from "./benign.ts";
import type { ContextReason } from "./benign.ts";
import { screenFile, screenSpared } from "./files.ts";
import { screenLink } from "./links.ts";
import { announcesIndicators, isListed, isUnderIndicators, isUnderReferences } from "./listed.ts";
import { hasPlaceholder, hostOf, screenValue } from "./values.ts";
import type { Stance } from "./values.ts";

export { isUnderIndicators } from "./listed.ts";

/** A found value with the part it plays. */
export interface ScreenedObservable extends FoundObservable {
  /** `indicator`: to be looked for. `context`: kept with the reason, never offered for hunting or blocking. */
  readonly role: "indicator" | "context";
  /** Why it is context; absent for indicators. */
  readonly reason?: string;
  /** What part the words give a value that is context. */
  readonly contextRole?: IndicatorRole;
}

/** What is known of the document beside its text. */
export interface ScreenOptions {
  /** Hosts of the document's own address and of its publisher: never indicators, with all below them. */
  readonly ownHosts?: readonly string[];
  /** Lines, by their number from 1, that a mail quotes or that sign it: a link alone on one is no list of indicators. */
  readonly asides?: ReadonlyMap<number, MailAside>;
}

const CONTACT =
  /\b(?:contact|report(?:ing)? (?:to|it|an?|any|suspicious|incidents?)|questions|e-?mail us|reach (?:us|out)|tips|telephone|phone|hotline|press office|media inquiries|subscribe|available on request|disclaimer)\b|문의|연락처|お問い?合わ?せ|联系|обращайтесь|свяжитесь/iu;
/** `Jane Doe <jane@example.com>` in a comment or below a title. */
const AUTHOR = /^\s{0,4}(?:\/\/|#|by\b|authors?:?)?\s{0,3}(?:\p{Lu}[\p{L}.'-]{1,30}\s){2,4}<?$/u;
/** What a signature or a note links to. */
const CONTACTS = /^(?:url|domain|http-uri|email)$/;
/** Marks against clicking in the line. */
const MARKED = /\[\.\]|\bhxxps?\b/i;
const DIGEST = /^(?:md5|sha\d{1,3}|imphash)$/;
const RULE_META =
  /^\s{0,20}(?:hash|md5|sha\d{1,3}|sample|reference_sample)\w{0,20}\s{0,3}=\s{0,3}["\u201C]/i;
const REGISTRAR = /\b(?:registrars?|whois|name ?servers?)\b[^.;]{0,40}$/i;

/**
 * Gives every found value its part. Marks against clicking, a list of indicators and a kind of value that is
 * rarely cited (a digest, an address) speak for an indicator; a plain link or name in prose is a reference; known
 * sites, private addresses, system files and values that a sentence calls honest are context.
 */
export function screenObservables(
  text: string,
  extracted: Extracted,
  layout: readonly Line[] = readLayout(text),
  options: ScreenOptions = {},
): ScreenedObservable[] {
  const { ownHosts = [], asides } = options;
  const screened: ScreenedObservable[] = [];
  const quoted = asides === undefined ? undefined : ownListsOf(layout, asides);
  let ofUrl: ContextReason | undefined;
  for (const found of extracted.observables) {
    const line = lineAt(layout, found.span[0]);
    if (line === undefined) continue;
    // The host of a URL shares the URL's part, unless it is known by itself.
    const own = screenOwn(found, ownHosts);
    const context =
      own ??
      (found.within === "url"
        ? (screenKnown(found, "listed") ?? ofUrl)
        : judge(found, text, line, {
            aside: asides?.get(line.number),
            isOwnList: quoted?.has(line) === true,
          }));
    if (found.type === "url") ofUrl = context;
    screened.push(
      context === undefined
        ? { ...found, role: "indicator" }
        : {
            ...found,
            role: "context",
            reason: context.reason,
            ...(context.role !== undefined && { contextRole: context.role }),
          },
    );
  }
  return screened;
}

function screenOwn(found: FoundObservable, ownHosts: readonly string[]): ContextReason | undefined {
  if (ownHosts.length === 0 || !/^(?:domain|url|http-uri|email)$/.test(found.type))
    return undefined;
  const url = found.type === "http-uri" ? `http://${found.value}` : found.value;
  const host =
    found.type === "url" || found.type === "http-uri"
      ? (hostOf(url) ?? "")
      : found.value.slice(found.value.lastIndexOf("@") + 1);
  const isOwn = ownHosts.some((own) => host === own || host.endsWith(`.${own}`));
  if (!isOwn) return undefined;
  return {
    reason: "site of the document's publisher",
    role: found.type === "email" ? "contact" : "reference",
  };
}

function screenKnown(found: FoundObservable, stance: Stance): ContextReason | undefined {
  const reason = screenValue(found, stance);
  return reason === undefined ? undefined : { reason };
}

/** The quoted lines below a heading or line of their own quotation that announces indicators: what stands above it is another's. */
function ownListsOf(
  layout: readonly Line[],
  asides: ReadonlyMap<number, MailAside>,
): ReadonlySet<Line> {
  const lines = new Set<Line>();
  let isBelow = false;
  for (const line of layout) {
    if (asides.get(line.number) !== "quoted") isBelow = false;
    else if (line.kind === "heading") isBelow = announcesIndicators(line.plain.text);
    else if (line.intro !== "" && line.intro === line.plain.text)
      isBelow ||= announcesIndicators(line.plain.text);
    else if (isBelow) lines.add(line);
  }
  return lines;
}

function judge(
  found: FoundObservable,
  text: string,
  line: Line,
  { aside, isOwnList }: { readonly aside: MailAside | undefined; readonly isOwnList: boolean },
): ContextReason | undefined {
  if (aside === "signature" && isLink(found))
    return { reason: "stands in the signature of a mail", role: "contact" };
  if (line.isAside === true && found.type !== "email" && isLink(found))
    return { reason: "link of a note", role: "reference" };
  const sentence = sentenceAt(line, found.span[0]);
  const isList =
    isListed(found, line) && (aside === undefined || (isOwnList && isUnderIndicators(line)));
  const around = { line, sentence, isListed: isList };
  const stance = found.isDefanged ? "defanged" : around.isListed ? "listed" : "plain";
  const said = findBenignWords(found, line, sentence);
  const known = screenKnown(found, stance);
  if (known !== undefined && !isPlanted(found, line, stance))
    return { ...known, ...roleOfKnown(found, line, said) };
  if (!around.isListed && hasPlaceholder(found)) return { reason: "name with a placeholder" };
  if (line.kind === "rule" || isRuleMeta(found, line)) return inRule(found);
  if (found.label !== undefined) return { reason: `named as a ${found.label}` };
  if (said !== undefined) return said;
  switch (found.type) {
    case "http-uri":
      // Without scheme and marks, words with a stroke look the same: only a list says that it is an address.
      return found.isDefanged || isUnderIndicators(line) || found.value.startsWith("/")
        ? screenLink(found, text, around)
        : { reason: "named in prose, not defanged", role: "reference" };
    case "url":
    case "domain":
      return screenRegistrar(found, text) ?? screenLink(found, text, around);
    case "scheduled-task":
    case "service-name":
      return isUnderIndicators(line) || MARKED.test(line.text)
        ? undefined
        : { reason: "named outside a list of indicators" };
    case "email":
      return isContact(found, text, around)
        ? { reason: "contact address", role: "contact" }
        : undefined;
    case "filename":
    case "filepath":
      return around.isListed ? screenSpared(found, line) : screenFile(found, sentence, found.value);
    default:
      return undefined;
  }
}

/** What nobody marked against clicking, and one could click on. */
function isLink({ type, isDefanged }: FoundObservable): boolean {
  return CONTACTS.test(type) && !isDefanged;
}

/** A line of a rule's metadata, where the layout does not tell that it is one: `hash1 = "…"`. */
function isRuleMeta({ type }: FoundObservable, line: Line): boolean {
  return DIGEST.test(type) && RULE_META.test(line.text.slice(0, 80));
}

/** A digest in a rule's metadata is a sample it was written for. */
function inRule({ type }: FoundObservable): ContextReason {
  const isDigest = DIGEST.test(type);
  return { reason: "inside a detection rule", ...(isDigest && { role: "rule-sample" }) };
}

function roleOfKnown(
  found: FoundObservable,
  line: Line,
  said: ContextReason | undefined,
): { readonly role?: IndicatorRole } {
  if (said?.role !== undefined) return { role: said.role };
  if (found.type === "email") return { role: "contact" };
  const isLink = found.type === "url" && !found.isDefanged && line.kind !== "rule";
  return isLink || (found.type === "domain" && isUnderReferences(line))
    ? { role: "reference" }
    : {};
}

/** A program on a site of a public body, alone in a list of indicators. */
function isPlanted(found: FoundObservable, line: Line, stance: Stance): boolean {
  if (found.type !== "url" || stance !== "listed") return false;
  const isAlone = line.text.trim().length <= found.span[1] - found.span[0] + 4;
  return isAlone && screenValue(found, "defanged") === undefined;
}

function screenRegistrar(found: FoundObservable, text: string): ContextReason | undefined {
  const before = text.slice(Math.max(0, found.span[0] - 60), found.span[0]);
  const words = before.slice(before.lastIndexOf("\n") + 1);
  return REGISTRAR.test(words) && !found.isDefanged
    ? { reason: "registrar or server of names", role: "reference" }
    : undefined;
}

function isContact(
  found: FoundObservable,
  text: string,
  around: { readonly line: Line; readonly sentence: string; readonly isListed: boolean },
): boolean {
  if (found.isDefanged) return false;
  const before = text.slice(around.line.start, found.span[0]);
  if (before.length < 120 && AUTHOR.test(before)) return true;
  const isOfList = around.isListed && isUnderIndicators(around.line);
  return !isOfList && CONTACT.test(around.sentence);
}
