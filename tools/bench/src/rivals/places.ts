import { join } from "node:path";

const windows = process.platform === "win32";

/** Where the rivals are in their folder; `install.ts` puts them there. */
export interface RivalPlaces {
  /** For `cargo install --root`. */
  readonly cargo: string;
  readonly evtxDump: string;
  /** For `npm install --prefix`. */
  readonly npm: string;
  readonly winevtx: string;
  /** A virtual environment. */
  readonly py: string;
  readonly python: string;
}

export function rivalPlaces(folder: string): RivalPlaces {
  const cargo = join(folder, "cargo");
  const npm = join(folder, "npm");
  const py = join(folder, "py");
  return {
    cargo,
    evtxDump: join(cargo, "bin", windows ? "evtx_dump.exe" : "evtx_dump"),
    npm,
    winevtx: join(npm, "node_modules", "winevtx", "package.json"),
    py,
    python: windows ? join(py, "Scripts", "python.exe") : join(py, "bin", "python"),
  };
}
