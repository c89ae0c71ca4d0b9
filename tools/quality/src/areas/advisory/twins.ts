import type { Measure } from "../../area.ts";
import { readSet } from "./documents.ts";
import type { ReadFile, Truth, Values } from "./documents.ts";
import { emptyScore, heldBackValues, judge, measuresOf, offeredValues } from "./score.ts";
import type { Score } from "./score.ts";

const HASHES = ["sha256", "sha1", "md5"] as const;
const NETWORK = ["ipv4", "domain", "url", "email"] as const;
/** Sets whose answer is a list of indicators, each with the kinds that are measured. */
const SETS: readonly (readonly [set: string, kinds: readonly string[]])[] = [
  ["cisa", [...NETWORK, "filename"]],
  ["talos", [...HASHES, ...NETWORK]],
  ["eset", [...HASHES, ...NETWORK]],
  ["eset-readme", HASHES],
  ["unit42", [...HASHES, ...NETWORK]],
  ["citizenlab", [...HASHES, ...NETWORK, "registry-key", "mutex"]],
  ["openioc", [...HASHES, ...NETWORK, "filename", "mutex"]],
];
/** Names of the formats in `by_format`. */
const FORMAT_KEYS: Readonly<Record<string, string>> = { "stix1-xml": "stix1" };

function hostsOf(truth: Truth): string[] {
  const { url = [], uri = [], email = [] } = truth.indicators ?? {};
  const values = [...url, ...uri, ...email];
  return values.flatMap(
    (value) => /^(?:[a-z]+:\/\/)?(?:[^/@]*@)?([^/:?#]+)/.exec(value)?.[1] ?? [],
  );
}

/** The values a document must give. Pages list more than their event, so precision is not measured on them. */
function answerFor(file: ReadFile): { values: Values; isPrecise: boolean } {
  const { truth, role, format } = file;
  if (role === "twin") return { values: truth.twin_indicators ?? {}, isPrecise: true };
  if (truth.by_format !== undefined)
    return { values: truth.by_format[FORMAT_KEYS[format] ?? format] ?? {}, isPrecise: true };
  if (format === "txt" && truth.in_text !== undefined)
    return { values: truth.in_text, isPrecise: true };
  if (truth.in_readme === undefined && truth.to_ids === undefined)
    return { values: truth.indicators ?? {}, isPrecise: truth.judged === undefined };
  return format === "misp"
    ? { values: truth.to_ids ?? truth.indicators ?? {}, isPrecise: true }
    : { values: truth.in_readme ?? {}, isPrecise: false };
}

function judgeFile(scores: ReadonlyMap<string, Score>, file: ReadFile): void {
  const { truth, role } = file;
  if (truth.text_layer === false) return;
  const { values, isPrecise } = answerFor(file);
  for (const [kind, score] of scores) {
    const wanted = values[kind] ?? [];
    const listed = kind === "domain" ? [...wanted, ...(truth.indicators?.[kind] ?? [])] : [];
    judge(
      score,
      {
        id: `${file.id}/${file.name}`,
        wanted,
        allowed: [...listed, ...hostsOf(truth), ...(truth.inside_others?.[kind] ?? [])],
        isPrecise: isPrecise && (role === "twin" || truth.unexplained?.[kind] === undefined),
      },
      truth.by_format === undefined
        ? offeredValues(file.campaign, kind)
        : new Set([...offeredValues(file.campaign, kind), ...heldBackValues(file.campaign, kind)]),
    );
  }
}

/** The onion names of the AsciiDoc pages, which extractors miss. */
function judgeOnions(score: Score, file: ReadFile): void {
  if (!file.name.endsWith(".adoc")) return;
  const wanted = (answerFor(file).values["domain"] ?? []).filter((name) => name.endsWith(".onion"));
  const found = offeredValues(file.campaign, "domain");
  judge(score, { id: file.id, wanted, allowed: [], isPrecise: false }, found);
}

/** Recall, precision and F1 per set, role and kind against the machine-readable copies. */
export async function* measureTwins(root: string): AsyncGenerator<Measure> {
  const onions = emptyScore();
  for (const [set, kinds] of SETS) {
    for (const role of ["document", "twin"]) {
      const scores = new Map<string, Score>(kinds.map((kind) => [kind, emptyScore()]));
      for await (const file of readSet(root, set, [role])) {
        judgeFile(scores, file);
        if (set === "eset") judgeOnions(onions, file);
      }
      for (const [kind, score] of scores) yield* measuresOf(`${set}-${role}-${kind}`, score);
    }
  }
  yield* measuresOf("eset-document-onion", onions);
}
