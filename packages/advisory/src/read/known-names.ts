import type { FoundName, Knowledge, KnownEntry } from "@tocsin/knowledge";
import type { Software } from "@tocsin/model";
import type { Line } from "../text/layout.ts";
import { splitSentences } from "../text/sentence.ts";
import { ACTOR_WORD } from "./actor-names.ts";
import { ADVICE, blankAsides, blankTitles } from "./asides.ts";
import type { TextSource } from "./cite.ts";
import { isNameList } from "./name-places.ts";

/** A name that the knowledge base has, in a sentence that may be about the campaign. */
interface KnownName {
  readonly name: string;
  readonly kind: "actor" | Software["kind"];
  /** Place in the plain text of the line. */
  readonly at: number;
  /** Sources have the name for a group and for software: the document must say which. */
  readonly isBoth: boolean;
}

/** Known names by the number of their line. */
export type KnownNames = ReadonlyMap<number, readonly KnownName[]>;

/** Words without which a name that only a list of families has is any word. */
const MALWARE_WORD =
  /\b(?:malware|backdoors?|trojans?|rats?|ransomware|loaders?|\w*stealers?|implants?|wipers?|rootkits?|down ?loaders?|droppers?|keyloggers?|worms?|botnets?|web ?shells?|spyware|payloads?|infect\w*|encrypt\w*|beacons?|c2|command and control|exfiltrat\w*|families|variants?|raas)\b/i;
/** Words by which a sentence says that somebody uses a program. */
const USE_WORD =
  /\b(?:us(?:e|es|ed|ing|age)|utili[sz]\w+|leverag\w+|abus\w+|deploy\w*|install\w*|drop(?:s|ped|ping)?|download\w*|execut\w+|r[au]n(?:s|ning)?|launch\w*|tools?|utilit(?:y|ies)|remote (?:access|desktop|management)|tunnel\w*)\b/i;
/** Words by which a sentence says that a product of remote administration was brought along. */
const INSTALL_WORD =
  /\b(?:us(?:e|es|ed|ing|age)|utili[sz]\w+|leverag\w+|abus\w+|deploy\w*|install\w*|drop(?:s|ped|ping)?|download\w*|remote (?:access|administration|management)|RMM|tunnel\w*|exfiltrat\w+)\b/i;
const RANSOM_WORD = /\b(?:ransom\w*|encrypt\w*|locker|raas|extort\w*)\b/i;
/** A product that is named for its flaws is the victim's. */
const FLAW_WORD =
  /\b(?:vulnerabilit\w+|flaws?|patch\w*|zero-?days?|CVE-\d{4}|supply[- ]chain|customers?|advisor(?:y|ies))\b/i;
const CAMPAIGN_WORD =
  /\b(?:campaigns?|attack\w*|espionage|intrusions?|umbrella|threats?|target\w*|operat\w+|malware|backdoors?|ransomware|victims?|compromis\w+|exploit\w*|phish\w*|spear\w*|cyber\w*)\b/i;
const CALLED_GROUP =
  /^(?:[’']s?)? (?:(?:ransomware|raas|threat|hacking|cyber\w*|crime|criminal|extortion|espionage|apt) ){0,2}(?:gang|group|crew|team|collective|syndicate)\b/i;
const CALLED_PROGRAM =
  /^(?:[’']s?)? (?:(?:ransomware|malware|backdoor|trojan|rat|loader|\w*stealer|implant|wiper|botnet|payloads?|samples?|binar(?:y|ies)|encryptor|locker|variants?|strain|famil(?:y|ies)|infections?)\b)(?! (?:gang|group|crew|actors?))/i;
const NUMBERED = /^(?:APT|UNC|TA|FIN|DEV|UAT|TAG|Storm)[- ]?[A-Z]?-?\d{1,5}$/i;
const MAX_LINE = 20_000;

/**
 * The names of actors, malware and tools that the knowledge base has, where they stand in sentences that may be about
 * the campaign: not in asides, titles of other documents, lists of references or of a vendor's detections. Ordinary
 * words are left to the readers that look for what the sentence says of them.
 */
export function findKnownNames(source: TextSource, knowledge: Knowledge): KnownNames {
  const index = knowledge.nameIndex();
  const names = new Map<number, KnownName[]>();
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "blank" || line.kind === "code") continue;
    const plain = line.plain.text.slice(0, MAX_LINE);
    const found = index.findNames(plain, { kinds: ["actor", "malware", "tool"] });
    if (found.length === 0 || isNameList(line)) continue;
    const kept = keep(line, plain, found);
    if (kept.length > 0) names.set(line.number, kept);
  }
  return names;
}

function keep(line: Line, plain: string, found: readonly FoundName[]): KnownName[] {
  const text = blankTitles(blankAsides(plain));
  const sentences = splitSentences(plain);
  const kept: KnownName[] = [];
  let i = 0;
  for (const one of found) {
    if (text.slice(one.start, one.end) !== one.name) continue;
    while ((sentences[i + 1]?.start ?? Infinity) <= one.start) i++;
    const known = judge(line, one, sentences[i]?.text ?? plain, plain);
    if (known !== undefined) kept.push(known);
  }
  return kept;
}

function judge(
  line: Line,
  found: FoundName,
  sentence: string,
  plain: string,
): KnownName | undefined {
  const entries = found.entries.filter(({ entry }) => entry.isRevoked !== true);
  const { start: at } = found;
  // The word says what it is, and is none of the name's.
  const name = found.name.replace(/ ransomware$/i, "");
  const after = plain.slice(found.end, found.end + 60);
  const groups = entries.filter(({ entry }) => entry.kind === "actor");
  const programs = entries.filter(({ entry }) => entry.kind !== "actor");
  const lean = leanOf(groups, programs, after);
  const isGroup = lean !== "program" && mayBeGroup(line, found, groups, sentence, lean === "group");
  const isProgram = lean !== "group" && mayBeProgram(line, found, programs, sentence);
  if (!isGroup && !isProgram) return undefined;
  const kind = kindOfEntries(programs) ?? "malware";
  const isBoth = lean === "either";
  // Where the document does not settle it, nothing is made of the name.
  const isActor = lean === "group" || (isGroup && groups.length > programs.length);
  return { name, kind: isActor ? "actor" : kind, at, isBoth };
}

/** What a name stands for by the word behind it, else by the sources: where ATT&CK has it for one of the two, others only name a thing after the other. */
function leanOf(
  groups: readonly KnownEntry[],
  programs: readonly KnownEntry[],
  after: string,
): "group" | "program" | "either" {
  if (groups.length === 0) return "program";
  if (programs.length === 0 || CALLED_GROUP.test(after)) return "group";
  if (CALLED_PROGRAM.test(after)) return "program";
  const isGroupTold = groups.some(isOfAttack);
  if (isGroupTold !== programs.some(isOfAttack)) return isGroupTold ? "group" : "program";
  return !isGroupTold && groups.length > programs.length ? "group" : "either";
}

function mayBeGroup(
  line: Line,
  { name, isExact, isCommonWord }: FoundName,
  groups: readonly KnownEntry[],
  sentence: string,
  isSure: boolean,
): boolean {
  if (NUMBERED.test(name)) return name !== name.toLowerCase();
  // `MERCURY`: a word in capitals, where the sentence speaks of actors.
  if (isCommonWord)
    return isSure && isExact && /^[A-Z]{5,}$/.test(name) && ACTOR_WORD.test(sentence);
  const isSaid = ACTOR_WORD.test(sentence) || CAMPAIGN_WORD.test(sentence);
  const isWords = name.includes(" ");
  const isTitle = line.kind === "heading" && line.plain.text.length < name.length + 10;
  if (isExact) return isWords || isSaid || (isTitle && groups.length > 1);
  return isSaid && isTitled(name) && (isWords || groups.length > 1);
}

function mayBeProgram(
  line: Line,
  { name, isExact, isCommonWord }: FoundName,
  programs: readonly KnownEntry[],
  sentence: string,
): boolean {
  // The system's shell tells nothing.
  const isUtility = /^(?!cmd\.)[a-z]+\.exe$/.test(name) && USE_WORD.test(sentence);
  // `anchor_dns`: no words are joined so.
  const isWord = isCommonWord && !isUtility && !name.includes("_");
  if (isWord || ADVICE.test(sentence)) return false;
  const isTold = programs.some(isOfAttack);
  const isTool = kindOfEntries(programs) === "tool";
  if (!isExact && !isTitled(name) && !isTool) return false;
  if (isTool && !isTold) return INSTALL_WORD.test(sentence) && !FLAW_WORD.test(sentence);
  if (isTool) {
    const above = `${line.intro} ${line.headings.at(-1) ?? ""}`;
    const isListed =
      line.kind === "table" || (USE_WORD.test(above) && !/\bmodules?\b/i.test(above));
    return (USE_WORD.test(sentence) || isListed) && !FLAW_WORD.test(sentence);
  }
  if (/\boverlap(?:s|ped|ping)? with\b/.test(sentence.slice(0, sentence.indexOf(name))))
    return false;
  if (isTold) {
    // What looks like a word of its own needs more than a coined name, and than an entry of a list.
    if (isShort(line)) return true;
    return isAboutAttacks(/^\p{Lu}\p{Ll}+$/u.test(name) ? sentence : line.plain.text);
  }
  const isOfList = programs.every(({ source }) => source.id === "misp-ransomware");
  return isOfList && !isExact ? RANSOM_WORD.test(sentence) : MALWARE_WORD.test(sentence);
}

function isOfAttack({ source }: KnownEntry): boolean {
  return source.id.startsWith("attack-");
}

function isAboutAttacks(text: string): boolean {
  const sample = text.slice(0, MAX_LINE);
  return [CAMPAIGN_WORD, MALWARE_WORD, ACTOR_WORD, USE_WORD].some((words) => words.test(sample));
}

/** Whether a line is an entry of a list, by its kind or its length. */
function isShort({ kind, plain }: Line): boolean {
  return kind !== "prose" || plain.text.split(" ", 8).length < 8;
}

/** Whether every word begins with a capital, or a sign within tells it from words. */
function isTitled(name: string): boolean {
  return (
    /^\p{Lu}[^ ]*(?: \p{Lu}[^ ]*)*$/u.test(name) ||
    /\p{Ll}\p{Lu}|\p{L}\p{N}|\p{N}\p{L}|_/u.test(name)
  );
}

function kindOfEntries(programs: readonly KnownEntry[]): Software["kind"] | undefined {
  const live = programs.filter(({ entry }) => entry.isRevoked !== true);
  const attack = live.filter(isOfAttack);
  if (attack.length > 0)
    return attack.some(({ entry }) => entry.kind === "tool") ? "tool" : "malware";
  if (live.length === 0) return undefined;
  return live.some(({ entry }) => entry.kind === "tool") ? "tool" : "malware";
}

/** What the sources take software of a name for: a tool where ATT&CK does, or else any source. */
export function knownKind(knowledge: Knowledge, name: string): Software["kind"] | undefined {
  return kindOfEntries(knowledge.softwareByName(name));
}
