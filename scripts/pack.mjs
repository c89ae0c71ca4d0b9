// Packing every published workspace, once, into a folder of tarballs.
import { join } from "node:path";
import { publicWorkspaces } from "./places.mjs";
import { runNpm } from "./run.mjs";

/**
 * Packs every public workspace as npm would publish it.
 * @param {string} folder absolute, exists
 * @returns {Promise<{ name: string, file: string }[]>} in the order of the workspaces
 */
export async function packPublic(folder) {
  const workspaces = publicWorkspaces();
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
