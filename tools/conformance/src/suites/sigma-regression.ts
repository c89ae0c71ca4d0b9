import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readRecords } from "@tocsin/hunt";
import { compilePlan } from "@tocsin/match";
import { loadSigma } from "@tocsin/sigma";
import type { Case, Suite } from "../suite.ts";

interface Test {
  /** Folder below `regression`, which is the rule's path below `rules` without its ending. */
  readonly folder: string;
  /** The evidence. */
  readonly path: string;
  readonly leastMatches: number;
}

const filesById = new Map<string, Map<string, string>>();

/** The rule at the path of the test, or the one with its id: two rules have moved since. */
function ruleFile(corpus: string, test: Test): string | undefined {
  const rules = join(corpus, "rules");
  const beside = join(rules, `${test.folder}.yml`);
  if (existsSync(beside)) return beside;
  let byId = filesById.get(rules);
  if (byId === undefined) {
    byId = new Map();
    filesById.set(rules, byId);
    for (const name of readdirSync(rules, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".yml")) continue;
      const id = /^id:\s*([0-9a-f-]{36})/m.exec(readFileSync(join(rules, name), "utf8"))?.[1];
      if (id !== undefined) byId.set(id, join(rules, name));
    }
  }
  return byId.get(basename(test.path).slice(0, 36));
}

/** What the reading tells shows in the matches. */
function ignore(): void {}

async function judge(corpus: string, test: Test): Promise<string | undefined> {
  const file = ruleFile(corpus, test);
  if (file === undefined) return "no rule bears the id that the evidence is named after";
  const set = loadSigma([{ file, text: readFileSync(file, "utf8") }]);
  const plan = compilePlan(set.detections);
  const [refused] = [...set.diagnostics, ...plan.refused];
  if (refused !== undefined) return `refused: ${refused.message}`;
  let matches = 0;
  let records = 0;
  const count = (): void => void matches++;
  for await (const batch of readRecords({ evidence: [test.path], onDiagnostic: ignore })) {
    records += batch.length;
    for (const record of batch) plan.run(record, count);
  }
  return matches >= test.leastMatches
    ? undefined
    : `${matches} of ${records} records match, expected at least ${test.leastMatches}`;
}

/** The tests that an info.yml names; what stands in comments is none. */
function testsOf(regression: string, info: string): Test[] {
  const text = readFileSync(info, "utf8").replaceAll(/^\s*#.*$/gm, "");
  if (!/^regression_tests_info:/m.test(text)) return [];
  const leastMatches = Number(/match_count:\s*(\d+)/.exec(text)?.[1] ?? 1);
  const parent = dirname(info);
  const folder = parent.slice(regression.length + 1).replaceAll("\\", "/");
  return readdirSync(parent)
    .filter((name) => name.endsWith(".evtx") || name.endsWith(".json"))
    .toSorted()
    .map((name) => ({ folder, path: join(parent, name), leastMatches }));
}

/** SigmaHQ's rules, each on the event it must match: as event log and as JSON. */
export const suite: Suite = {
  name: "sigma-regression",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const corpus = join(corporaRoot, "hunting", "sigma");
    const regression = join(corpus, "regression");
    if (!existsSync(regression)) return;
    const files = readdirSync(regression, { recursive: true, encoding: "utf8" }).toSorted();
    for (const file of files)
      if (file.endsWith("info.yml"))
        for (const test of testsOf(regression, join(regression, file))) {
          const ending = test.path.endsWith(".evtx") ? "evtx" : "json";
          yield { id: `${test.folder} ${ending}`, run: () => judge(corpus, test) };
        }
  },
};
