import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AdvisoryError, readAdvisory } from "@tocsin/advisory";
import type { Campaign } from "@tocsin/model";
import type { Area, Measure } from "../area.ts";

type Values = Readonly<Record<string, readonly string[]>>;

interface Truth {
  readonly files: readonly {
    readonly name: string;
    readonly role: string;
    readonly format: string;
  }[];
  readonly indicators?: Values;
  readonly twin_indicators?: Values;
  /** Of a MISP event, the values marked for detection. */
  readonly to_ids?: Values;
  /** Of those, the values that stand in the page beside it. */
  readonly in_readme?: Values;
  readonly inside_others?: Values;
  readonly unexplained?: Readonly<Record<string, number>>;
}

/** What was wanted and what was found of one kind, over all documents. */
interface Score {
  wanted: number;
  found: number;
  /** Values offered where precision may be measured, and how many of them are right. */
  offered: number;
  right: number;
  readonly worst: string[];
}

const KINDS = ["sha256", "sha1", "md5", "ipv4", "domain", "url", "email"] as const;
const SETS = ["talos", "eset", "unit42"];
const MAX_WORST = 50;

async function readFile(folder: string, name: string): Promise<Campaign | undefined> {
  const bytes = readFileSync(join(folder, name));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  try {
    return await readAdvisory({ name, bytes, sha256 });
  } catch (error) {
    if (error instanceof AdvisoryError) return undefined;
    throw error;
  }
}

/** A lone trailing slash makes no difference, the corpus says. */
function level(value: string): string {
  return value.replace(/\/$/, "");
}

function valuesOf(campaign: Campaign | undefined, kind: string): Set<string> {
  const values = new Set<string>();
  for (const { observable } of campaign?.indicators ?? [])
    if (observable?.type === kind) values.add(level(observable.value));
  return values;
}

function judge(
  score: Score,
  about: {
    readonly id: string;
    readonly wanted: readonly string[];
    readonly allowed: readonly string[];
    readonly precise: boolean;
  },
  found: ReadonlySet<string>,
): void {
  const wanted = new Set(about.wanted.map(level));
  const allowed = new Set(about.allowed.map(level));
  score.wanted += wanted.size;
  for (const value of wanted)
    if (found.has(value)) score.found++;
    else if (score.worst.length < MAX_WORST) score.worst.push(`missed in ${about.id}: ${value}`);
  if (!about.precise) return;
  for (const value of found) {
    // The host of a listed address or URL may stand beside it.
    if (!wanted.has(value) && allowed.has(value)) continue;
    score.offered++;
    if (wanted.has(value)) score.right++;
    else if (score.worst.length < MAX_WORST) score.worst.push(`extra in ${about.id}: ${value}`);
  }
}

function hostsOf(truth: Truth): string[] {
  const { url = [], uri = [], email = [] } = truth.indicators ?? {};
  const values = [...url, ...uri, ...email];
  return values.flatMap(
    (value) => /^(?:[a-z]+:\/\/)?(?:[^/@]*@)?([^/:?#]+)/.exec(value)?.[1] ?? [],
  );
}

/** The values a document must give. Pages list more than their event, so precision is not measured on them. */
function answerFor(
  truth: Truth,
  role: string,
  format: string,
): { values: Values; precise: boolean } {
  if (role === "twin") return { values: truth.twin_indicators ?? {}, precise: true };
  if (truth.in_readme === undefined && truth.to_ids === undefined)
    return { values: truth.indicators ?? {}, precise: true };
  return format === "misp"
    ? { values: truth.to_ids ?? truth.indicators ?? {}, precise: true }
    : { values: truth.in_readme ?? {}, precise: false };
}

async function measureSet(root: string, set: string): Promise<Measure[]> {
  const folder = join(root, set);
  if (!existsSync(folder)) return [];
  const measures: Measure[] = [];
  for (const role of ["document", "twin"]) {
    const scores = new Map<string, Score>(
      KINDS.map((kind) => [kind, { wanted: 0, found: 0, offered: 0, right: 0, worst: [] }]),
    );
    for (const id of readdirSync(folder).toSorted()) {
      const truth = JSON.parse(readFileSync(join(folder, id, "truth.json"), "utf8")) as Truth;
      for (const { name, format } of truth.files.filter((file) => file.role === role)) {
        const campaign = await readFile(join(folder, id), name);
        const answer = answerFor(truth, role, format);
        for (const [kind, score] of scores)
          judge(
            score,
            {
              id,
              wanted: answer.values[kind] ?? [],
              allowed: [...hostsOf(truth), ...(truth.inside_others?.[kind] ?? [])],
              precise:
                answer.precise && (role === "twin" || truth.unexplained?.[kind] === undefined),
            },
            valuesOf(campaign, kind),
          );
      }
    }
    for (const [kind, { wanted, found, offered, right, worst }] of scores) {
      const name = `${set}-${role}-${kind}`;
      if (wanted > 0)
        measures.push({ name: `${name}-recall`, value: found / wanted, n: wanted, worst });
      if (offered > 0)
        measures.push({ name: `${name}-precision`, value: right / offered, n: offered, worst: [] });
    }
  }
  return measures;
}

/** Reading warnings: recall and precision per kind against the machine-readable twins. */
export const area: Area = {
  name: "advisory",
  async measure(corporaRoot) {
    const root = join(corporaRoot, "advisory", "documents");
    const measures: Measure[] = [];
    for (const set of SETS) measures.push(...(await measureSet(root, set)));
    return measures;
  },
};
