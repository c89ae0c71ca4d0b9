import { toPlainPlace } from "../text/emphasis.ts";
import type { Line } from "../text/layout.ts";
import { splitCells } from "../text/tables.ts";
import { isCountry } from "./countries.ts";
import { cleanName, NAME } from "./name-pattern.ts";

const FLAW = "(?:vulnerabilit(?:y|ies)|flaws?|bugs?|issues?|weakness(?:es)?|zero-?days?|exploits?)";
const FLAW_WORD = new RegExp(FLAW);
/** `CVE-… in FortiOS`, `CVE-…, a heap overflow in FortiOS`, `CVE-… (FortiOS)`, `CVE-… affecting X`. */
const AFTER = new RegExp(
  `^(?: \\([^()]{1,60}\\))?(?:,? (?:an?|the) (?:[\\w-]+ ){1,7}| ${FLAW} )?(?: ?,? ?)(?:(?:in|affecting|impacting|affects|impacts|of) (?:the |an? )?(?:${FLAW} (?:in|of) (?:the )?)?|\\((?:in )?)(${NAME})`,
  "u",
);
/** `FortiOS vulnerability CVE-…`, `FortiOS (CVE-…`, `a flaw in FortiOS, tracked as CVE-…`. */
const BEFORE = new RegExp(
  `(${NAME})(?: (?:[a-z-]+ ){0,4}${FLAW})?(?:,? (?:tracked|known|identified) as| \\(| \\[|,)? ?[[(]?$`,
  "u",
);
const PRODUCT_HEADER =
  /\b(?:products?|software|applications?|affected|component|systems?|technolog(?:y|ies))\b/i;
const VENDOR_HEADER = /^(?:vendors?|makers?|manufacturers?)(?: name)?$/i;
const OTHER_HEADER =
  /\b(?:cvss|score|severity|date|type|description|status|cwe|impact|class|use|notes?|comments?|patch\w*|fix\w*|mitigations?|versions?|references?|links?)\b/i;
/** Kinds of flaws, grades and places of attacks: with capitals, yet no products. */
const NO_PRODUCT =
  /\b(?:remote code|code execution|rce|injection|traversal|overflow|bypass|escalation|deserialization|disclosure|denial of service|xss|ssrf|xxe|critical|high|medium|low|moderate|important|exploit(?:ed|ation)?|vulnerabilit\w+|cve|cvss|cwe|kev|yes|no|n\/a|none|unknown|patched|operation|campaign|known|poc|cisa|fbi|nsa|ncsc)\b|^(?:CVE|CWE)-|^\d/i;
/** Flaws have names of their own: `Log4Shell`, `Zerologon`. */
const NICKNAME =
  /^(?:\p{L}[\w]{1,16}(?:shell|bleed|logon|nightmare|spring|pwn)|EternalBlue|BlueKeep|SMBGhost|Dirty ?COW|Looney Tunables)$/iu;
/** Words between a name and a flaw that make the name the one who acts: `X may exploit CVE-…`. */
const ACTS =
  /\b(?:may|might|could|can|will|would|did|does|has|have|had|to) (?:\w+ )?exploit\b|^ exploits $|\b(?:exploits (?:an?|the|this)|used|uses|using|exploited|exploiting|leverag(?:e|es|ed|ing)|abus(?:e|es|ed|ing)|weaponi[sz]\w{1,4}|scann(?:ed|ing)|chain(?:s|ed|ing)|attack(?:s|ed|ing)|target(?:s|ed|ing))\b/i;
const MONTH =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4])\b/;
const MAX_PRODUCT = 100;

/**
 * The product a CVE is said to be in, as the sentence or the row of a table words it; undefined where neither does.
 * @param place place of the identifier in the text
 */
export function productOf(line: Line, place: number, length: number): string | undefined {
  const at = toPlainPlace(line.plain, place - line.start);
  const end = toPlainPlace(line.plain, place + length - line.start);
  const text = line.plain.text.slice(0, 20_000);
  if (line.kind === "table") return productInRow(line, text, at);
  const after = read(AFTER.exec(text.slice(end, end + 240))?.[1]);
  if (after !== undefined) return after;
  const before = text.slice(Math.max(0, at - 160), at);
  const match = BEFORE.exec(before);
  // A name right before, with no word of flaws and no bracket between, is some other thing.
  const isPlaced =
    match !== null &&
    /\b(?:in|of|for|on|affecting|against|targeting) (?:the |an? |some )?$/.test(
      before.slice(0, match.index),
    );
  const isActing = match !== null && ACTS.test(match[0].slice((match[1] ?? "").length));
  const isBound =
    match !== null && !isActing && (FLAW_WORD.test(match[0]) || (isPlaced && /[[(]$/.test(before)));
  return isBound ? read(match[1]) : undefined;
}

function read(raw: string | undefined): string | undefined {
  const name = raw === undefined ? undefined : cleanName(raw);
  return name !== undefined && isProduct(name) ? name : undefined;
}

function isProduct(name: string): boolean {
  return (
    name.length >= 2 &&
    name.length <= MAX_PRODUCT &&
    /\p{L}{2}/u.test(name) &&
    !NO_PRODUCT.test(name) &&
    !NICKNAME.test(name) &&
    !MONTH.test(name) &&
    !isCountry(name)
  );
}

function productInRow(line: Line, text: string, at: number): string | undefined {
  const cells = splitCells(text);
  const header = line.header ?? [];
  const own = cells.findIndex((cell) => cell.start <= at && at < cell.end);
  const isHeaded = header.some(
    (cell) => /\b(?:cve|vulnerabilit|id)/i.test(cell) && !/\d{4}-\d/.test(cell),
  );
  const cellAt = (i: number): string | undefined => {
    const words = cells[i]?.text ?? "";
    return i >= 0 && i !== own && isProduct(words) && words.split(" ").length <= 8
      ? words
      : undefined;
  };
  const find = (pattern: RegExp): number =>
    header.findIndex((cell, i) => i !== own && pattern.test(cell) && !/\bversions?\b/i.test(cell));
  if (isHeaded) {
    const product = cellAt(find(PRODUCT_HEADER));
    const vendor = cellAt(find(VENDOR_HEADER));
    if (product !== undefined || vendor !== undefined)
      return product === undefined || vendor === undefined || product.startsWith(vendor)
        ? (product ?? vendor)
        : `${vendor} ${product}`;
  }
  for (const i of [own + 1, own - 1]) {
    if (isHeaded && OTHER_HEADER.test(header[i] ?? "")) continue;
    const beside = cellAt(i);
    if (beside !== undefined && /^\p{Lu}|^[a-z]\p{Lu}/u.test(beside) && !/[.!?]$/.test(beside))
      return beside;
  }
  return undefined;
}
