import { readFileSync, statSync } from "node:fs";
import { formatPlace } from "@tocsin/model";
import type { RecordMapping } from "@tocsin/model";
import { readMapping } from "@tocsin/sigma";
import { HuntError } from "./error.ts";

const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * Reads the file of a user's mapping.
 * @throws {HuntError} `HUNT_MAPPING` with place and reason of what is wrong first, and how much more is
 */
export function readMappingFile(path: string): RecordMapping {
  const file = path.replaceAll("\\", "/");
  const { mapping, diagnostics } = readMapping(readText(path, file), file);
  const [first] = diagnostics;
  if (mapping !== undefined && first === undefined) return mapping;
  const where = first?.place === undefined ? file : formatPlace(first.place);
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  throw new HuntError("HUNT_MAPPING", `${where}: ${first?.message ?? "has no mapping"}${more}`);
}

function readText(path: string, file: string): string {
  try {
    const { size } = statSync(path);
    if (size > MAX_FILE_BYTES)
      throw new HuntError(
        "HUNT_MAPPING",
        `${file}: has ${size} bytes; a mapping has ${MAX_FILE_BYTES} at most`,
      );
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof HuntError) throw cause;
    throw new HuntError("HUNT_MAPPING", `${file}: cannot be read`, { cause });
  }
}
