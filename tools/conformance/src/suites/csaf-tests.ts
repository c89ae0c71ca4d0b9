import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { csafChecks, readAdvisory } from "@tocsin/advisory";
import type { Case, Suite } from "../suite.ts";

interface StatedCase {
  readonly csaf_version: string;
  readonly test: string;
  readonly group: string;
  readonly documents: readonly {
    readonly file: string;
    readonly valid: boolean;
    readonly expected_to: string;
  }[];
}

/** Tests that the document alone does not decide, met while listing: their numbers and documents. */
let undecided = new Map<string, number>();
/** Documents that judge a test. */
let decided = 0;

/** Scores of CVSS 4.0 come from a table that is not kept; such a document does not judge test 6.1.9. */
function isComputable(test: string, json: unknown): boolean {
  return test !== "6.1.9" || !JSON.stringify(json).includes('"cvss_v4"');
}

/** A test is decided if it fails where it must and passes where it must; every document must be read. */
async function judge(
  path: string,
  version: string,
  test: string,
  fails?: boolean,
): Promise<string | undefined> {
  const bytes = readFileSync(path);
  const sha256 = "0".repeat(64);
  const { diagnostics, documents } = await readAdvisory({ name: "document.json", bytes, sha256 });
  if (documents[0]?.format !== `csaf-${version}`)
    return `read as ${documents[0]?.format ?? "nothing"}`;
  if (fails === undefined) return undefined;
  const found = diagnostics.find(({ message }) =>
    message.startsWith(`CSAF ${version} test ${test}: `),
  );
  if (fails) return found === undefined ? "expected a finding, got none" : undefined;
  return found === undefined ? undefined : `expected no finding, got ${found.message}`;
}

function* listFolder(folder: string, id: string): Generator<Case> {
  const stated = JSON.parse(readFileSync(join(folder, "case.json"), "utf8")) as StatedCase;
  const { csaf_version: version, test, group } = stated;
  const isDecided = csafChecks(version).includes(test);
  for (const { file, expected_to } of stated.documents) {
    const path = join(folder, file);
    const json = JSON.parse(readFileSync(path, "utf8")) as unknown;
    const fails =
      isDecided && isComputable(test, json) ? expected_to.startsWith("fail") : undefined;
    const name = `${version} ${test}`;
    if (fails !== undefined) decided++;
    else if (group === "mandatory") undecided.set(name, (undecided.get(name) ?? 0) + 1);
    yield { id: `${id}/${file}`, run: () => judge(path, version, test, fails) };
  }
}

/**
 * The documents of the CSAF validator suite. Each must be read; for the mandatory tests that a document alone
 * decides, the finding must be there or not.
 */
export const suite: Suite = {
  name: "csaf-tests",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    undecided = new Map();
    decided = 0;
    for (const version of ["2.0", "2.1"]) {
      const folder = join(corporaRoot, "advisory", "csaf", version);
      if (!existsSync(folder)) continue;
      for (const group of readdirSync(folder).toSorted())
        for (const name of readdirSync(join(folder, group)).toSorted())
          yield* listFolder(join(folder, group, name), `csaf/${version}/${group}/${name}`);
    }
  },
  notes() {
    const named = [...undecided].map(([name, count]) => `${name} (${count})`);
    if (decided === 0) return [];
    return [
      `${decided} documents judge a mandatory test, the others must be read`,
      `not decided, for they need other data: ${named.join(", ")}`,
    ];
  },
};
