// The Elastic Common Schema, nested or with dotted names: which of Sigma's sources a record is.
import type { RecordSource } from "@tocsin/model";
import { aliasedTable, productOf, wordAt, wordsAt } from "./alias.ts";
import type { Decoded } from "./decoded.ts";
import { ECS_DATASETS } from "./ecs-datasets.ts";
import { ECS_NAMES } from "./ecs-names.ts";
import { type FieldLimits, integerOf, jsonTable, textAt, valueAt } from "./flatten.ts";
import { parseTime } from "./time.ts";
import type { JsonObject } from "./wrappers.ts";

type Facts = Omit<RecordSource, "format">;

/** Whether an object is of the schema: it says its version, or how events are told apart in it. */
export function isEcs(object: JsonObject): boolean {
  if (!hasHead(object, "ecs") && !hasHead(object, "event")) return false;
  if (valueAt(object, "ecs.version") !== undefined) return true;
  return (
    valueAt(object, "event.kind") !== undefined && wordsAt(object, "event.category").length > 0
  );
}

/** Whether a name, or the first part of a dotted one, is among an object's own. */
function hasHead(object: JsonObject, head: string): boolean {
  if (Object.hasOwn(object, head)) return true;
  return Object.hasOwn(object, `${head}.version`) || Object.hasOwn(object, `${head}.kind`);
}

/** A record of the schema; it answers to Sigma's names, too. */
export function decodeEcs(object: JsonObject, limits: FieldLimits): Decoded {
  const dataset = wordAt(object, "event.dataset", "data_stream.dataset") ?? "";
  const known = Object.hasOwn(ECS_DATASETS, dataset) ? ECS_DATASETS[dataset] : undefined;
  const zeek = /^zeek\.(\w{1,64})$/.exec(dataset)?.[1];
  return {
    source: {
      format: "json",
      ...(zeek === undefined
        ? (known?.source ?? sourceOf(object, dataset))
        : { product: "zeek", service: zeek === "connection" ? "conn" : zeek }),
    },
    timeMs: parseTime(valueAt(object, "@timestamp")) ?? parseTime(valueAt(object, "event.created")),
    host: textAt(object, "host.name") ?? textAt(object, "host.hostname"),
    recordId: textAt(object, "event.id"),
    fields: aliasedTable(
      object,
      known === undefined ? ECS_NAMES : { ...ECS_NAMES, ...known.names },
      limits,
      jsonTable(object, limits),
    ),
  };
}

function sourceOf(object: JsonObject, dataset: string): Facts {
  const product = productOf(wordAt(object, "host.os.type", "host.os.family", "host.os.platform"));
  const facts = categoryOf(object, dataset, product !== undefined);
  const eventId = integerOf(valueAt(object, "event.code"));
  const windows = product === "windows" && eventId !== undefined ? { eventId } : {};
  return { ...(product !== undefined && { product }), ...windows, ...facts };
}

/** Sigma's category, and its service where that is part of the name. */
function categoryOf(object: JsonObject, dataset: string, ofHost: boolean): Facts {
  const categories = wordsAt(object, "event.category");
  const types = wordsAt(object, "event.type");
  const action = wordAt(object, "event.action") ?? "";
  const observer = wordAt(object, "observer.type") ?? "";
  const is = (category: string): boolean => categories.includes(category);
  if (is("process")) {
    if (types.includes("start") || /^(?:exec|start|process_started)/.test(action))
      return { category: "process_creation" };
    return types.includes("end") ? { category: "process_termination" } : {};
  }
  if (is("malware")) return { category: "antivirus" };
  if (is("registry")) return { category: `registry_${changeOf(types, "add", "set")}` };
  if (is("driver")) return { category: "driver_load" };
  if (is("library")) return { category: "image_load" };
  if (is("file")) return fileCategory(types, action);
  if (valueAt(object, "dns.question.name") !== undefined) {
    if (ofHost) return { category: "dns_query" };
    return dataset === "" ? { category: "dns" } : { category: "network", service: "dns" };
  }
  if (is("web")) {
    const proxy = observer === "proxy" || /squid|proxy|bluecoat|zscaler/.test(dataset);
    return { category: proxy ? "proxy" : "webserver" };
  }
  if (is("network")) {
    if (observer === "firewall" || /firewall|panos|asa|ftd|fortigate/.test(dataset))
      return { category: "firewall" };
    return ofHost && valueAt(object, "process") !== undefined
      ? { category: "network_connection" }
      : { category: "network", service: "connection" };
  }
  return is("authentication") ? { category: "authentication" } : {};
}

function changeOf(types: readonly string[], created: string, changed: string): string {
  if (types.includes("deletion")) return "delete";
  return types.includes("creation") ? created : changed;
}

function fileCategory(types: readonly string[], action: string): Facts {
  if (action.startsWith("rename")) return { category: "file_rename" };
  if (types.includes("deletion")) return { category: "file_delete" };
  if (types.includes("access")) return { category: "file_access" };
  const written = types.includes("creation") || types.includes("change");
  return written ? { category: "file_event" } : {};
}
