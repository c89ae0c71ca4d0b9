// Splunk's Common Information Model, data model Endpoint: processes, files and registry as searches export them.
import type { RecordSource } from "@tocsin/model";
import { aliasedTable, type Aliases } from "./alias.ts";
import type { Decoded } from "./decoded.ts";
import { type FieldLimits, textAt, valueAt } from "./flatten.ts";
import { parseTime } from "./time.ts";
import type { JsonObject } from "./wrappers.ts";

const NAMES: Aliases = {
  Image: ["process_path"],
  CommandLine: ["process"],
  CurrentDirectory: ["process_current_directory"],
  ProcessId: ["process_id"],
  ProcessGuid: ["process_guid"],
  OriginalFileName: ["original_file_name"],
  IntegrityLevel: ["process_integrity_level"],
  Hashes: ["process_hash", "file_hash"],
  ParentImage: ["parent_process_path"],
  ParentCommandLine: ["parent_process"],
  ParentProcessId: ["parent_process_id"],
  ParentProcessGuid: ["parent_process_guid"],
  User: ["user"],
  TargetFilename: ["file_path"],
  TargetObject: ["registry_path"],
  Details: ["registry_value_data"],
};

/** What a record says it is, by names that only this model joins. */
function categoryOf(object: JsonObject): string | undefined {
  const has = (...names: readonly string[]): boolean =>
    names.every((name) => textAt(object, name) !== undefined);
  if (!has("dest")) return undefined;
  const action = textAt(object, "action") ?? "";
  if (has("registry_path"))
    return action.includes("delete")
      ? "registry_delete"
      : action.includes("created")
        ? "registry_add"
        : "registry_set";
  if (has("process", "process_path") && (has("parent_process") || has("process_id")))
    return "process_creation";
  if (!has("file_path", "action")) return undefined;
  if (/^(?:created|modified)$/.test(action)) return "file_event";
  return action === "deleted" ? "file_delete" : undefined;
}

/** Whether an object is a record of the data model Endpoint. */
export function isSplunkCim(object: JsonObject): boolean {
  return Object.hasOwn(object, "dest") && categoryOf(object) !== undefined;
}

/** A record of the model; it answers to Sigma's names, too. */
export function decodeSplunkCim(object: JsonObject, limits: FieldLimits): Decoded {
  const category = categoryOf(object);
  const product = productOf(object);
  const source: RecordSource = {
    format: "json",
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
  };
  return {
    source,
    timeMs: parseTime(valueAt(object, "_time")),
    host: textAt(object, "dest"),
    fields: aliasedTable(object, NAMES, limits),
  };
}

/** By what paths look like: the model has no name for the operating system that is always filled. */
function productOf(object: JsonObject): string | undefined {
  if (textAt(object, "registry_path") !== undefined) return "windows";
  const path = textAt(object, "process_path") ?? textAt(object, "file_path") ?? "";
  if (/^(?:[A-Za-z]:|\\)\\/.test(path)) return "windows";
  if (/^\/(?:Users|Applications|Library|System|private|Volumes)\//.test(path)) return "macos";
  return path.startsWith("/") ? "linux" : undefined;
}
