// npm run errors-doc: writes docs/errors.md from the codes that the packages export.
// Convention: a package exports `<NAME>_ERROR_CODES` (thrown) and `<NAME>_DIAGNOSTIC_CODES`
// (reported while the work goes on), each `{ CODE: "meaning and remedy" } as const`.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensure, main } from "./ensure.mjs";
import { publicWorkspaces, root } from "./places.mjs";

/** Where the document is. */
export const DOCUMENT = join(root, "docs", "errors.md");

/** @typedef {{ packageName: string, folder: string, kind: "error" | "diagnostic", code: string, meaning: string }} Code */

/**
 * The codes of every built package, in the order of the packages and of their tables.
 * @returns {Promise<Code[]>}
 */
export async function collectCodes() {
  /** @type {Code[]} */
  const codes = [];
  for (const { folder, manifest } of publicWorkspaces()) {
    const door = join(folder, "dist", "index.js");
    if (!existsSync(door)) throw new Error(`${door} is missing. Run: npm run build`);
    const exported = /** @type {Record<string, unknown>} */ (
      await import(pathToFileURL(door).href)
    );
    for (const [name, table] of Object.entries(exported).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const kind = /_(ERROR|DIAGNOSTIC)_CODES$/.exec(name)?.[1];
      if (kind === undefined || typeof table !== "object" || table === null) continue;
      for (const [code, meaning] of entriesOf(table)) {
        codes.push({
          packageName: manifest.name,
          folder,
          kind: kind === "ERROR" ? "error" : "diagnostic",
          code,
          meaning,
        });
      }
    }
  }
  return codes;
}

/**
 * A bare list of codes has no meanings; the test of the document says so.
 * @param {object} table
 * @returns {[string, string][]}
 */
function entriesOf(table) {
  if (!Array.isArray(table)) return Object.entries(/** @type {Record<string, string>} */ (table));
  return table.map((code) => [String(code), ""]);
}

/**
 * The document for these codes.
 * @param {readonly Code[]} codes
 * @returns {string} Markdown
 */
export function renderDocument(codes) {
  const lines = [
    "# Errors and diagnostics",
    "",
    "Written by `npm run errors-doc`; change the tables in the packages, not this file.",
    "",
    "An **error** is thrown: misuse, the environment, an exhausted limit. A **diagnostic** is reported",
    "with its place while the work goes on: bad data costs itself, and nothing is skipped in silence.",
  ];
  for (const packageName of new Set(codes.map((code) => code.packageName))) {
    lines.push("", `## ${packageName}`, "", "| code | kind | meaning |", "|---|---|---|");
    for (const { code, kind, meaning } of codes.filter((one) => one.packageName === packageName)) {
      lines.push(`| \`${code}\` | ${kind} | ${meaning.replaceAll("|", "\\|")} |`);
    }
  }
  return `${lines.join("\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await ensure();
    const codes = await collectCodes();
    mkdirSync(join(root, "docs"), { recursive: true });
    writeFileSync(DOCUMENT, renderDocument(codes));
    console.log(`tocsin: ${codes.length} codes in ${DOCUMENT}`);
    return 0;
  });
}
