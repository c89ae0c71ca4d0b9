// Winlogbeat and Elastic Agent: the event under `winlog`, or only in fields of the Elastic Common Schema.
import type { FieldValue } from "@tocsin/model";
import { addValue, type Decoded, type FieldTable } from "./decoded.ts";
import {
  type FieldLimits,
  flatten,
  integerOf,
  isScalar,
  jsonTable,
  textAt,
  valueAt,
} from "./flatten.ts";
import { joinHashes } from "./hashes.ts";
import { parseTime } from "./time.ts";
import { windowsSource, withData } from "./windows-event.ts";
import type { JsonObject } from "./wrappers.ts";

type Table = Map<string, FieldValue>;
type Names = readonly (readonly [name: string, path: string])[];

const SYSTEM: Names = [
  ["Provider_Name", "winlog.provider_name"],
  ["Provider_Guid", "winlog.provider_guid"],
  ["Version", "winlog.version"],
  ["Task", "winlog.task"],
  ["Opcode", "winlog.opcode"],
  ["Keywords", "winlog.keywords"],
  ["TimeCreated_SystemTime", "@timestamp"],
  ["EventRecordID", "winlog.record_id"],
  ["Correlation_ActivityID", "winlog.activity_id"],
  ["Execution_ProcessID", "winlog.process.pid"],
  ["Execution_ThreadID", "winlog.process.thread.id"],
  ["Channel", "winlog.channel"],
  ["Computer", "winlog.computer_name"],
  ["Security_UserID", "winlog.user.identifier"],
];

/** Fields that Beats' modules move out of event_data. */
const COMMON_SCHEMA: Names = [
  ["Image", "process.executable"],
  ["CommandLine", "process.command_line"],
  ["CurrentDirectory", "process.working_directory"],
  ["ProcessGuid", "process.entity_id"],
  ["ProcessId", "process.pid"],
  ["OriginalFileName", "process.pe.original_file_name"],
  ["Description", "process.pe.description"],
  ["Product", "process.pe.product"],
  ["Company", "process.pe.company"],
  ["FileVersion", "process.pe.file_version"],
  ["ParentImage", "process.parent.executable"],
  ["ParentCommandLine", "process.parent.command_line"],
  ["ParentProcessId", "process.parent.pid"],
  ["ParentProcessGuid", "process.parent.entity_id"],
  ["TargetFilename", "file.path"],
  ["ImageLoaded", "dll.path"],
  ["TargetObject", "registry.path"],
  ["Details", "registry.data.strings"],
  ["SourceIp", "source.ip"],
  ["SourcePort", "source.port"],
  ["DestinationIp", "destination.ip"],
  ["DestinationPort", "destination.port"],
  ["DestinationHostname", "destination.domain"],
  ["QueryName", "dns.question.name"],
];
const HASHED = ["process.hash", "file.hash", "process.pe"];
const LEVELS = ["critical", "error", "warning", "information", "verbose"];

/** Whether an object is an event of Winlogbeat. */
export function isWinlogbeat(object: JsonObject): boolean {
  if (!Object.hasOwn(object, "winlog") && !Object.hasOwn(object, "winlog.channel")) return false;
  return valueAt(object, "winlog.channel") !== undefined || eventIdOf(object) !== undefined;
}

function eventIdOf(object: JsonObject): number | undefined {
  return integerOf(valueAt(object, "winlog.event_id")) ?? integerOf(valueAt(object, "event.code"));
}

/**
 * A record of a Winlogbeat event: fields in Windows' names first, then all others by their dotted names.
 * What stands under `winlog` is found by its dotted name, too, but not listed twice.
 */
export function decodeWinlogbeat(object: JsonObject, limits: FieldLimits): Decoded {
  return {
    source: windowsSource("windows-json", {
      channel: textAt(object, "winlog.channel"),
      provider: textAt(object, "winlog.provider_name"),
      eventId: eventIdOf(object),
    }),
    timeMs: parseTime(valueAt(object, "@timestamp")),
    host: textAt(object, "winlog.computer_name") ?? textAt(object, "host.name"),
    recordId: textAt(object, "winlog.record_id"),
    fields: bothNames(object, limits),
  };
}

function bothNames(object: JsonObject, limits: FieldLimits): FieldTable {
  const original = jsonTable(object, limits);
  let windows: Table | undefined;
  const own = (): Table => (windows ??= windowsFields(object, original, limits));
  return {
    get: (name) => own().get(name) ?? original.get(name),
    *entries() {
      const first = own();
      yield* first;
      for (const entry of original.entries())
        if (!entry[0].startsWith("winlog.") && !first.has(entry[0])) yield entry;
    },
  };
}

function windowsFields(object: JsonObject, original: FieldTable, limits: FieldLimits): Table {
  const system: Table = new Map();
  const id = eventIdOf(object);
  if (id !== undefined) system.set("EventID", id);
  for (const [name, path] of SYSTEM) {
    const value = original.get(path);
    if (value !== undefined) system.set(name, value);
  }
  const level = LEVELS.indexOf(textAt(object, "log.level") ?? "") + 1;
  if (level > 0) system.set("Level", level);

  const data: Table = new Map();
  for (const [name, value] of original.entries()) {
    const inner = /^winlog\.(?:event_data|user_data)\.(.+)$/s.exec(name)?.[1];
    if (inner !== undefined) addValue(data, inner, value);
  }
  for (const [name, path] of COMMON_SCHEMA) {
    if (data.has(name)) continue;
    const value = original.get(path);
    if (value !== undefined && value !== null) data.set(name, value);
  }
  const hashes = joinHashes(object, (kind) => HASHED.map((place) => `${place}.${kind}`));
  if (!data.has("Hashes") && hashes !== undefined) data.set("Hashes", hashes);
  addUser(data, object);
  const message = valueAt(object, "message");
  if (message !== undefined) flatten(data, "Message", message, limits);
  return withData(system, data);
}

function addUser(data: Table, object: JsonObject): void {
  const name = valueAt(object, "user.name");
  if (data.has("User") || !isScalar(name) || !data.has("Image")) return;
  const domain = textAt(object, "user.domain");
  data.set("User", domain === undefined ? String(name) : `${domain}\\${name}`);
}
