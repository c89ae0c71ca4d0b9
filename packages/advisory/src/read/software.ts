import type { Software } from "@tocsin/model";
import type { Line } from "../text/layout.ts";
import { splitSentences } from "../text/sentence.ts";
import { citeLine, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import { KNOWN_MALWARE, KNOWN_TOOLS } from "./known-software.ts";
import { findNameClaims } from "./name-claims.ts";
import { cleanName, NAME } from "./name-pattern.ts";

const KIND =
  "(?:malware|backdoors?|trojans?|rats?|ransomware|loaders?|stealers?|infostealers?|implants?|wipers?|rootkits?|downloaders?|droppers?|keyloggers?|worms?|botnets?|web ?shells?|spyware|cryptominers?|bootkits?)";
/** `a backdoor called X`, `malware families such as X, Y and Z`. */
const NAMED_AFTER = new RegExp(
  `\\b(${KIND}|tools?|utilit(?:y|ies)|frameworks?)(?: famil(?:y|ies)| variants?| strains?)?,? ?(?:\\(\\w{1,8}\\) )?(?:that (?:\\w+ )?(?:calls?|tracks?|names?)|which we call|called|named|dubbed|known as|tracked as|referred to as|such as|like|including|include|:) ?(?:the )?(${NAME})((?:(?:, | and |, and | or |\\/)${NAME}){0,20})`,
  "gu",
);
/** `X ransomware`, `the X backdoor`. */
const NAMED_BEFORE = new RegExp(`(${NAME}) (?:${KIND})\\b`, "gu");
/** Names that say themselves what they are. */
const TELLING =
  /\b(?=[A-Z])[A-Za-z0-9]{2,24}(?:RAT|Rat|Loader|Stealer|Locker|Ransom|Backdoor|Wiper|Dropper|Miner)\b/g;
const GENERIC =
  /^(?:(?:Remote|Access|Custom|Other|Public|Open|Source|Commodity|Living|Command|Control|PowerShell|Python|Java|Web|Linux|Windows|Android|MacOS|Go|Golang|Rust|Cyber|Security|Data|File|System|Information|Active|Directory|PE|ELF|DLL|EXE|APK|SQL|HTTP|SSH|RDP|VPN|Shell|Python|Microsoft|Tool|Tools|IT|OT|ICS|Stop|StopRansomware|Malware|Ransomware|Backdoor|Trojan|Loader|Stealer|RAT|RATs|Wiper|Dropper|Anti|Critical|Crypto|Double|Fileless|Mobile|Banking|Infostealer|Second|First|Third|Stage|DPRK|Windows|Korean|Russian|Chinese|Iranian|US|UK|American|Phishing|Ransomware-as-a-Service|RaaS|MaaS|IoT|DDoS|C2|SOCKS5?|BitLocker|PowerShell|VBScript|JavaScript|Microsoft|Google|DNS|HTTPS?|RDP|SMB|WMI|AV|EDR|API|OS|macOS|iOS|NET|PHP|PDF|USB|LNK|HTA|HKLM|HKCU|Management|Instrumentation|General)(?: |$))+$/;
const MAX_SOFTWARE = 300;

/** A name with what the text makes of it. */
interface Named {
  readonly name: string;
  readonly kind: Software["kind"];
  readonly at: number;
}

/** Malware and tools the text names as such, in the order of their first places. */
export function findSoftware(source: TextSource): Software[] {
  const found = new Map<string, Software>();
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "blank" || line.kind === "code") continue;
    for (const named of namesOf(line)) add(found, source, line, named);
    if (found.size >= MAX_SOFTWARE) break;
  }
  addAliases(found, source);
  return [...found.values()];
}

function namesOf(line: Line): Named[] {
  const names: Named[] = [];
  const text = line.text.slice(0, 20_000);
  const push = (raw: string, kind: Software["kind"], at: number): void => {
    const name = cleanName(raw);
    if (
      name !== undefined &&
      !GENERIC.test(name) &&
      !/\.\w{2,4}$/.test(name) &&
      /\p{L}{2}/u.test(name) &&
      name.split(" ").length <= 3
    )
      names.push({ name, kind, at });
  };
  for (const { 1: word = "", 2: first = "", 3: more = "", index } of text.matchAll(NAMED_AFTER)) {
    const kind = /^(?:tool|utilit|framework)/i.test(word) ? "tool" : "malware";
    push(first, kind, index);
    for (const other of more.split(/, and |, | and | or |\//))
      if (other !== "") push(other, kind, index);
  }
  for (const { 1: name = "", index } of text.matchAll(NAMED_BEFORE)) push(name, "malware", index);
  for (const { 0: name, index } of text.matchAll(TELLING)) push(name, "malware", index);
  for (const name of KNOWN_TOOLS) pushKnown(names, text, name, "tool");
  for (const name of KNOWN_MALWARE) pushKnown(names, text, name, "malware");
  return names.toSorted((a, b) => a.at - b.at);
}

function pushKnown(names: Named[], text: string, name: string, kind: Software["kind"]): void {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const around = `${text.charAt(at - 1)} ${text.charAt(at + name.length)}`;
    if (/[\p{L}\p{N}_./\\-]/u.test(around.replace(/[.,]$/, ""))) continue;
    names.push({ name, kind, at });
    return;
  }
}

function add(found: Map<string, Software>, source: TextSource, line: Line, named: Named): void {
  const key = named.name.toLowerCase();
  const before = found.get(key);
  const citations = joinCitations(before?.citations ?? [], [citeLine(source, line, named.at)]);
  const kind = KNOWN_TOOLS.includes(named.name) ? "tool" : (before?.kind ?? named.kind);
  found.set(key, {
    name: before?.name ?? named.name,
    kind,
    aliases: before?.aliases ?? [],
    citations,
  });
}

/** Other names that the text gives to software it names. */
function addAliases(found: Map<string, Software>, source: TextSource): void {
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "blank" || line.kind === "code") continue;
    for (const sentence of splitSentences(line.text.slice(0, 20_000))) {
      for (const claim of findNameClaims(sentence.text)) {
        if (claim.relation !== "same" && claim.relation !== "formerly") continue;
        const one = found.get(claim.of.toLowerCase());
        if (one === undefined || one.aliases.includes(claim.name)) continue;
        found.set(claim.of.toLowerCase(), { ...one, aliases: [...one.aliases, claim.name] });
        if (claim.name.toLowerCase() !== claim.of.toLowerCase())
          found.delete(claim.name.toLowerCase());
      }
    }
  }
}
