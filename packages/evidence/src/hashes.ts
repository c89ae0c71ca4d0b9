import { textAt } from "./flatten.ts";
import type { JsonObject } from "./wrappers.ts";

const KINDS = ["md5", "sha1", "sha256", "imphash"] as const;

/** Digests that stand apart, as Sysmon writes them in `Hashes`: `MD5=…,SHA256=…`. Undefined if there are none. */
export function joinHashes(
  object: JsonObject,
  pathsOf: (kind: (typeof KINDS)[number]) => readonly string[],
): string | undefined {
  const parts: string[] = [];
  for (const kind of KINDS) {
    for (const path of pathsOf(kind)) {
      const value = textAt(object, path);
      if (value === undefined) continue;
      parts.push(`${kind.toUpperCase()}=${value.toUpperCase()}`);
      break;
    }
  }
  return parts.length === 0 ? undefined : parts.join(",");
}
