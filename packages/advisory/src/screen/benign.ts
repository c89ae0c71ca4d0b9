import type { IndicatorRole } from "@tocsin/model";
import type { FoundObservable } from "../find/types.ts";
import { CONTEXT_ROLES, whyHarmless } from "../lists/row-cautions.ts";
import { roleOf } from "../lists/row-facts.ts";
import { readRowFacts } from "../read/roles/row-facts.ts";
import type { Line } from "../text/layout.ts";
import { columnOf } from "./listed.ts";

/** Why a value is kept as context, and the role the words give it. */
export interface ContextReason {
  readonly reason: string;
  readonly role?: IndicatorRole;
}

const CONNECTIVITY =
  /\b(?:(?:internet|network)?[ -]?connect(?:ivity|ion) (?:checks?|tests?)|(?:check|test|verif)(?:s|ed|ies|ied|ing|ying)? (?:for )?(?:its |the |their |an? )?(?:\w+ )?connection|(?:checks?|tests?|verif(?:y|ies)|checking|testing|verifying|determin(?:e|es|ing)) (?:for )?(?:its |the |their |whether )?(?:\w+ ){0,3}(?:internet|network|online|connectivity)|connectivity|(?:retriev|obtain|get|learn|determin|discover|find)\w{0,4} (?:out )?(?:its |the |their )?(?:\w+ ){0,2}(?:public|external|own) ip\b|(?:public|external|own)[- ]ip(?: address)? (?:lookup|look-up|check|service)s?|geo-?location (?:lookup|check|service)s?)\b|인터넷 연결 확인|接続(?:確認|性)|联网检测|проверк\p{L} (?:соединения|подключения)/iu;
const LEGITIMATE =
  /\b(?:legitimate (?:and [\w-]+ )?(?:[\w-]+ ){0,2}(?:domains?|sites?|websites?|web sites?|services?|urls?|address(?:es)?|hosts?|ips?|servers?)|benign|harmless|not malicious|non-malicious|false positives?)\b|정상 (?:사이트|도메인|서비스)|正規(?:の)?(?:サイト|ドメイン|サービス)|合法(?:网站|域名|服务)|легитимн\p{L}{2,3} (?:сайт|домен|сервис)/iu;
const NOT_BENIGN =
  /\b(?:compromised|hijacked|spoof(?:ed|ing)?|imitat\w+|impersonat\w+|mimic\w*|masquerad\w+|typosquat\w*|look-?alike)\b/i;
const ABUSED = /\b(?:abus(?:ed|es|ing)|misus(?:ed|es|ing)|leverag(?:ed|es|ing))\b/i;
const VICTIM_HEADING =
  /^[^\p{L}]{0,6}(?:(?:known|confirmed|list of|likely) )?(?:victims?|targets?|targeted (?:organi[sz]ations?|entit(?:y|ies)|domains?|websites?|compan(?:y|ies)|institutions?|banks?)|피해 (?:기관|기업)|被害(?:組織|企業)|受害(?:者|单位)|жертвы)\b/iu;
const OF_VICTIMS =
  /\bbelong(?:s|ed|ing)? to (?:an? |the |our |known |other )?(?:victims?|targets?|customers?)\b/i;
const NOT_THEIRS =
  /\b(?:(?:was|were|is|are) not|never) (?:been )?(?:used|controlled|operated|owned|registered) by (?:the |these |this )?(?:actors?|attackers?|adversar\w+|threat|group|intruders?|apt)\b/i;
/** What a sentence or heading says of a file so that its digest is none to look for. */
const HONEST_FILE =
  /\b(?:(?:is|are|was|were) (?:not|non-?) ?malicious|known[- ]good|clean (?:installers?|files?|cop(?:y|ies)|versions?|builds?|hash(?:es)?)|benign (?:files?|hash(?:es)?|installers?))\b/i;
const DIGEST = /^(?:md5|sha1|sha256|sha512|sha224|sha384|imphash|ssdeep|tlsh)$/;
const NETWORK = /^(?:url|http-uri|domain|ipv4|ipv6|email|cidr)$/;
/** A longer cell tells a story. */
const MAX_ROLE = 48;
const OWN_PATH = /^(?:[a-z]{1,20}:\/\/)?[^/]{1,300}\/[^\s]{4}/;

/**
 * What the words around a value of the network say of it, where they call it harmless or a victim's: its sentence, its
 * row, the heading, the line that introduces its list.
 */
export function findBenignWords(
  found: FoundObservable,
  line: Line,
  sentence: string,
): ContextReason | undefined {
  if (DIGEST.test(found.type)) return honestFile(line, sentence);
  if (!NETWORK.test(found.type)) return undefined;
  const column = columnOf(found, line);
  if (column === "victim")
    return { reason: "stands in a column of those attacked", role: "victim" };
  const heading = line.headings.at(-1) ?? "";
  if (VICTIM_HEADING.test(heading) && !namesItself(line))
    return { reason: "stands under a heading of those attacked", role: "victim" };
  const isBelow = line.kind !== "prose" || line.intro === line.plain.text;
  const row = line.kind === "table" ? roleInRow(found, line) : undefined;
  if (row !== undefined) return row;
  const near = line.kind === "table" ? rowWords(found, line) : [sentence];
  for (const words of [...near, heading, isBelow ? line.intro.slice(-600) : ""]) {
    const said = readBenign(words, found);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** `Exfil: ftp://…` under the heading of something else says by itself what it holds. */
function namesItself({ kind, plain }: Line): boolean {
  return kind === "prose" && /^\s{0,9}\p{L}[\p{L} -]{1,30}:\s/u.test(plain.text.slice(0, 60));
}

function honestFile(line: Line, sentence: string): ContextReason | undefined {
  // A row that says "clean" tells what a scanner made of a file that intruders use.
  const near = line.kind === "table" ? [] : [sentence];
  // An honest file that intruders bring along is a trace of them.
  if (near.some((text) => ABUSED.test(text))) return undefined;
  const heading = line.headings.at(-1) ?? "";
  const isBelow = line.kind !== "prose" || line.intro === line.plain.text;
  const words = [...near, heading, isBelow ? line.intro.slice(-300) : ""];
  return words.some((text) => HONEST_FILE.test(text) && !NOT_BENIGN.test(text))
    ? { reason: "named as harmless" }
    : undefined;
}

/** A row that calls its value a victim's, a reference or the like in a few words, as rows of lists do. */
function roleInRow(found: FoundObservable, line: Line): ContextReason | undefined {
  const [start, end] = found.span;
  const { statements } = readRowFacts(line, [start - line.start, end - line.start], undefined);
  const texts = statements
    .filter(({ kind, text }) => kind !== "column" && text.length <= MAX_ROLE)
    .map(({ text }) => text);
  const said = roleOf(texts, found.type);
  if (said !== undefined && CONTEXT_ROLES.has(said.role))
    return { reason: `its row says: ${said.roleEvidence.text}`, role: said.role };
  return said === undefined ? whyHarmless(texts) : undefined;
}

function rowWords(found: FoundObservable, line: Line): string[] {
  const [start, end] = found.span;
  const { statements } = readRowFacts(line, [start - line.start, end - line.start], undefined);
  return statements.map(({ text }) => text);
}

function readBenign(words: string, found: FoundObservable): ContextReason | undefined {
  if (words === "" || NOT_BENIGN.test(words)) return undefined;
  if (OF_VICTIMS.test(words))
    return { reason: "named as belonging to those attacked", role: "victim" };
  if (NOT_THEIRS.test(words)) return { reason: "named as not used by the actors" };
  if (CONNECTIVITY.test(words))
    return { reason: "named as a check of the connection", role: "connectivity-check" };
  if (!LEGITIMATE.test(words)) return undefined;
  // What intruders keep on an honest service has a path of its own.
  if (ABUSED.test(words))
    return OWN_PATH.test(found.value)
      ? undefined
      : { reason: "named as a legitimate service that is abused", role: "abused-service" };
  return { reason: "named as legitimate", role: "abused-service" };
}
