import type { DiagnosticSink } from "@tocsin/model";
import { KnowledgeError } from "../errors.ts";
import { asObject, type JsonObject } from "../json.ts";
import { distilAttackBundle, isAttackBundle } from "./attack-stix.ts";
import { attackTableOf, distilAttackTable } from "./attack-tables.ts";
import { distilNaming, isNamingRow } from "./microsoft.ts";
import { clusterOf, distilCluster } from "./misp-galaxy.ts";
import type { Distilled, ParsedSource, SourceFile } from "./source-file.ts";
import { distilWarninglist, isWarninglist } from "./warninglists.ts";

/** The largest source file that is read, in UTF-16 units: an ATT&CK bundle has some 50 million. */
export const MAX_SOURCE = 120_000_000;

/**
 * Reads one file of a source: an ATT&CK STIX bundle or table, a MISP galaxy cluster, Microsoft's table of names, a
 * MISP warning list; which of them is told by its content. Bad entries go to `onDiagnostic` and are left out.
 * @returns its part, or why the file is known and not taken
 * @throws {KnowledgeError} `KNOWLEDGE_JSON`, `KNOWLEDGE_LIMIT`, `KNOWLEDGE_UNKNOWN`
 */
export function distil(file: SourceFile, onDiagnostic: DiagnosticSink): Distilled {
  if (file.text.length > MAX_SOURCE)
    throw new KnowledgeError(
      "KNOWLEDGE_LIMIT",
      `${file.name} has ${file.text.length} characters; expected at most ${MAX_SOURCE}`,
    );
  const json = parse(file);
  const source: ParsedSource = { file, json, onDiagnostic };
  if (Array.isArray(json)) {
    const rows = (json as readonly unknown[]).map((row) => asObject(row));
    if (rows.length > 0 && rows.every((row) => row !== undefined && isNamingRow(row)))
      return distilNaming(source, rows as JsonObject[]);
  }
  const object = asObject(json);
  if (object !== undefined) {
    if (isAttackBundle(object)) return distilAttackBundle(source, object);
    const table = attackTableOf(object);
    if (table !== undefined) return distilAttackTable(source, object, table);
    const cluster = clusterOf(object);
    if (cluster !== undefined) return distilCluster(source, object, cluster);
    if (isWarninglist(object)) return distilWarninglist(source, object);
  }
  throw new KnowledgeError(
    "KNOWLEDGE_UNKNOWN",
    `${file.name} is none of the sources; expected an ATT&CK bundle, a MISP galaxy cluster, Microsoft's table of names or a MISP warning list`,
  );
}

function parse(file: SourceFile): unknown {
  try {
    return JSON.parse(file.text.replace(/^\ufeff/, ""));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KnowledgeError("KNOWLEDGE_JSON", `${file.name} is no JSON: ${reason}`, { cause });
  }
}
