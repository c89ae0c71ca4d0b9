import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure } from "../race/meter.ts";
import type { Command, Measure } from "../race/meter.ts";
import { medianOf } from "../race/table.ts";
import { formatSize } from "../size.ts";
import { writeBundle } from "./write-bundle.ts";

/** One promise on speed and memory: what is read, and within what. */
export interface Goal {
  readonly name: string;
  readonly maxSeconds: number;
  readonly maxBytes?: number;
  /** Files or a folder for `tocsin read`. */
  readonly paths: readonly string[];
  /** What is wrong with the campaign that was read; undefined if nothing is. */
  readonly judge: (campaign: ReadCampaign) => string | undefined;
}

/** What is looked at in the answer of `tocsin read --format json`. */
interface ReadCampaign {
  readonly documents: readonly unknown[];
  readonly indicators: readonly { readonly observable?: { readonly type: string } }[];
}

/** What came of a goal. */
export interface GoalRow {
  readonly name: string;
  readonly maxSeconds: number;
  readonly maxBytes: number | undefined;
  /** Whole processes by the clock, run by run. */
  readonly seconds: readonly number[];
  /** User and system time of the same runs, all threads. */
  readonly cpuSeconds: readonly number[];
  /** The largest of all runs. */
  readonly peakBytes: number | undefined;
  readonly flaw: string | undefined;
}

const PDF = "AA20-302A.pdf";
/** Of AA20-302A. */
const ADDRESSES = 36;
const PDFS = 70;
const OBJECTS = 100_000;
/** `tocsin read` gave a result, of everything or not: a scanned document among them has no text. */
const RESULTS = [0, 3];

/** The goals whose documents are there; what they read is laid into a folder. */
export function collectGoals(corpora: string, scratch: string): readonly Goal[] {
  const documents = join(corpora, "advisory", "documents");
  const pdf = join(documents, "cisa", "AA20-302A", PDF);
  const goals: Goal[] = [];
  if (existsSync(pdf))
    goals.push({
      name: "a PDF of 22 pages",
      maxSeconds: 1.5,
      paths: [pdf],
      judge: (campaign) => judgeCount(campaign, "ipv4", ADDRESSES),
    });
  const pdfs = copyPdfs(documents, join(scratch, "pdfs"));
  if (pdfs !== undefined) goals.push(pdfs);
  const bundle = join(scratch, "bundle.json");
  const facts = writeBundle(bundle, OBJECTS);
  goals.push({
    name: `a STIX bundle of ${OBJECTS.toLocaleString("en-US")} objects, ${formatSize(facts.bytes)}, invented`,
    maxSeconds: 3,
    maxBytes: 300e6,
    paths: [bundle],
    judge: (campaign) => judgeCount(campaign, undefined, facts.indicators),
  });
  return goals;
}

/** Seventy PDFs: those of the data sets, each several times, for there are not so many of them. */
function copyPdfs(documents: string, folder: string): Goal | undefined {
  const found = existsSync(documents)
    ? readdirSync(documents, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".pdf"))
        .toSorted()
    : [];
  if (found.length === 0) return undefined;
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (let count = 0; count < PDFS; count++) {
    const from = join(documents, found[count % found.length] ?? "");
    copyFileSync(from, join(folder, `${String(count).padStart(2, "0")}.pdf`));
    bytes += statSync(from).size;
  }
  const copies = `${found.length} PDFs, each three or four times`;
  return {
    name: `${PDFS} PDFs, ${formatSize(bytes)} (${found.length < PDFS ? copies : "all different"})`,
    maxSeconds: 60,
    paths: [folder],
    judge: ({ documents: read }) =>
      // A scanned one has no text, and is refused.
      read.length >= PDFS * 0.9 ? undefined : `${read.length} documents read, expected ${PDFS}`,
  };
}

function judgeCount(
  { indicators }: ReadCampaign,
  type: string | undefined,
  wanted: number,
): string | undefined {
  const got = indicators.filter(
    ({ observable }) => type === undefined || observable?.type === type,
  ).length;
  const kind = type ?? "indicators";
  return got === wanted ? undefined : `${kind}: ${got}, expected ${wanted}`;
}

/** Runs a goal: once for its answer, then with text to the null device, as a person would see it. */
export async function runGoal(
  goal: Goal,
  runs: number,
  signal: AbortSignal,
  onProgress: (text: string) => void,
): Promise<GoalRow> {
  const measures: Measure[] = [];
  let flaw: string | undefined;
  try {
    onProgress(`${goal.name}: checking\n`);
    flaw = goal.judge(await readCampaign(goal.paths, signal));
    const rounds = flaw === undefined ? runs : 0;
    for (let run = 0; run < rounds; run++) {
      onProgress(`${goal.name}: run ${run + 1}\n`);
      measures.push(await measure(commandOf(goal.paths, "text"), { signal }));
    }
  } catch (error) {
    signal.throwIfAborted();
    flaw = error instanceof Error ? error.message : String(error);
  }
  const peaks = measures.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    name: goal.name,
    maxSeconds: goal.maxSeconds,
    maxBytes: goal.maxBytes,
    seconds: measures.map(({ seconds }) => seconds),
    cpuSeconds: measures.flatMap(({ cpuSeconds }) => cpuSeconds ?? []),
    peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
    flaw,
  };
}

/** Whether a goal was met by the median of its runs and the largest of their peaks. */
export function isMet({ maxSeconds, maxBytes, seconds, peakBytes, flaw }: GoalRow): boolean {
  const median = medianOf(seconds);
  if (flaw !== undefined || median === undefined || median > maxSeconds) return false;
  return maxBytes === undefined || (peakBytes !== undefined && peakBytes <= maxBytes);
}

async function readCampaign(paths: readonly string[], signal: AbortSignal): Promise<ReadCampaign> {
  const pieces: Uint8Array[] = [];
  const onOutput = (bytes: Uint8Array): void => void pieces.push(bytes);
  await measure(commandOf(paths, "json"), { signal, onOutput });
  return JSON.parse(Buffer.concat(pieces).toString("utf8")) as ReadCampaign;
}

function commandOf(paths: readonly string[], format: string): Command {
  // Beside this tool, built: the program that people start.
  const main = fileURLToPath(new URL("../../../../packages/cli/dist/main.js", import.meta.url));
  const args = [main, "read", ...paths, "--format", format];
  return { file: process.execPath, args, goodCodes: RESULTS };
}
