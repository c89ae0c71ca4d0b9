import { join } from "node:path";

const windows = process.platform === "win32";

/** Where the rivals are in their folder; `install.ts` puts them there. */
export interface RivalPlaces {
  /** For `cargo install --root`. */
  readonly cargo: string;
  readonly evtxDump: string;
  readonly rsigma: string;
  readonly chainsaw: string;
  /** For `npm install --prefix`. */
  readonly npm: string;
  readonly winevtx: string;
  /** A virtual environment. */
  readonly py: string;
  readonly python: string;
  /** A virtual environment of its own for the extractors of indicators, whose needs clash with those of the others. */
  readonly ioc: string;
  readonly extractorPython: string;
  /** Why a rival could not be installed, by name. */
  readonly failures: string;
}

/** The interpreter of a virtual environment. */
function pythonOf(environment: string): string {
  return windows ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
}

export function rivalPlaces(folder: string): RivalPlaces {
  const cargo = join(folder, "cargo");
  const npm = join(folder, "npm");
  const py = join(folder, "py");
  const ioc = join(folder, "ioc");
  const program = (name: string): string => join(cargo, "bin", windows ? `${name}.exe` : name);
  return {
    cargo,
    evtxDump: program("evtx_dump"),
    rsigma: program("rsigma"),
    chainsaw: program("chainsaw"),
    npm,
    winevtx: join(npm, "node_modules", "winevtx", "package.json"),
    py,
    python: pythonOf(py),
    ioc,
    extractorPython: pythonOf(ioc),
    failures: join(folder, "failures.json"),
  };
}
