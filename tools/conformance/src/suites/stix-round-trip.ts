import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { AdvisoryDocument, Campaign } from "@tocsin/model";
import { readStix, validateStix, writeStix } from "@tocsin/stix";
import type { Case, Suite } from "../suite.ts";

/** Folders of the corpus, and the file of each case that is STIX 2. */
const SOURCES: readonly (readonly [folder: string, file: RegExp])[] = [
  ["documents/talos", /^twin\.json$/],
  ["documents/unit42", /^report\.json$/],
  ["stix/sample", /^bundle\.json$/],
  ["stix/misp-files", /stix2.*\.json$/],
];

const WRITTEN: AdvisoryDocument = {
  name: "written.json",
  format: "stix-2.1",
  sha256: "f".repeat(64),
};

/** Everything but what names the document it was read from. */
function essence({ id: _id, documents: _documents, ...rest }: Campaign): unknown {
  return rest;
}

function judge(path: string): string | undefined {
  const json: unknown = JSON.parse(readFileSync(path, "utf8"));
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const document = { name, format: "stix", sha256: "e".repeat(64) };
  const campaign = readStix(json, document).campaign;
  const bundle = writeStix(campaign);
  const { faults } = validateStix(bundle, {
    strict: true,
    strictProperties: true,
    without: ["extref-hashes", "uuid-check"],
  });
  const fault = faults.find(({ severity }) => severity === "error");
  if (fault !== undefined) return `written, but not valid: ${fault.message}`;
  const again = readStix(JSON.parse(JSON.stringify(bundle)), WRITTEN).campaign;
  const [before, after] = [essence(campaign), essence(again)] as Record<string, unknown>[];
  const lost = Object.keys({ ...before, ...after }).filter(
    (key) => !isDeepStrictEqual(before?.[key], after?.[key]),
  );
  return lost.length === 0 ? undefined : `does not come back: ${lost.join(", ")}`;
}

/** Bundles of others: read, written as STIX 2.1, valid, and read back without loss. */
export const suite: Suite = {
  name: "stix-round-trip",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    for (const [folder, file] of SOURCES) {
      const root = join(corporaRoot, "advisory", ...folder.split("/"));
      if (!existsSync(root)) continue;
      for (const one of readdirSync(root).toSorted())
        for (const name of readdirSync(join(root, one)).toSorted()) {
          const path = join(root, one, name);
          if (file.test(name) && isStix(path))
            yield { id: `${one}/${name}`, run: () => judge(path) };
        }
    }
  },
};

/** Some twins are in MISP's form or in STIX 1. */
function isStix(path: string): boolean {
  return /"(?:indicator|report|identity|threat-actor|campaign)--/.test(readFileSync(path, "utf8"));
}
