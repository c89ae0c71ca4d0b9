import type { EventValue, WindowsEvent } from "../evtx/event.ts";

const SEVERITIES: Readonly<Record<number, string>> = { 0: "INFO", 4: "INFO", 5: "VERBOSE" };

/** A Windows event as NXLog's `im_msvistalog` with `to_json` writes it: flat, values as text. */
export function nxlogLine(event: WindowsEvent, recordId: number): string {
  const time = new Date(event.timeMs).toISOString();
  const row: Record<string, string | number> = {
    "@timestamp": time,
    EventTime: time.slice(0, 19).replace("T", " "),
    Hostname: event.computer,
    EventType: event.keywords === 0x8010_0000_0000_0000n ? "AUDIT_FAILURE" : "INFO",
    Severity: SEVERITIES[event.level] ?? "INFO",
    EventID: event.eventId,
    SourceName: event.provider.name,
    ProviderGuid: `{${event.provider.guid.toUpperCase()}}`,
    Version: event.version,
    Task: event.task,
    RecordNumber: recordId,
    ProcessID: event.processId,
    ThreadID: event.threadId,
    Channel: event.channel,
  };
  for (const [name, value] of event.data) {
    const written = writeValue(value);
    if (written !== undefined) row[name] = written;
  }
  row["SourceModuleName"] = "eventlog";
  row["SourceModuleType"] = "im_msvistalog";
  return JSON.stringify(row);
}

function writeValue(value: EventValue): string | undefined {
  switch (value.type) {
    case "absent":
      return undefined;
    case "guid":
      return `{${value.value.toUpperCase()}}`;
    case "hex32":
    case "hex64":
      return `0x${value.value.toString(16)}`;
    case "filetime":
      return new Date(value.value).toISOString();
    default:
      return String(value.value);
  }
}
