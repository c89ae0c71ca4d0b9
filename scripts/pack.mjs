// Packing every published workspace, once, into a folder of tarballs.
import { existsSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { publicWorkspaces } from "./places.mjs";
import { runNpm } from "./run.mjs";

/**
 * Modules in `dist` whose source is gone: tsc leaves them there, and they would be published.
 * @param {string} folder of a package
 * @returns {string[]} paths within `dist`, with `/`, sorted
 */
export function staleModules(folder) {
  const dist = join(folder, "dist");
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".js"))
    .filter((path) => !existsSync(join(folder, "src", path.replace(/\.js$/, ".ts"))))
    .map((path) => path.replaceAll(sep, "/"))
    .sort();
}

/** @param {ReturnType<typeof publicWorkspaces>} workspaces */
function requireFresh(workspaces) {
  const stale = workspaces.flatMap(({ folder, manifest }) => {
    const [first, ...more] = staleModules(folder);
    if (first === undefined) return [];
    return [
      `  ${manifest.name}: dist/${first}${more.length > 0 ? ` and ${more.length} more` : ""}`,
    ];
  });
  if (stale.length === 0) return;
  throw new Error(
    `old builds would be packed; these modules have no source any more:\n${stale.join("\n")}\n` +
      "Run: npm run clean && npm run build",
  );
}

/**
 * Packs every public workspace as npm would publish it.
 * @param {string} folder absolute, exists
 * @returns {Promise<{ name: string, file: string }[]>} in the order of the workspaces
 */
export async function packPublic(folder) {
  const workspaces = publicWorkspaces();
  requireFresh(workspaces);
  const chosen = workspaces.flatMap(({ manifest }) => ["-w", manifest.name]);
  const args = ["pack", ...chosen, "--pack-destination", folder, "--ignore-scripts"];
  const { code, output } = await runNpm(args, { quiet: true });
  if (code !== 0) throw new Error(`npm pack failed (exit ${code}):\n${output}`);
  return workspaces.map(({ manifest: { name, version } }) => ({
    name,
    // npm's own rule: "@scope/name" becomes "scope-name-version.tgz".
    file: join(folder, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`),
  }));
}
