/** Words that a document uses inside its lines: what a word broken at the end of a line is held against. */
export interface Vocabulary {
  readonly words: ReadonlySet<string>;
  /** Words with a hyphen inside. */
  readonly compounds: ReadonlySet<string>;
  /** Whether the document breaks words at the ends of its lines, as far as its words tell. */
  readonly breaksWords: boolean;
}

const MAX_WORDS = 500_000;
const MAX_BROKEN = 20_000;
const MAX_LINE = 4000;
/** First parts that take a hyphen more often than not. */
const COMBINING: ReadonlySet<string> = new Set(
  "all anti best co cross cyber end ex full half hands high in long low mid multi near non off on one open out part peer point post pre public real re risk right second self semi short so state third three top two up user well zero".split(
    " ",
  ),
);

/** Collects the words of lines; the first and the last of a line may be pieces and are left out. */
export function collectWords(lines: Iterable<string>): Vocabulary {
  const words = new Set<string>();
  const compounds = new Set<string>();
  const broken: (readonly [string, string])[] = [];
  let last = "";
  for (const line of lines) {
    const first = /(?:^|\s)(\p{L}{2,40})-$/u.exec(last.slice(-60))?.[1]?.toLowerCase();
    const second = /^(\p{Ll}{2,40})/u.exec(line)?.[1];
    if (first !== undefined && second !== undefined && broken.length < MAX_BROKEN)
      broken.push([first, second]);
    last = line;
    addWords(line, words, compounds);
  }
  let mended = 0;
  let kept = 0;
  for (const [first, second] of broken) {
    if (words.has(first + second)) mended++;
    else if (compounds.has(`${first}-${second}`) || (words.has(first) && words.has(second))) kept++;
  }
  return { words, compounds, breaksWords: mended > 0 || kept === 0 };
}

function addWords(line: string, words: Set<string>, compounds: Set<string>): void {
  const tokens = line.slice(0, MAX_LINE).toLowerCase().split(/\s+/);
  for (const token of tokens.slice(1, -1)) {
    if (words.size + compounds.size > MAX_WORDS) return;
    const word = token.slice(0, 200).replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
    if (word.length === 0 || word.length > 60) continue;
    if (/^\p{L}+(?:-\p{L}+)+$/u.test(word)) compounds.add(word);
    else if (/^\p{L}+$/u.test(word)) words.add(word);
  }
}

/**
 * Whether the hyphen between two halves of a word was set for the end of the line only. What the document writes
 * elsewhere decides; in a document that breaks words, two halves that are words of their own, or a first half such as `multi`, keep it.
 */
export function isBrokenWord(vocabulary: Vocabulary, first: string, second: string): boolean {
  const [a, b] = [first.toLowerCase(), second.toLowerCase()];
  if (vocabulary.words.has(a + b)) return true;
  if (vocabulary.compounds.has(`${a}-${b}`)) return false;
  if (!vocabulary.breaksWords || COMBINING.has(a)) return false;
  return !(vocabulary.words.has(a) && vocabulary.words.has(b));
}
