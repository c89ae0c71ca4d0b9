import { namesReferences } from "../text/heading-words.ts";
import type { Line } from "../text/layout.ts";

/** Headings below which names are those of other documents, of products' detections, or of the publisher. */
const ELSEWHERE =
  /^[^\p{L}]{0,8}(?:(?:external |additional |useful |further |selected )?(?:references?|resources|links|reading|sources?|bibliography|citations|footnotes|notes)|related (?:posts?|articles?|content|stories|reading|threats?|links|topics)|recommended (?:reading|articles)|you (?:may|might) also like|read (?:more|next)|more (?:from|on|like this)|recent (?:posts|articles)|popular posts|latest (?:posts|news)|about (?:us|the authors?|the company)|acknowledge?ments?|contact(?: us| information)?|tags?|categories|share|subscribe|disclaimer)\b|\b(?:detection names?|detections?(?: and protections?)?|detected as|coverage|protections?|signatures?|(?:snort|suricata|ids|ips) (?:rules?|sids?)|how .{1,40} (?:helps?|protects?|can help)|product (?:coverage|protection))\s{0,3}:?$/iu;
const DETECTED =
  /\b(?:detects?|detected|detections?|identif(?:y|ies|ied)|block(?:s|ed)|hunting quer(?:y|ies)|signatures?)\b.{0,80}\b(?:as|names?|signatures?|alerts?|following)\b.{0,60}:\s{0,3}$/i;
/** Names of signatures: `Trojan:Win32/X`, `ET MALWARE X`, `Win32.Trojan.X`. */
const SIGNATURE =
  /\bET (?:CNC|MALWARE|TROJAN|INFO|POLICY|EXPLOIT|HUNTING|WEB_SERVER|USER_AGENTS|JA3|DNS|SCAN|ATTACK_RESPONSE)\b|\b(?:Trojan|Backdoor|Ransom|Behavior|HackTool|TrojanDownloader|Worm|Exploit|PUA|VirTool|Virus)(?:Downloader|Dropper|Spy)?[:./](?:Win(?:32|64)|MSIL|VBS|JS|Linux|Script|AndroidOS|O97M|PowerShell|Multi|Generic)\b/i;
/** `[1] Title`, `1. Title https://…`: an entry of a list of references. */
const ENTRY = /^\s{0,10}(?:\[\d{1,3}\]:?|\[\^?\d{1,3}\]|\d{1,3}[.)]?\s.{0,400}https?:\/\/)/;

/** A line that is nothing but a link with a sentence for words: another document. */
const LINK = /^[^\p{L}\p{N}]{0,8}\[[^[\]\n]{24,400}\]\([^()\s]{1,2000}\)[^\p{L}\p{N}]{0,8}$/u;

/** Whether names in a line are those of references, detections or the publisher, and not of the story it tells. */
export function isNameList(line: Line): boolean {
  const text = line.plain.text.slice(0, 2000);
  if (SIGNATURE.test(text) || ENTRY.test(text) || LINK.test(text)) return true;
  const own = line.headings.at(-1) ?? "";
  const isUnder = line.kind === "heading" ? false : ELSEWHERE.test(own) || namesReferences(own);
  return isUnder || (line.kind !== "prose" && DETECTED.test(line.intro.slice(-300)));
}
