import type { Logsource } from "@tocsin/model";
import { LINUX, linuxCategory, linuxService, macosCategory } from "./linux.ts";
import { NETWORK } from "./network.ts";
import { PRODUCTS } from "./products.ts";
import type { Reading } from "./reading.ts";
import { windowsReadings } from "./windows.ts";

const known = new Map<string, readonly Reading[]>();
/** Logsources kept; there are some two hundred honest ones. */
const MAX_KEPT = 2000;

/**
 * The kinds of records a logsource stands for, at least one. A logsource that is not in the taxonomy is taken
 * as it is written. The same objects come for the same logsource, so that thousands of rules share them.
 */
export function readingsOf(logsource: Logsource): readonly Reading[] {
  const { product, category, service } = logsource;
  const key = JSON.stringify([product, category, service]);
  let readings = known.get(key);
  if (readings === undefined) {
    readings = listedReadings(logsource) ?? [{ scope: asWritten(logsource) }];
    if (known.size >= MAX_KEPT) known.clear();
    known.set(key, readings);
  }
  return readings;
}

/** Whether the taxonomy knows the logsource. */
export function isKnownLogsource(logsource: Logsource): boolean {
  return listedReadings(logsource) !== undefined;
}

function listedReadings(logsource: Logsource): readonly Reading[] | undefined {
  const { product = "", category = "", service = "" } = logsource;
  const key = `${product}/${category}/${service}`;
  if (Object.hasOwn(PRODUCTS, key)) return PRODUCTS[key];
  const windows = windowsReadings(logsource);
  if (product === "windows" && category === "" && service === "")
    return [{ scope: { product, needs: "Windows event logs" } }];
  if (product !== "") {
    const found = windows.length > 0 ? windows : productReadings(logsource);
    return found.length > 0 ? found : undefined;
  }
  const network = networkReadings(category, service);
  const linux = service === "" ? linuxCategory(category).slice(0, 1) : [];
  const all = [...windows, ...linux, ...network];
  if (all.length === 0) return undefined;
  return network.length > 0 ? all : [...all, { scope: asWritten(logsource) }];
}

function networkReadings(category: string, service: string): readonly Reading[] {
  const key = service === "" ? category : `${category}/${service}`;
  return Object.hasOwn(NETWORK, key) ? (NETWORK[key] ?? []) : [];
}

function productReadings({ product, category, service }: Logsource): readonly Reading[] {
  switch (product) {
    case "linux":
      if (category !== undefined) return service === undefined ? linuxCategory(category) : [];
      return service === undefined ? LINUX : linuxService(service);
    case "macos":
      return category !== undefined && service === undefined ? macosCategory(category) : [];
    case "zeek":
    case "suricata":
      return service !== undefined && category === undefined
        ? sensorReadings(product, service)
        : [];
    default:
      return [];
  }
}

function sensorReadings(product: "zeek" | "suricata", service: string): Reading[] {
  const needs = product === "zeek" ? `Zeek ${service}.log` : `Suricata ${service} events`;
  return [{ scope: { product, service, needs } }];
}

function asWritten({ product, category, service }: Logsource): Reading["scope"] {
  const words = [product, category, service].filter((one) => one !== undefined).join(" ");
  return {
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
    ...(service !== undefined && { service }),
    needs: words === "" ? "any records" : `${words} logs`,
  };
}
