import type { Software } from "@tocsin/model";
import { blankAdvice } from "./asides.ts";
import { isCountry } from "./countries.ts";
import { KNOWN_MALWARE, KNOWN_TOOLS } from "./known-software.ts";
import { NAMER } from "./name-claims.ts";
import { cleanName, NAME } from "./name-pattern.ts";

const KIND =
  "(?:malware|backdoors?|trojans?|rats?|ransomware|loaders?|stealers?|infostealers?|implants?|wipers?|rootkits?|downloaders?|droppers?|keyloggers?|worms?|botnets?|web ?shells?|spyware|cryptominers?|bootkits?)";
/** What every pattern below asks for: a line without it is not looked through for names. */
const KIND_WORD = new RegExp(`\\b(?:${KIND}|tool|utilit|framework)`);
/** `a backdoor called X`, `malware families such as X, Y and Z`. */
const NAMED_AFTER = new RegExp(
  `\\b(${KIND}|tools?|utilit(?:y|ies)|frameworks?)(?: famil(?:y|ies)| variants?| strains?)?,? ?(?:\\(\\w{1,8}\\) )?(?:that (?:\\w+ )?(?:calls?|tracks?|names?)|(?:which )?we (?:call|dub|dubbed|named?|track as)|called|named|dubbed|known as|tracked as|referred to as|such as|like|including|include|:) ?(?:the )?(${NAME})((?:(?:, | and |, and | or |\\/)${NAME}){0,20})`,
  "gu",
);
/** `X ransomware`, `the X backdoor`, `the X information-stealing malware`. */
const NAMED_BEFORE = new RegExp(
  `(${NAME}) (?:(?:information|info|credential|data|password)-(?:stealing|wiping) |banking |remote access )?(?:${KIND})\\b`,
  "gu",
);
/** `the backdoor X`, `uses the malware X`: with an article any name, without one only a name that no word looks like. */
const NAMED_RIGHT_AFTER = new RegExp(
  `(\\b(?:the|an?|its|their|his|custom|new|and|with|using) (?:[\\w-]+ ){0,2})?\\b${KIND} (${NAME})`,
  "gu",
);
/** `X is a backdoor`, `X, a modular loader,`: up to four words that open no clause of their own. */
const APPOSED = new RegExp(
  `(${NAME})(?: \\([^()\\n]{1,100}\\))?(?:,| is| was) (?:an?|the) (?:(?!(?:that|which|who|with|using|used|uses|by|for|of|to|in|on|from|and)\\b)[\\w/+#.-]+,? ){0,4}${KIND}\\b`,
  "gu",
);
/** Names that say themselves what they are. */
const TELLING =
  /\b(?=[A-Z])[A-Za-z0-9]{2,24}(?:RAT|Rat|Loader|Stealer|Locker|Ransom|Backdoor|Wiper|Dropper|Miner)\b/g;
const GENERIC =
  /^(?:(?:Remote|Access|Custom|Other|Public|Open|Source|Commodity|Living|Command|Control|PowerShell|Python|Java|Web|Linux|Windows|Android|MacOS|Go|Golang|Rust|Cyber|Security|Data|File|System|Information|Active|Directory|PE|ELF|DLL|EXE|APK|SQL|HTTP|SSH|RDP|VPN|Shell|Python|Microsoft|Tool|Tools|IT|OT|ICS|Stop|StopRansomware|Malware|Ransomware|Backdoor|Trojan|Loader|Stealer|RAT|RATs|Wiper|Dropper|Implant|Botnet|Anti|Critical|Crypto|Double|Fileless|Mobile|Banking|Infostealer|Second|First|Third|Stage|DPRK|Windows|Korean|Russian|Chinese|Iranian|US|UK|American|European|Phishing|Ransomware-as-a-Service|RaaS|MaaS|IoT|DDoS|C2|SOCKS5?|BitLocker|PowerShell|VBScript|JavaScript|Microsoft|Google|DNS|HTTPS?|RDP|SMB|WMI|AV|EDR|API|OS|macOS|iOS|NET|PHP|PDF|USB|LNK|HTA|HKLM|HKCU|Management|Instrumentation|General|APTs?|Trojani[sz]ed|Obfuscated|Deobfuscated|Encrypted|Decrypted|Packed|Unpacked|Signed|Unsigned|Modified|Modular|Malicious|Persistent|Destructive|Sophisticated|Advanced|Known|Unknown|Common|Related|Similar|Dropped|Downloaded|Embedded|Targeted|Suspected|Detected|Observed|Deployed|Infected|Memory|Kernel|Network|Multi-stage|Point-of-Sale|PoS|POS|ATM|Credential|Password|Email|Spam|Keylogging|Dynamic|Static|Analysis|Analyzing|Removing|Executing|Installing|Deploying|Delivering|Detecting|Stealing|Distributing|Hunting|Campaign|Operation|Defending|Preventing|Otherwise|Afterwards?|Simple|Main|Every|Debugging|Decompressing|Including|Using|Running|Loading|Installation|Deliver|Significant|How|Updates?|Uninstalls|Current|ASPX|JScript|Encoded|Primary|WMI|Command-line|Details|Law|Enforcement|Volatility|Ghidra|Wireshark|Procmon|IDA|VirusTotal|URLhaus|Shodan|Censys|Yara|YARA)(?: |$))+$/iu;
/** `Russian-speaking`, `30-plus-country`, `Dll-Sideloading`: what a thing is or does, not what it is called. */
const QUALIFIER =
  /-(?:speaking|based|backed|linked|nexus|sponsored|affiliated|aligned|related|like|style|level|state|side|plus|free|specific|focused|wide|country|only|grade|stage|ready|sideloading|side-loading|loading|as-a-service|loaded|encrypted|packed|ed|bit|signed|written|developed|built|made|enabled|driven|oriented|capable|resident)(?:-|$)|^\d|^(?:CVE|CWE)-|^[GST]\d{4}|^\p{L}{3,20}\.\p{Lu}|\.\w{2,4}$/iu;

/** `Tiger RAT`: the only kind that is written in capitals. */
const RAT = /(?<![\p{L}\p{N}_-])[A-Z][a-z]{2,14} RAT(?![\p{L}\p{N}_])/gu;
const NAMES = new RegExp(NAME, "gu");
/** `X, Y, Z and W`. */
const LIST = new RegExp(
  `${NAME}(?:\\s?\\([^()\\n]{1,60}\\))?(?:(?:,|,? and|,? or) ${NAME}(?:\\s?\\([^()\\n]{1,60}\\))?){2,40}`,
  "gu",
);

/** A name with what the text makes of it. */
export interface Named {
  readonly name: string;
  readonly kind: Software["kind"];
  /** Place in the text given. */
  readonly at: number;
}

function isName(name: string): boolean {
  const isOther = GENERIC.test(name) || QUALIFIER.test(name) || NAMER.test(name) || isCountry(name);
  return !isOther && /\p{L}{2}/u.test(name) && name.split(" ").length <= 3;
}

/** Capitals or a capital inside: no word of a sentence looks so. */
function looksCoined(name: string): boolean {
  return /^[\p{Lu}\p{N}_-]{4,}$/u.test(name) || /\p{Ll}\p{Lu}/u.test(name);
}

type Push = (raw: string, kind: Software["kind"], at: number) => string | undefined;

/** Names that stand beside the word for what they are. */
function findNamed(text: string, push: Push): void {
  for (const { 1: word = "", 2: first = "", 3: more = "", index } of text.matchAll(NAMED_AFTER)) {
    const kind = /^(?:tool|utilit|framework)/i.test(word) ? "tool" : "malware";
    push(first, kind, index);
    for (const other of more.split(/, and |, | and | or |\//))
      if (other !== "") push(other, kind, index);
  }
  for (const { 1: name = "", index } of text.matchAll(NAMED_BEFORE))
    if (/[\p{Lu}\p{N}]/u.test(name)) push(name, "malware", index);
  for (const { 1: article, 2: raw = "", index } of text.matchAll(NAMED_RIGHT_AFTER)) {
    const isQuoted = /^["“‘'`]/.test(raw);
    const name = cleanName(raw) ?? "";
    if (!/[\p{Lu}\p{N}]/u.test(name)) continue;
    if (isQuoted || looksCoined(name) || (article !== undefined && !name.includes(" ")))
      push(raw, "malware", index);
  }
  for (const { 1: name = "", index } of text.matchAll(APPOSED)) push(name, "malware", index);
}

/** Malware and tools that a text without asides names as such, in the order of their places. */
export function findSoftwareNames(text: string): Named[] {
  const names: Named[] = [];
  const push: Push = (raw, kind, at) => {
    const name = cleanName(raw);
    if (name === undefined || !isName(name)) return undefined;
    names.push({ name, kind, at });
    return name;
  };
  if (KIND_WORD.test(text)) findNamed(text, push);
  for (const { 0: name, index } of text.matchAll(TELLING)) push(name, "malware", index);
  for (const { 0: name, index } of text.matchAll(RAT)) push(name, "malware", index);
  const told = blankAdvice(text);
  for (const name of KNOWN_TOOLS) pushKnown(names, told, name, "tool");
  for (const name of KNOWN_MALWARE) pushKnown(names, told, name, "malware");
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

/**
 * Names that stand in a list of malware: of its entries at least three, and half of them, are known to be. What the
 * others are, the list says.
 */
export function findListedSoftware(
  text: string,
  isKnown: (name: string) => boolean,
): readonly Named[] {
  const names: Named[] = [];
  for (const { 0: list, index } of text.matchAll(LIST)) {
    const bare = list.replaceAll(/\([^()]*\)/g, (aside) => " ".repeat(aside.length));
    const entries = [...bare.matchAll(NAMES)].flatMap(({ 0: raw, index: at }) => {
      const name = cleanName(raw);
      return name !== undefined && isName(name) ? [{ name, at: index + at }] : [];
    });
    const known = entries.filter(({ name }) => isKnown(name)).length;
    if (known < 3 || known * 2 < entries.length) continue;
    for (const { name, at } of entries)
      if (!isKnown(name)) names.push({ name, kind: "malware", at });
  }
  return names;
}
