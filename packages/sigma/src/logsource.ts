import { and, constant, field, or, renameFields } from "@tocsin/model";
import type { Logsource, Predicate, Scope, Variant } from "@tocsin/model";
import type { CategorySource } from "./windows-categories.ts";
import { CATEGORY_WORDS, WINDOWS_CATEGORIES } from "./windows-categories.ts";
import { WINDOWS_SERVICES } from "./windows-services.ts";

/**
 * The readings of a rule: for each kind of record its logsource stands for, the records and the
 * predicate in their field names. A logsource the taxonomy does not know is taken as it is written.
 */
export function toVariants(logsource: Logsource, predicate: Predicate): Variant[] {
  const { product, category, service } = logsource;
  const isWindows = product === undefined || product === "windows";
  const sources =
    category !== undefined && isWindows && Object.hasOwn(WINDOWS_CATEGORIES, category)
      ? WINDOWS_CATEGORIES[category]
      : undefined;
  if (sources !== undefined && category !== undefined) {
    const variants = sources
      // A service beside a category narrows it: only Sysmon's process creation, say.
      .filter((source) => service === undefined || service === source.service)
      .map((source) => toVariant(category, source, predicate));
    if (product === "windows" && variants.length > 0) return variants;
    return [...variants, { scope: asWritten(logsource), predicate }];
  }
  if (product === "windows" && service !== undefined && Object.hasOwn(WINDOWS_SERVICES, service))
    return [{ scope: channelScope(service, logsource), predicate }];
  return [{ scope: asWritten(logsource), predicate }];
}

function toVariant(category: string, source: CategorySource, predicate: Predicate): Variant {
  const { service, eventIds, requires, fields } = source;
  const renamed =
    fields === undefined
      ? predicate
      : renameFields(predicate, (name) =>
          Object.hasOwn(fields, name) ? (fields[name] ?? name) : name,
        );
  const required =
    requires === undefined
      ? constant(true)
      : or(
          ...requires[1].map((value) => field(requires[0], { op: "equals", value, cased: false })),
        );
  const words = CATEGORY_WORDS[category] ?? category.replaceAll("_", " ");
  return {
    scope: {
      product: "windows",
      channels: WINDOWS_SERVICES[service] ?? [],
      eventIds,
      needs: `${serviceWords(service)} event ${eventIds.join(", ")} (${words})`,
    },
    predicate: requires === undefined ? renamed : and(required, renamed),
  };
}

function serviceWords(service: string): string {
  const names: Readonly<Record<string, string>> = {
    sysmon: "Sysmon",
    security: "Windows Security log",
    powershell: "PowerShell log",
    "powershell-classic": "Windows PowerShell log",
    windefend: "Microsoft Defender log",
  };
  return names[service] ?? service;
}

function channelScope(service: string, logsource: Logsource): Scope {
  const channels = WINDOWS_SERVICES[service] ?? [];
  const name = channels.length === 1 ? channels[0] : serviceWords(service);
  const { category } = logsource;
  return {
    product: "windows",
    channels,
    needs: `Windows channel ${name}${category === undefined ? "" : ` (${category})`}`,
  };
}

function asWritten({ product, category, service }: Logsource): Scope {
  const words = [product, category, service].filter((one) => one !== undefined).join(" ");
  return {
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
    ...(service !== undefined && { service }),
    needs: words === "" ? "any records" : `${words} logs`,
  };
}
