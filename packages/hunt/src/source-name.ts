import type { RecordSource } from "@tocsin/model";

/** The kind of a record in words: `Microsoft-Windows-Sysmon/Operational 1`, `web-access`. */
export function nameSource(source: RecordSource): string {
  const { format, product, category, service, channel, provider, eventId } = source;
  if (channel !== undefined || provider !== undefined)
    return `${channel ?? provider}${eventId === undefined ? "" : ` ${eventId}`}`;
  const words = [product, category, service].filter((one) => one !== undefined);
  return words.length === 0 || format === "web-access" ? format : `${words.join(" ")} (${format})`;
}

/** The same for two records if nothing that logsources choose by tells them apart. */
export function sourceKey(source: RecordSource): string {
  const { format, product, category, service, channel, provider, eventId } = source;
  return `${format}\u0000${product}\u0000${category}\u0000${service}\u0000${channel}\u0000${provider}\u0000${eventId}`;
}
