import type { FoundName, Knowledge } from "@tocsin/knowledge";
import type { TechniqueRef } from "@tocsin/model";
import type { Line } from "../text/layout.ts";
import { splitSentences } from "../text/sentence.ts";
import { blankAsides, blankTitles } from "./asides.ts";
import { citeLine, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import { isDeniedIn } from "./denials.ts";
import { isNameList } from "./name-places.ts";

/** An id, glued to a word or not: what the line says by ids is not read by names as well. */
const ID = /T\d{4}(?!\d)/;
/** Headings, header cells and introductions of lists of techniques. */
const TECHNIQUES = /\b(?:techniques?|ttps?|att&ck|mitre)\b/i;
/** Headings below which techniques are what a reader should prevent, or what a product does against them. */
const ADVICE =
  /\b(?:mitigations?|recommend\w*|remediation|hardening|prevent\w*|protect\w*|countermeasures?|best practices|defen[cs]es?|detections?|detecting|how to|hunting|what (?:you|to)|next steps|references?|resources|about)\b/i;
const ADVISING =
  /\b(?:should|recommends?|recommended|encourages?|urges?|ensure|consider|must|mitigat\w+|prevent\w*|protects? (?:from|against)|defend\w*|d3fend|disabl(?:e|ing)|restrict\w*|audit|monitor(?:ing)?|detect(?:s|ing|ion)?|hunt(?:s|ing)?|alerts?|rules?|policy|policies|test(?:s|ing)?|validate)\b/i;
/**
 * Names that say an act. In a sentence only these are techniques: `Windows Management Instrumentation`, `Visual Basic`
 * or `Email Accounts` are the things themselves there.
 */
const ACT =
  /\b(?:(?!script)\w{3,20}ing|injection|execution|exfiltration|evasion|deletion|destruction|manipulation|discovery|theft|abuse|hijack\w*|bypass|captures?|compromise|removal|relay|exploitation|exploit|impersonation|obfuscat\w+|deobfuscat\w+|defacement|denial|transfer|elevation|escalation|attack)\b/i;
/** Words that make a name a part of another one. */
const GOES_ON =
  /^[’']?s?[ -](?:protections?|policy|policies|vulnerabilit\w+|flaws?|detections?|mitigations?|rules?|training|controls?|team|settings?|servers?|framework|database|security)\b/i;
const MAX_LINE = 20_000;

/**
 * Techniques whose ATT&CK name stands in the text as ATT&CK prints it, where no id says it: in a sentence names of several
 * words that say an act; in lists and tables of techniques all. None are taken from advice, from asides and from lines
 * that say ids; none of names that two techniques share; no technique beside its own sub-technique.
 */
export function findTechniqueNames(
  source: TextSource,
  knowledge: Knowledge,
  stated: readonly TechniqueRef[],
): TechniqueRef[] {
  const index = knowledge.nameIndex();
  const known = new Set<string>();
  for (const { id } of stated) {
    const now = knowledge.techniqueById(id)?.current?.id ?? id;
    for (const one of [id, now]) known.add(one).add(parentOf(one));
  }
  const found = new Map<string, TechniqueRef>();
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "blank" || line.kind === "code") continue;
    const plain = line.plain.text.slice(0, MAX_LINE);
    if (ID.test(plain) || isOfAdvice(line) || isNameList(line)) continue;
    const names = index.findNames(plain, { kinds: ["technique"] });
    if (names.length === 0) continue;
    const text = blankTitles(blankAsides(plain));
    const sentences = splitSentences(plain);
    for (const [i, name] of names.entries()) {
      const id = judge({ line, plain, text, sentences }, name, names[i - 1]);
      if (id === undefined || known.has(id)) continue;
      const before = found.get(id);
      found.set(id, {
        id,
        name: name.name.replaceAll(/\s{1,8}/g, " "),
        basis: "name",
        citations: joinCitations(before?.citations ?? [], [citeLine(source, line, name.start)]),
      });
    }
  }
  const parents = new Set([...found.keys()].filter((id) => id.includes(".")).map(parentOf));
  return [...found.values()].filter(({ id }) => !parents.has(id));
}

function parentOf(id: string): string {
  return id.slice(0, 5);
}

function isOfAdvice({ kind, headings }: Line): boolean {
  const above = kind === "heading" ? headings : headings.slice(-2);
  return above.some((heading) => ADVICE.test(heading));
}

interface Place {
  readonly line: Line;
  readonly plain: string;
  /** The same without asides and titles. */
  readonly text: string;
  readonly sentences: ReturnType<typeof splitSentences>;
}

/** The id of today of the technique that a name stands for. `before` is the name found before it. */
function judge(
  { line, plain, text, sentences }: Place,
  name: FoundName,
  before: FoundName | undefined,
): string | undefined {
  const { start, end, isExact } = name;
  if (!isExact || text.slice(start, end) !== name.name) return undefined;
  if (GOES_ON.test(plain.slice(end, end + 30))) return undefined;
  const above = before?.techniques.map(({ technique }) => technique.id);
  const isSub = before !== undefined && /^: ?$/.test(plain.slice(before.end, start));
  const isListed = isOfTechniques(line);
  const isWord = !/[\s/-]/.test(name.name.trim());
  if (isWord && !(isListed && isWhole(line, plain, start, end)) && !isSub) return undefined;
  if (!isListed && !isSub && (!ACT.test(name.name) || isPartOfTitle(plain, start, end)))
    return undefined;
  const sentence = sentences.findLast((one) => one.start <= start)?.text ?? plain;
  if (line.kind !== "table" && ADVISING.test(sentence.replace(name.name, ""))) return undefined;
  const own = sentence.indexOf(name.name);
  if (line.kind !== "table" && own >= 0 && isDeniedIn(sentence, own, own + name.name.length))
    return undefined;
  const ids = name.techniques
    .filter(({ technique }) => technique.domain === "enterprise")
    .flatMap(({ technique, current }) => (current === undefined ? [] : { was: technique, current }))
    .filter(({ was }) => !isSub || above?.includes(parentOf(was.id)) !== false)
    .map(({ current }) => current.id);
  const [id, ...others] = new Set(ids);
  return others.length > 0 ? undefined : id;
}

/** Whether a name is the whole of its line or cell, bullets and emphasis aside. */
function isWhole({ kind }: Line, text: string, start: number, end: number): boolean {
  const left = text.slice(0, start);
  const right = text.slice(end);
  const edge = kind === "table" ? "|" : "\n";
  const own = `${left.slice(left.lastIndexOf(edge) + 1)}${right.split(edge, 1)[0] ?? ""}`;
  return !/[\p{L}\p{N}]/u.test(own);
}

/** Whether a line is an entry of a table, a list or a heading of techniques. */
function isOfTechniques(line: Line): boolean {
  if (line.kind === "table") return line.header?.some((cell) => TECHNIQUES.test(cell)) === true;
  if (line.kind === "heading")
    return line.headings.slice(0, -1).some((one) => TECHNIQUES.test(one));
  const isEntry = line.kind === "list" || line.plain.text.length < 80;
  return isEntry && (TECHNIQUES.test(line.intro) || TECHNIQUES.test(line.headings.at(-1) ?? ""));
}

/** Whether words with capitals stand right before or behind: the name is a piece of a longer one. */
function isPartOfTitle(text: string, start: number, end: number): boolean {
  const before = /(\p{Lu}[\p{L}\p{N}-]*) $/u.exec(text.slice(Math.max(0, start - 40), start))?.[1];
  const isHead =
    before === undefined || /[.!?:]\s$/.test(text.slice(0, start - before.length - 1).slice(-2));
  return (before !== undefined && !isHead) || /^ \p{Lu}\p{Ll}/u.test(text.slice(end, end + 3));
}
