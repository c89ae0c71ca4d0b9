import type { FoundObservable } from "../find/types.ts";
import { toPlainPlace } from "../text/emphasis.ts";
import type { Line } from "../text/layout.ts";
import type { ContextReason } from "./benign.ts";
import { columnOf, isUnderReferences } from "./listed.ts";
import { hostOf } from "./values.ts";

/** Words right before a value that say it is the intruders'. */
const HOSTILE =
  /\b(?:c2|c&c|cnc|command[- ](?:and|&)[- ]control|malicious|hostile|rogue|attacker|adversary|actor|hacker|intruder|phishing|look-?alike|typosquat\w*|spoofed|fake|fraudulent|beacon(?:s|ed|ing)?|exfiltrat\w+|callback|calls? (?:back|home)|malware|payloads?|backdoor|implant|loader|second[- ]stage|staging)\b/i;
/** The same in other languages. */
const HOSTILE_ABROAD =
  /명령\s?제어|악성|공격자|유포|피싱|指令サーバ|コマンド|攻撃者|不正|悪性|マルウェア|配布元|恶意|攻击者|木马|回连|控制端|钓鱼|вредонос|командн|управляющ|злоумышлен|фишинг/iu;
/** Words that make a site one of the attacked. */
const VICTIM =
  /\b(?:victims?|targets?|targeted|defaced|visited|official|ministr(?:y|ies)|legitimate|genuine|real|company|employer|vendor|maker|manufacturer|homepage|downloaded? from the)\b/i;
const NAMESPACE =
  /(?:xmlns(?::\w+)?|schemaLocation|\bschema|namespace|\$schema|DOCTYPE)\b[^\n]{0,20}$/i;
/** What a query of an address's network gives: number, network, name and country, parted by bars. */
const PROVIDER = /\|\s?[A-Z]{2}\s?\\?\|\s?$/;
const CITING = /\b(?:see|report(?:ed|s)?|blog|read|described|according)\b/i;

/** Why a link or a name of a host that nobody marked is a reference, or undefined. */
export function screenLink(
  found: FoundObservable,
  text: string,
  around: { readonly line: Line; readonly sentence: string; readonly isListed: boolean },
): ContextReason | undefined {
  if (found.isDefanged) return undefined;
  const before = text.slice(Math.max(0, found.span[0] - 60), found.span[0]);
  if (NAMESPACE.test(before)) return { reason: "namespace of a schema", role: "reference" };
  const after = text.slice(found.span[1], found.span[1] + 8);
  if (found.type === "domain" && /^,? (?:Inc|Ltd|LLC|GmbH|Corp|S\.A)\b/.test(after))
    return { reason: "name of a company", role: "reference" };
  const isMarkdown =
    before.endsWith("](") || /\]:\s{0,3}<?$/.test(before) || /^[/)]{0,2}\]\(/.test(after);
  const isAsciidoc = found.type === "url" && /^\[[^\]\n]/.test(after);
  if (isMarkdown || isAsciidoc) return { reason: "reference link", role: "reference" };
  if (found.type === "url" && /.https?:\/\/./i.test(found.value) && !/[?=&]/.test(found.value))
    return { reason: "several addresses without a blank between", role: "reference" };
  if (PROVIDER.test(before))
    return { reason: "domain of the network's provider", role: "reference" };
  if (columnOf(found, around.line) === "reference")
    return { reason: "stands in a column of sources", role: "reference" };
  if (around.isListed) return undefined;
  const host = found.type === "url" ? hostOf(found.value) : undefined;
  if (host !== undefined && /^[\d.]+$/.test(host)) return undefined;
  if (isIntroducedAsHostile(found, around.line, around.sentence)) return undefined;
  const isReference = found.type === "url" || isUnderReferences(around.line);
  return { reason: "named in prose, not defanged", ...(isReference && { role: "reference" }) };
}

/** Whether the clause says right before the value that it is the intruders', and not that it is a victim's. */
function isIntroducedAsHostile(found: FoundObservable, line: Line, sentence: string): boolean {
  if (isUnderReferences(line)) return false;
  const end = toPlainPlace(line.plain, Math.max(0, found.span[0] - line.start));
  const clause =
    line.plain.text
      .slice(Math.max(0, end - 160), end)
      .split(/[;:]\s|[.!?]\s(?=\p{Lu})|, (?:which|while|but)\b/u)
      .at(-1) ?? "";
  const near = clause.split(/\s+/).slice(-9).join(" ");
  const stop = toPlainPlace(line.plain, found.span[1] - line.start);
  const after = line.plain.text.slice(stop, stop + 16);
  if (/^\W{0,3}(?:home ?page|account|web ?site|portal)\b/i.test(after)) return false;
  return (
    (HOSTILE.test(near) || HOSTILE_ABROAD.test(near)) &&
    !VICTIM.test(near) &&
    !CITING.test(sentence)
  );
}
