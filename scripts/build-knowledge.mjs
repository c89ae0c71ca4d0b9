// npm run knowledge -- --from DIR: distils the data of packages/knowledge from copies of its sources.
// DIR holds, at any depth, ATT&CK bundles or tables, MISP galaxy clusters, Microsoft's table of names and MISP warning
// lists as JSON. The same files give the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { ensure, main } from "./ensure.mjs";
import { root } from "./places.mjs";

const PACKAGE = join(root, "packages", "knowledge");
/** A generated module stays below this, so that editors and reviewers can open it. */
const MOST_BYTES = 1_000_000;
/** @typedef {import("../packages/knowledge/dist/index.js").KnowledgePart} Part */

/** Which module a part goes to. @param {Part} part */
function moduleOf({ source: { id }, names = [] }) {
  if (id.startsWith("attack-")) return "attack";
  if (id === "misp-warninglists") return "hosts";
  return names.some(({ kind }) => kind === "malware" || kind === "tool") ? "software" : "names";
}

/**
 * JSON files below a folder, in a stable order.
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (a < b ? -1 : 1));
}

/**
 * A module that exports the text as one string, written so that its quotes need no escape.
 * @param {string} name
 * @param {string} text
 */
function moduleText(name, text) {
  const literal = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `// Written by npm run knowledge; NOTICE.md has the sources and their licences.\nexport const ${name.toUpperCase()}: string = '${literal}';\n`;
}

await main(async () => {
  const [option, from] = process.argv.slice(2);
  if (option !== "--from" || from === undefined || !statSync(from).isDirectory()) {
    console.error("usage: npm run knowledge -- --from DIR");
    return 2;
  }
  await ensure();
  const { distil, formatKnowledge, mergeParts, parseKnowledge, pruneRelations } =
    /** @type {typeof import("../packages/knowledge/dist/index.js")} */ (
      await import(pathToFileURL(join(PACKAGE, "dist", "index.js")).href)
    );
  /** @type {Part[]} */
  const found = [];
  for (const path of filesIn(from)) {
    const bytes = readFileSync(path);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const name = relative(from, path);
    try {
      const distilled = distil({ name, text: bytes.toString("utf8"), sha256 }, ({ message }) =>
        console.log(`left out: ${message}`),
      );
      if (distilled.part !== undefined) found.push(distilled.part);
      else console.log(`not taken: ${name}: ${distilled.reason}`);
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      console.log(`not taken: ${error.message}`);
    }
  }
  const parts = pruneRelations(mergeParts(found));
  mkdirSync(join(PACKAGE, "data"), { recursive: true });
  for (const name of ["attack", "names", "software", "hosts"]) {
    const text = formatKnowledge(parts.filter((part) => moduleOf(part) === name));
    parseKnowledge(text);
    const module = moduleText(name, text);
    const bytes = Buffer.byteLength(module);
    if (bytes > MOST_BYTES) throw new Error(`data/${name}.ts has ${bytes} bytes; split it`);
    writeFileSync(join(PACKAGE, "data", `${name}.json`), text);
    writeFileSync(join(PACKAGE, "src", "data", `${name}.ts`), module);
    console.log(`${name}: ${bytes} bytes`);
  }
  for (const { source, names = [], techniques = [], terms = [], lists = [] } of parts)
    console.log(
      `${source.id} ${source.version}: ${names.length} entries, ${techniques.length} techniques, ${terms.length} terms, ${lists.length} lists`,
    );
  return 0;
});
