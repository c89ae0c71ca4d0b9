// What a JSON record is, where its names make that certain.
import type { RecordSource } from "@tocsin/model";
import { textAt, valueAt } from "./flatten.ts";
import type { JsonObject } from "./wrappers.ts";

/** A kind of log, by the names its records bear. */
interface Family {
  readonly has: (object: JsonObject) => boolean;
  readonly source: (object: JsonObject) => Omit<RecordSource, "format">;
  /** Paths of the event's time and host, best first, before those that all logs share. */
  readonly time?: readonly string[];
  readonly host?: readonly string[];
}

const has = (object: JsonObject, ...names: readonly string[]): boolean =>
  names.every((name) => Object.hasOwn(object, name));
const text = (object: JsonObject, path: string): string => textAt(object, path) ?? "";

/** For Zeek logs that do not name themselves: names that only this log has. */
const ZEEK_LOGS: readonly (readonly [service: string, names: readonly string[]])[] = [
  ["conn", ["conn_state"]],
  ["dns", ["qtype_name"]],
  ["dns", ["query", "trans_id"]],
  ["http", ["trans_depth", "method"]],
  ["http", ["trans_depth", "user_agent"]],
  ["http", ["uri", "status_code"]],
  ["ssl", ["cipher"]],
  ["ssl", ["server_name", "established"]],
  ["smb_files", ["action", "path"]],
  ["smb_mapping", ["share_type"]],
  ["dce_rpc", ["endpoint", "operation"]],
  ["kerberos", ["request_type", "client"]],
  ["x509", ["certificate.serial"]],
  ["rdp", ["security_protocol"]],
  ["ssh", ["auth_success"]],
  ["ftp", ["command", "reply_code"]],
  ["notice", ["note", "msg"]],
  ["files", ["fuid", "mime_type"]],
];

function zeekService(object: JsonObject): string | undefined {
  for (const name of ["_path", "@stream", "_log"]) {
    const value = object[name];
    if (typeof value === "string" && /^[\w-]{1,64}$/.test(value)) return value;
  }
  return ZEEK_LOGS.find(([, names]) =>
    names.every((name) => valueAt(object, name) !== undefined),
  )?.[0];
}

const AZURE_SERVICES: ReadonlyMap<string, string> = new Map([
  ["signinlogs", "signinlogs"],
  ["noninteractiveusersigninlogs", "signinlogs"],
  ["serviceprincipalsigninlogs", "signinlogs"],
  ["managedidentitysigninlogs", "signinlogs"],
  ["auditlogs", "auditlogs"],
  ["administrative", "activitylogs"],
  ["riskyusers", "riskdetection"],
  ["userriskevents", "riskdetection"],
]);

function azureService(object: JsonObject): string | undefined {
  const category =
    textAt(object, "category") ?? textAt(object, "Category") ?? textAt(object, "Type");
  const value = textAt(object, "category.value") ?? category;
  return value === undefined ? undefined : AZURE_SERVICES.get(value.toLowerCase());
}

const FAMILIES: readonly Family[] = [
  {
    has: (o) => has(o, "eventSource", "eventVersion", "eventName"),
    source: () => ({ product: "aws", service: "cloudtrail" }),
    time: ["eventTime"],
  },
  {
    has: (o) =>
      has(o, "ts") &&
      (has(o, "uid") || has(o, "_path") || has(o, "@stream") || has(o, "id.orig_h")),
    source: (o) => {
      const service = zeekService(o);
      return service === undefined ? { product: "zeek" } : { product: "zeek", service };
    },
    time: ["ts"],
    host: ["@system", "_system_name"],
  },
  {
    has: (o) =>
      typeof o["event_type"] === "string" &&
      (has(o, "flow_id") || has(o, "src_ip") || has(o, "stats")),
    source: (o) => ({ product: "suricata", service: text(o, "event_type") }),
    time: ["timestamp"],
    host: ["host"],
  },
  {
    has: (o) => has(o, "protoPayload", "logName"),
    source: () => ({ product: "gcp", service: "gcp.audit" }),
    time: ["timestamp"],
  },
  {
    has: (o) => o["kind"] === "Event" && text(o, "apiVersion").startsWith("audit.k8s.io/"),
    source: () => ({ product: "kubernetes", category: "application", service: "audit" }),
    time: ["requestReceivedTimestamp", "stageTimestamp"],
  },
  {
    has: (o) => has(o, "eventType", "actor", "published", "displayMessage"),
    source: () => ({ product: "okta", service: "okta" }),
    time: ["published"],
  },
  {
    has: (o) => has(o, "Workload", "Operation", "CreationTime", "UserType"),
    source: () => ({ product: "m365", service: "audit" }),
    time: ["CreationTime"],
  },
  {
    has: (o) => has(o, "action", "actor", "_document_id"),
    source: () => ({ product: "github", service: "audit" }),
    time: ["@timestamp", "created_at"],
  },
  {
    has: (o) =>
      (has(o, "operationName") || has(o, "OperationName") || has(o, "appDisplayName")) &&
      azureService(o) !== undefined,
    source: (o) => ({ product: "azure", service: azureService(o) ?? "" }),
    time: ["time", "TimeGenerated", "createdDateTime", "activityDateTime", "eventTimestamp"],
  },
  {
    has: (o) => has(o, "__REALTIME_TIMESTAMP", "MESSAGE"),
    source: () => ({ product: "linux" }),
    time: ["_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP"],
    host: ["_HOSTNAME"],
  },
];

/** Names under which other records tell their time and host. */
export const TIME_NAMES: readonly string[] = [
  "@timestamp",
  "timestamp",
  "eventTime",
  "EventTime",
  "time",
  "ts",
  "_time",
  "TimeGenerated",
  "datetime",
];
export const HOST_NAMES: readonly string[] = [
  "host.name",
  "hostname",
  "Hostname",
  "HostName",
  "Computer",
  "agent.hostname",
  "host",
];

/** The family whose names a record bears. */
export function familyOf(object: JsonObject): Family | undefined {
  return FAMILIES.find((family) => family.has(object));
}
