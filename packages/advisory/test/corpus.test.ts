import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { normalizeObservable } from "@tocsin/model";
import type { ObservableType } from "@tocsin/model";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ??
  fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
const DOCUMENTS = join(CORPORA, "advisory", "documents");

type Counts = Record<string, { wanted: number; found: number }>;

async function recall(set: string, file: string): Promise<Counts> {
  const counts: Counts = {};
  for (const name of readdirSync(join(DOCUMENTS, set))) {
    const path = join(DOCUMENTS, set, name, file);
    if (!existsSync(path)) continue;
    const truth = JSON.parse(readFileSync(join(DOCUMENTS, set, name, "truth.json"), "utf8")) as {
      indicators: Record<string, string[]>;
    };
    const campaign = await readAdvisory({ name, bytes: readFileSync(path), sha256: name });
    const found = new Set(
      [...campaign.indicators, ...campaign.context].map(
        ({ observable }) => `${observable?.type} ${observable?.value}`,
      ),
    );
    for (const [type, values] of Object.entries(truth.indicators)) {
      const count = (counts[type] ??= { wanted: 0, found: 0 });
      for (const value of values) {
        count.wanted++;
        const normal = normalizeObservable(type as ObservableType, value)?.value ?? value;
        if (found.has(`${type} ${normal}`)) count.found++;
      }
    }
  }
  return counts;
}

test.skipIf(!existsSync(join(DOCUMENTS, "talos")))(
  "indicator lists in text are read whole when they are those of the public corpus",
  async () => {
    const counts = await recall("talos", "report.txt");
    for (const type of ["sha256", "ipv4", "domain", "url"]) {
      const { wanted, found } = counts[type] ?? { wanted: 0, found: 0 };
      expect(wanted).toBeGreaterThan(400);
      expect({ type, found }).toEqual({ type, found: wanted });
    }
  },
);

test.skipIf(!existsSync(join(DOCUMENTS, "eset")))(
  "MISP events are read whole when they are those of the public corpus",
  async () => {
    const counts = await recall("eset", "misp.json");
    for (const type of ["sha1", "sha256", "md5", "ipv4", "domain", "registry-key", "mutex"]) {
      const { wanted, found } = counts[type] ?? { wanted: 0, found: 0 };
      expect(wanted).toBeGreaterThan(10);
      expect({ type, found }).toEqual({ type, found: wanted });
    }
  },
);
