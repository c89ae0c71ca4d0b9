import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import {
  builtinParts,
  distil,
  formatKnowledge,
  KnowledgeError,
  type KnowledgePart,
  mergeParts,
  parseKnowledge,
  pruneRelations,
  usedCopies,
  withCopies,
} from "../src/index.ts";
import { actor, part } from "./sample.ts";

const PACKAGE = join(import.meta.dirname, "..");
const FROM = join(
  process.env["TOCSIN_CORPORA"] ?? join(PACKAGE, "../../../shared/corpora"),
  "advisory/knowledge",
);
const NAMES = ["attack", "names", "software", "hosts"];
const dataOf = (name: string) => readFileSync(join(PACKAGE, "data", `${name}.json`), "utf8");

test.each(NAMES)("the module %s is its JSON, valid and below 1 MB", (name) => {
  const text = dataOf(name);
  const ids = new Set(parseKnowledge(text).map(({ source }) => source.id));
  const ours = builtinParts().filter(({ source }) => ids.has(source.id));
  expect(formatKnowledge(ours)).toBe(text);
  expect(statSync(join(PACKAGE, "src/data", `${name}.ts`)).size).toBeLessThan(1_000_000);
});

test("NOTICE.md names every source with its licence, and what must go with every copy", () => {
  const notice = readFileSync(join(PACKAGE, "NOTICE.md"), "utf8");
  const flat = notice.replaceAll(/\s+/g, " ");
  for (const { source } of builtinParts()) {
    expect(notice).toContain(source.licence);
    expect(flat).toContain(source.notice ?? "");
  }
  expect(builtinParts().map(({ source }) => source.id)).not.toContain("misp-malpedia");
});

test("a copy is preferred unless this version has a higher one", () => {
  const copy = (version: string) => part("misp-wiper", { names: [actor("Fern Wiper")] }, version);
  expect(usedCopies([copy("0")])).toEqual([]);
  expect(usedCopies([copy("999")])).toHaveLength(1);
  expect(withCopies([copy("999")]).findActor("fern wiper").entries).toHaveLength(1);
  expect(withCopies([copy("0")]).findActor("fern wiper").entries).toEqual([]);
});

function distilFolder(): KnowledgePart[] {
  const parts: KnowledgePart[] = [];
  const files = readdirSync(FROM, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const path of files) {
    const bytes = readFileSync(path);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const file = { name: relative(FROM, path), text: bytes.toString("utf8"), sha256 };
    try {
      const { part: one } = distil(file, () => undefined);
      if (one !== undefined) parts.push(one);
    } catch (error) {
      // What is none of the sources lies beside them.
      if (!(error instanceof KnowledgeError)) throw error;
    }
  }
  return pruneRelations(mergeParts(parts));
}

test.skipIf(!existsSync(FROM))("the data are what their sources give, byte by byte", () => {
  const parts = distilFolder();
  const ids = new Set<string>();
  for (const name of NAMES) {
    const own = parseKnowledge(dataOf(name)).map(({ source }) => source.id);
    const some = parts.filter(({ source }) => own.includes(source.id));
    expect(formatKnowledge(some) === dataOf(name), `${name}: run npm run knowledge`).toBe(true);
    for (const id of own) ids.add(id);
  }
  expect(parts.map(({ source }) => source.id)).toEqual([...ids].toSorted());
});
