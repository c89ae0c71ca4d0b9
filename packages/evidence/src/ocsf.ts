// The Open Cybersecurity Schema Framework (1.x): class_uid says what an event is, activity_id what was done.
import type { FieldValue, RecordSource } from "@tocsin/model";
import { aliasedTable, type Aliases, productOf, wordAt } from "./alias.ts";
import type { Decoded } from "./decoded.ts";
import { type FieldLimits, integerOf, textAt, valueAt } from "./flatten.ts";
import { OCSF_NAMES } from "./ocsf-names.ts";
import { parseTime } from "./time.ts";
import type { JsonObject } from "./wrappers.ts";

/** A class: Sigma's category by activity, `0` for all others. */
interface OcsfClass {
  readonly categories: Readonly<Record<number, string>>;
  readonly names?: Aliases;
}

/** By class_uid. Those of the Windows extension begin with 201. */
const CLASSES: Readonly<Record<number, OcsfClass>> = {
  1001: {
    categories: {
      1: "file_event",
      2: "file_access",
      3: "file_event",
      4: "file_delete",
      5: "file_rename",
    },
  },
  1002: { categories: { 1: "driver_load" } },
  1005: { categories: { 1: "image_load" } },
  1007: {
    categories: {
      1: "process_creation",
      2: "process_termination",
      3: "process_access",
      4: "create_remote_thread",
    },
    names: {
      SourceImage: ["actor.process.file.path"],
      SourceCommandLine: ["actor.process.cmd_line"],
      TargetImage: ["process.file.path"],
      TargetCommandLine: ["process.cmd_line"],
    },
  },
  2004: { categories: { 0: "antivirus" } },
  3002: { categories: { 0: "authentication" } },
  4001: { categories: { 0: "network_connection" } },
  4002: { categories: { 0: "webserver" } },
  4003: { categories: { 0: "dns" } },
  6003: { categories: {} },
  201001: {
    categories: {
      1: "registry_add",
      3: "registry_set",
      4: "registry_delete",
      5: "registry_rename",
    },
  },
  201002: {
    categories: { 1: "registry_set", 2: "registry_set", 3: "registry_set", 4: "registry_delete" },
  },
  201004: { categories: {} },
};
const CLASS_BY_NAME: Readonly<Record<string, number>> = {
  "process activity": 1007,
  "file system activity": 1001,
  "module activity": 1005,
  "kernel extension activity": 1002,
  authentication: 3002,
  "network activity": 4001,
  "http activity": 4002,
  "dns activity": 4003,
  "api activity": 6003,
};
const OS_TYPES: Readonly<Record<number, string>> = { 100: "windows", 200: "linux", 300: "macos" };

function classOf(object: JsonObject): number | undefined {
  const uid = integerOf(object["class_uid"]);
  if (uid !== undefined) return uid;
  const name = wordAt(object, "class_name");
  return name === undefined || !Object.hasOwn(CLASS_BY_NAME, name)
    ? undefined
    : CLASS_BY_NAME[name];
}

/** Whether an object is an event of the framework. */
export function isOcsf(object: JsonObject): boolean {
  if (!Object.hasOwn(object, "class_uid") && !Object.hasOwn(object, "class_name")) return false;
  return classOf(object) !== undefined && valueAt(object, "metadata") !== undefined;
}

/** A record of the framework; it answers to Sigma's names, too. */
export function decodeOcsf(object: JsonObject, limits: FieldLimits): Decoded {
  const uid = classOf(object) ?? 0;
  const known = Object.hasOwn(CLASSES, uid) ? CLASSES[uid] : undefined;
  return {
    source: { format: "json", ...sourceOf(object, uid, known) },
    timeMs: parseTime(valueAt(object, "time")) ?? parseTime(valueAt(object, "time_dt")),
    host: textAt(object, "device.hostname") ?? textAt(object, "device.name"),
    recordId: textAt(object, "metadata.uid"),
    fields: aliasedTable(
      object,
      known?.names === undefined ? OCSF_NAMES : { ...OCSF_NAMES, ...known.names },
      limits,
    ),
  };
}

function sourceOf(
  object: JsonObject,
  uid: number,
  known: OcsfClass | undefined,
): Omit<RecordSource, "format"> {
  if (uid === 6003) {
    const cloud = wordAt(object, "cloud.provider", "metadata.product.vendor_name");
    return cloud === "aws" ? { product: "aws", service: "cloudtrail" } : {};
  }
  const type = integerOf(valueAt(object, "device.os.type_id"));
  const product =
    productOf(wordAt(object, "device.os.type", "device.os.name")) ??
    (type === undefined || !Object.hasOwn(OS_TYPES, type) ? undefined : OS_TYPES[type]) ??
    (uid > 200_000 && uid < 300_000 ? "windows" : undefined);
  const category = categoryOf(object, uid, known, product);
  return {
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
  };
}

function categoryOf(
  object: JsonObject,
  uid: number,
  known: OcsfClass | undefined,
  product: string | undefined,
): string | undefined {
  const activity = integerOf(object["activity_id"]) ?? 0;
  const category = known?.categories[activity] ?? known?.categories[0];
  const proxied: FieldValue | undefined =
    textAt(object, "proxy.ip") ?? textAt(object, "proxy_endpoint.ip");
  if (uid === 4002 && proxied !== undefined) return "proxy";
  // A query that names its process was seen on the host.
  if (uid === 4003 && product !== undefined && valueAt(object, "actor.process") !== undefined)
    return "dns_query";
  return category;
}
