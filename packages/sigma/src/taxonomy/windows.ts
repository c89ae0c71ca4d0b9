// Sigma taxonomy appendix 2.1: Windows, by channel and event id.
import { field, or } from "@tocsin/model";
import type { Logsource } from "@tocsin/model";
import type { Reading } from "./reading.ts";
import type { CategorySource } from "./windows-categories.ts";
import { CATEGORY_WORDS, NARROWER, WINDOWS_CATEGORIES } from "./windows-categories.ts";
import { WINDOWS_SERVICES } from "./windows-services.ts";

/** Categories that Event Tracing gives, which no channel has: by provider. */
const TRACED: Readonly<Record<string, string>> = {
  file_access: "Microsoft-Windows-Kernel-File",
  file_rename: "Microsoft-Windows-Kernel-File",
};

const SERVICE_WORDS: Readonly<Record<string, string>> = {
  sysmon: "Sysmon",
  security: "Windows Security log",
  powershell: "PowerShell log",
  "powershell-classic": "Windows PowerShell log",
  windefend: "Microsoft Defender log",
};

/** The records of Windows that a logsource stands for; none if it is no source of Windows that is known. */
export function windowsReadings({ product, category, service }: Logsource): Reading[] {
  if (product !== undefined && product !== "windows") return [];
  if (category !== undefined) {
    const sources = Object.hasOwn(WINDOWS_CATEGORIES, category)
      ? (WINDOWS_CATEGORIES[category] ?? [])
      : [];
    const events = sources
      // A service beside a category narrows it: only Sysmon's process creation, say.
      .filter((source) => service === undefined || service === source.service)
      .map((source) => eventReading(category, source));
    const [first] = events;
    if (first !== undefined)
      return product === undefined || category === "antivirus"
        ? events
        : [...events, ...ownReadings(category, service, first.scope.needs)];
    const provider = Object.hasOwn(TRACED, category) ? TRACED[category] : undefined;
    if (product === "windows" && provider !== undefined) {
      const needs = `Windows event tracing by ${provider} (${categoryWords(category)})`;
      return [
        { scope: { product: "windows", providers: [provider], needs } },
        ...ownReadings(category, service, needs),
      ];
    }
  }
  if (product === "windows" && service !== undefined && Object.hasOwn(WINDOWS_SERVICES, service))
    return [channelReading(service, category)];
  return [];
}

/** Records that say the category themselves. */
function ownReadings(category: string, service: string | undefined, needs: string): Reading[] {
  if (service !== undefined) return [];
  return [category, ...(NARROWER[category] ?? [])].map((one) => ({
    scope: { product: "windows", category: one, needs },
  }));
}

function eventReading(category: string, source: CategorySource): Reading {
  const { service, eventIds, requires, ...rest } = source;
  const name = SERVICE_WORDS[service] ?? service;
  return {
    scope: {
      product: "windows",
      channels: WINDOWS_SERVICES[service] ?? [],
      eventIds,
      needs: `${name} event ${eventIds.join(", ")} (${categoryWords(category)})`,
    },
    ...(requires !== undefined && {
      requires: or(
        ...requires[1].map((value) => field(requires[0], { op: "equals", value, cased: false })),
      ),
    }),
    ...rest,
  };
}

function channelReading(service: string, category: string | undefined): Reading {
  const channels = WINDOWS_SERVICES[service] ?? [];
  const name = SERVICE_WORDS[service] ?? `Windows channel ${channels[0] ?? service}`;
  const needs = `${name}${category === undefined ? "" : ` (${category})`}`;
  return { scope: { product: "windows", channels, needs } };
}

/** The category as a person calls it. */
function categoryWords(category: string): string {
  return CATEGORY_WORDS[category] ?? category.replaceAll("_", " ");
}
