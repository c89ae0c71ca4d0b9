import type { KnownEntry } from "./claims.ts";
import type { Entries } from "./entries.ts";
import { breaksOf, foldName, lower, MAX_NAME, signOf } from "./fold.ts";
import { isCommonWord } from "./own/common-words.ts";
import type { NameKind } from "./part.ts";
import type { KnownTechnique, Techniques } from "./techniques.ts";
import { isWithinValue } from "./within-value.ts";
import { endOfWord, isEnd, isStart, isTitled, nextWord } from "./words.ts";

/** What a name in a text may stand for. */
export type FoundKind = NameKind | "technique";

/** A known name in a text. */
export interface FoundName {
  /** Half-open place in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** As it stands in the text. */
  readonly name: string;
  /** What it stands for; where sources differ, what ATT&CK says, else the first of actor, malware, tool, campaign, technique. */
  readonly kind: FoundKind;
  /** Entries that bear the name, of every kind that was asked for. */
  readonly entries: readonly KnownEntry[];
  /** Techniques of that name, if they were asked for. */
  readonly techniques: readonly KnownTechnique[];
  /** Whether a source spells it just so. */
  readonly isExact: boolean;
  /**
   * The name is an ordinary word, too short to tell, or several words in small letters that no source writes so: it
   * needs more evidence than that it stands there.
   */
  readonly isCommonWord: boolean;
}

/** What is looked for. */
export interface FindOptions {
  /** Default actor, malware, tool, campaign. */
  readonly kinds?: readonly FoundKind[];
}

/** All known names, ready to be found in texts. */
export interface NameIndex {
  /** How many names, alike ones counted once. */
  readonly size: number;
  /**
   * Finds names in a text, the longest at each place, in order and without overlap. Case, and a blank, hyphen or line
   * break between the words of a name, make no difference (`APT 45`, `apt-45`, `APT45`); names within hosts, mail
   * addresses, paths and file names are not found. An ordinary word is found only as a source spells it. Time is
   * linear in the text.
   */
  findNames(text: string, options?: FindOptions): FoundName[];
}

interface NameRecord {
  readonly spellings: Set<string>;
  readonly entries: KnownEntry[];
  readonly techniques: KnownTechnique[];
  isCommon: boolean;
}

/** The beginning of a name up to a place where words meet, or a whole name. */
interface Node {
  record?: NameRecord;
  /** Whether the text may have something between here and the next word, whatever its capitals. */
  isHard: boolean;
}

type Nodes = Map<string, Node>;

/** Signs before and after a name that are not found with it: the exclamation mark of `Bam!`. */
const EDGES = /^[^\p{L}\p{N}]{1,20}|[^\p{L}\p{N}]{1,20}$/gu;
const DEFAULT_KINDS: readonly FoundKind[] = ["actor", "malware", "tool", "campaign"];
const ORDER: readonly FoundKind[] = [...DEFAULT_KINDS, "technique"];
/** More words than any name has. */
const MOST_WORDS = 16;
/** Single letters are no names. */
const LEAST_KEY = 2;

/** Makes the index. */
export function indexNames(entries: Entries, techniques: Techniques): NameIndex {
  const nodes: Nodes = new Map();
  let size = 0;
  const add = (written: string, put: (record: NameRecord) => void): void => {
    const key = foldName(written);
    if (key.length < LEAST_KEY) return;
    const node = nodeAt(nodes, key);
    if (node.record === undefined) {
      node.record = {
        spellings: new Set(),
        entries: [],
        techniques: [],
        isCommon: isCommonWord(key),
      };
      size++;
    }
    node.record.spellings.add(written.replaceAll(EDGES, ""));
    put(node.record);
    for (const { at, soft } of breaksOf(written)) {
      const prefix = nodeAt(nodes, key.slice(0, at));
      if (!soft) prefix.isHard = true;
    }
  };
  for (const [, bearers] of entries.byName)
    for (const { entry, source, written } of bearers)
      for (const spelling of spellingsOf(written, entry.type))
        add(spelling, (record) => {
          if (!record.entries.some((known) => known.entry === entry))
            record.entries.push({ entry, source });
        });
  for (const known of techniques.all) {
    const { name } = known.technique;
    add(name, (record) => {
      record.techniques.push(known);
      // Malware, Domains, Botnet: one word tells no technique.
      if (breaksOf(name).length === 0) record.isCommon = true;
    });
  }
  return { size, findNames: (text, options = {}) => scan(nodes, text, options) };
}

/** `Hive Ransomware` is also written without its last word, unless that leaves an ordinary one. */
function spellingsOf(written: string, type: string | undefined): string[] {
  const bare = type === "ransomware" ? /^(.{4,60}) ransomware$/i.exec(written)?.[1] : undefined;
  return bare === undefined || isCommonWord(foldName(bare)) ? [written] : [written, bare];
}

function nodeAt(nodes: Nodes, key: string): Node {
  let node = nodes.get(key);
  if (node === undefined) {
    node = { isHard: false };
    nodes.set(key, node);
  }
  return node;
}

function scan(nodes: Nodes, text: string, { kinds = DEFAULT_KINDS }: FindOptions): FoundName[] {
  const found: FoundName[] = [];
  let at = 0;
  while (at < text.length) {
    if (!isStart(text, at)) {
      at++;
      continue;
    }
    const match = matchAt(nodes, text, at);
    const hit = match && judge(text, at, match, kinds);
    if (hit) found.push(hit);
    at = hit ? hit.end : at + 1;
  }
  return found;
}

interface Match {
  readonly end: number;
  readonly record: NameRecord;
  /** The name without the word ransomware at its end, where that is known too. */
  readonly bare?: NameRecord;
  /** Whether it is several words, all of them small. */
  readonly isSmall: boolean;
}

/** The longest name that begins here. */
function matchAt(nodes: Nodes, text: string, start: number): Match | undefined {
  let key = "";
  let at = start;
  let best: Match | undefined;
  let isSmall = true;
  let gaps = 0;
  for (let words = 0; words < MOST_WORDS; words++) {
    const end = endOfWord(text, at);
    if (end - at + key.length > MAX_NAME) break;
    const word = text.slice(at, end);
    const small = lower(word);
    // A number tells as much as a capital does.
    isSmall &&= word === small && signOf(word.charCodeAt(0)) === 1;
    key += small;
    const node = nodes.get(key);
    if (node === undefined) break;
    if (node.record !== undefined && isEnd(text, end)) {
      const bare = small === "ransomware" ? best?.record : undefined;
      best = {
        end,
        record: node.record,
        isSmall: isSmall && gaps > 0,
        ...(bare !== undefined && { bare }),
      };
    }
    const next = nextWord(text, end);
    if (next === undefined) break;
    if (next > end && !node.isHard && !isTitled(text, start, next)) break;
    if (next > end) gaps++;
    at = next;
  }
  return best;
}

function judge(
  text: string,
  start: number,
  { end, record, bare, isSmall }: Match,
  kinds: readonly FoundKind[],
): FoundName | undefined {
  const bearers =
    bare === undefined ? record.entries : [...new Set([...bare.entries, ...record.entries])];
  const entries = bearers.filter(({ entry }) => kinds.includes(entry.kind));
  const techniques = kinds.includes("technique") ? record.techniques : [];
  if (entries.length + techniques.length === 0) return undefined;
  const name = text.slice(start, end);
  const isExact = record.spellings.has(name.replaceAll(/\s{1,8}/g, " "));
  if (record.isCommon && !isExact) return undefined;
  if (isWithinValue(text, start, end)) return undefined;
  return {
    start,
    end,
    name,
    // The word says that malware is meant, not the group of the same name.
    kind: bare !== undefined ? "malware" : kindOf(entries),
    entries,
    techniques,
    isExact,
    // `dark side` in small letters is a name less often than not.
    isCommonWord: record.isCommon || (isSmall && !isExact),
  };
}

function kindOf(entries: readonly KnownEntry[]): FoundKind {
  const attack = entries.filter(({ source }) => source.id.startsWith("attack-"));
  const kinds = new Set((attack.length > 0 ? attack : entries).map(({ entry }) => entry.kind));
  return ORDER.find((kind) => kind === "technique" || kinds.has(kind)) ?? "technique";
}
