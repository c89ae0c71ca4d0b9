// Removes all that builds made: `tsc --clean` leaves what came of sources that have another name by now.
// Imports nothing that has to be installed.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.mjs";

for (const parent of ["packages", "tools"]) {
  for (const name of readdirSync(join(root, parent))) {
    const folder = join(root, parent, name);
    // With its build information left, tsc would believe that all is built.
    for (const made of existsSync(join(folder, "package.json")) ? madeIn(folder) : [])
      rmSync(join(folder, made), { recursive: true, force: true });
  }
}

/** @param {string} folder */
function madeIn(folder) {
  return readdirSync(folder).filter((name) => name === "dist" || name.endsWith(".tsbuildinfo"));
}
