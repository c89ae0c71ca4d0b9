// What a JSON record is, where its names make that certain.
import type { RecordSource } from "@tocsin/model";
import { azureService, isAzure } from "./azure.ts";
import {
  AZURE_NAMES,
  DUO_NAMES,
  GCP_NAMES,
  isGcp,
  KUBERNETES_NAMES,
  M365_NAMES,
  workspaceOf,
} from "./cloud-names.ts";
import type { CloudNames } from "./cloud-table.ts";
import { textAt, valueAt } from "./flatten.ts";
import { syslogService } from "./syslog-service.ts";
import { isObject, type JsonObject } from "./wrappers.ts";

/** A kind of log, by the names its records bear. */
export interface Family {
  readonly has: (object: JsonObject) => boolean;
  readonly source: (object: JsonObject) => Omit<RecordSource, "format">;
  /** Paths of the event's time and host, best first, before those that all logs share. */
  readonly time?: readonly string[];
  readonly host?: readonly string[];
  /** How its fields are asked, beyond their own names. */
  readonly cloud?: CloudNames;
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

const FAMILIES: readonly Family[] = [
  {
    has: (o) => has(o, "eventSource", "eventVersion", "eventName"),
    source: () => ({ product: "aws", service: "cloudtrail" }),
    time: ["eventTime"],
    cloud: {},
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
    has: (o) =>
      (has(o, "logName") || has(o, "data") || has(o, "protoPayload.methodName")) && isGcp(o),
    source: (o) => {
      const workspace = workspaceOf(o);
      return {
        product: "gcp",
        service: workspace === undefined ? "gcp.audit" : `google_workspace.${workspace}`,
      };
    },
    time: ["timestamp", "data.timestamp"],
    cloud: { names: GCP_NAMES },
  },
  {
    has: (o) =>
      text(o, "kind") === "admin#reports#activity" && textAt(o, "id.applicationName") !== undefined,
    source: (o) => ({
      product: "gcp",
      service: `google_workspace.${text(o, "id.applicationName")}`,
    }),
    time: ["id.time"],
    cloud: { names: GCP_NAMES },
  },
  {
    has: (o) => o["kind"] === "Event" && text(o, "apiVersion").startsWith("audit.k8s.io/"),
    source: () => ({ product: "kubernetes", category: "application", service: "audit" }),
    time: ["requestReceivedTimestamp", "stageTimestamp"],
    cloud: { names: KUBERNETES_NAMES },
  },
  {
    has: (o) => has(o, "eventType", "actor", "published", "displayMessage"),
    source: () => ({ product: "okta", service: "okta" }),
    time: ["published"],
    cloud: {},
  },
  {
    has: (o) => has(o, "Workload", "Operation", "CreationTime"),
    source: () => ({ product: "m365", service: "audit" }),
    time: ["CreationTime"],
    cloud: { names: M365_NAMES },
  },
  {
    has: (o) =>
      has(o, "action", "actor") &&
      (has(o, "_document_id") || (/^\w+\.\w+$/.test(text(o, "action")) && has(o, "org"))),
    source: () => ({ product: "github", service: "audit" }),
    time: ["@timestamp", "created_at"],
    cloud: {},
  },
  {
    has: (o) => isObject(o["auditType"]) && has(o, "author"),
    source: () => ({ product: "bitbucket", service: "audit" }),
    cloud: {},
  },
  {
    has: (o) => has(o, "event_type_id", "account_id"),
    source: () => ({ product: "onelogin", service: "onelogin.events" }),
    time: ["created_at", "event_timestamp"],
    cloud: {},
  },
  {
    has: (o) => has(o, "txid", "factor") || has(o, "event_type", "access_device", "auth_device"),
    source: () => ({ product: "cisco", service: "duo" }),
    time: ["isotimestamp", "timestamp"],
    cloud: { names: DUO_NAMES },
  },
  {
    has: (o) => has(o, "logtype", "logdata", "node_id"),
    source: () => ({ product: "opencanary", category: "application" }),
    time: ["utc_time", "local_time"],
    host: ["node_id"],
  },
  {
    has: isAzure,
    source: (o) => ({ product: "azure", service: azureService(o) ?? "" }),
    time: ["time", "TimeGenerated", "createdDateTime", "activityDateTime", "eventTimestamp"],
    cloud: { names: AZURE_NAMES, folds: true },
  },
  {
    has: (o) => has(o, "__REALTIME_TIMESTAMP", "MESSAGE"),
    source: (o) => {
      const service = syslogService(text(o, "SYSLOG_IDENTIFIER") || text(o, "_COMM"));
      return { product: "linux", ...(service !== undefined && { service }) };
    },
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
