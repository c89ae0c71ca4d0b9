import type { Campaign } from "@tocsin/model";
import type { Measure } from "../../area.ts";
import { readSet } from "./documents.ts";
import type { ReadFile } from "./documents.ts";
import { emptyScore, measuresOf } from "./score.ts";
import type { Score } from "./score.ts";

/** A thing with all its names: one of them is enough to know it by. */
type Names = readonly string[];

const MAX_WORST = 200;

/**
 * Actors, malware and tools against the names that experts marked. AnnoCTR marks every mention, those in asides too, so
 * its recall is a lower bound. CTI-HAL marks tools in chosen sentences only: recall, no precision.
 */
export async function* measureNames(root: string): AsyncGenerator<Measure> {
  const actors = emptyScore();
  const software = emptyScore();
  const isEither = emptyScore();
  for await (const file of readSet(root, "anno-ctr", ["document"])) {
    const groups = markedIn(file, ["GROUP"]);
    const programs = markedIn(file, ["MALWARE", "TOOL"]);
    judgeNames(actors, file, groups, actorsOf(file.campaign), true);
    judgeNames(software, file, programs, softwareOf(file.campaign), true);
    const both = [...actorsOf(file.campaign), ...softwareOf(file.campaign)];
    judgeNames(isEither, file, [...new Set([...groups, ...programs])], both, true);
  }
  yield* measuresOf("anno-ctr-actors", actors);
  yield* measuresOf("anno-ctr-software", software);
  yield* measuresOf("anno-ctr-actors-or-software", isEither);
  const advisory = emptyScore();
  for await (const file of readSet(root, "cisa", ["document"])) {
    const { malware = [], tools: named = [] } = file.truth;
    if (file.campaign === undefined) continue;
    judgeNames(
      advisory,
      file,
      [...malware, ...named].map(foldName),
      softwareOf(file.campaign),
      true,
    );
  }
  yield* measuresOf("cisa-software", advisory);
  const tools = emptyScore();
  for await (const file of readSet(root, "cti-hal", ["document"])) {
    const marked = (file.truth.marks ?? []).flatMap((mark) => mark.tools ?? []);
    const wanted = new Set(marked.map(foldName));
    const found = [...softwareOf(file.campaign), ...actorsOf(file.campaign)];
    judgeNames(tools, file, [...wanted], found, false);
  }
  yield* measuresOf("cti-hal-tools", tools);
}

/** Marked mentions, folded, each once; `actors—TA406` is the mark of TA406. */
function markedIn({ truth }: ReadFile, kinds: readonly string[]): string[] {
  const mentions = kinds.flatMap((kind) => Object.keys(truth.entities?.[kind] ?? {}));
  const names = mentions.map((mention) => foldName(mention.replace(/^.*—/, "")));
  return [...new Set(names)].filter((name) => name !== "");
}

function actorsOf(campaign: Campaign | undefined): Names[] {
  return (campaign?.actors ?? []).map(({ name, aliases }) => [
    name,
    ...aliases.map((alias) => alias.name),
  ]);
}

function softwareOf(campaign: Campaign | undefined): Names[] {
  return (campaign?.software ?? []).map(({ name, aliases }) => [name, ...aliases]);
}

function judgeNames(
  score: Score,
  { id }: ReadFile,
  wanted: readonly string[],
  offered: readonly Names[],
  isPrecise: boolean,
): void {
  const found = offered.flat().map(foldName);
  score.wanted += wanted.length;
  for (const name of wanted)
    if (found.some((one) => isSame(one, name))) score.found++;
    else if (score.missed.length < MAX_WORST) score.missed.push(`missed in ${id}: ${name}`);
  if (!isPrecise) return;
  for (const names of offered) {
    score.offered++;
    if (names.some((name) => wanted.some((one) => isSame(foldName(name), one)))) score.right++;
    else if (score.extra.length < MAX_WORST) score.extra.push(`extra in ${id}: ${names[0] ?? ""}`);
  }
}

/** Letters and digits alone, in lower case: marks join tokens by blanks. */
function foldName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** Marks take in more or fewer words than names: `Cobalt Strike beacon`, `Konni Group`. */
function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= 4 && (long.startsWith(short) || long.endsWith(short));
}
