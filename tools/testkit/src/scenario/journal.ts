import type { WindowsEvent } from "../evtx/event.ts";
import type { Host } from "./company.ts";
import type { IndicatorKey } from "./indicators.ts";
import type { RuleKey } from "./rules.ts";

/** What must find an event. */
export type Tag = IndicatorKey | RuleKey;

/** One event of the week and the file it lies in. `tags` is empty for ordinary life. */
export interface Entry {
  /** Path within the evidence folder. */
  readonly file: string;
  readonly timeMs: number;
  /** Absent where the log does not say which computer it speaks of. */
  readonly host?: string;
  readonly tags: readonly Tag[];
  readonly body: WindowsEvent | string;
}

/** Collects the events of the week. */
export interface Journal {
  readonly entries: readonly Entry[];
  windows(host: Host, event: WindowsEvent, tags?: readonly Tag[]): void;
  /** A line of a log that names no computer of ours. */
  line(file: string, timeMs: number, text: string, tags?: readonly Tag[]): void;
}

/** Files of the logs that are no Windows logs. */
export const LINE_FILES = {
  portal: "HMS-PORTAL01/portal-access.log.gz",
  dns: "network/dns-queries.jsonl.gz",
  proxy: "network/proxy-access.log.gz",
} as const;

const CHANNEL_FILES: Readonly<Record<string, string>> = {
  "Microsoft-Windows-Sysmon/Operational": "Microsoft-Windows-Sysmon-Operational.evtx.gz",
  "Microsoft-Windows-PowerShell/Operational": "Microsoft-Windows-PowerShell-Operational.evtx.gz",
  Security: "Security.evtx.gz",
  // Left as Windows leaves it: the one file that is not packed.
  System: "System.evtx",
};

/** An empty journal. */
export function createJournal(): Journal {
  const entries: Entry[] = [];
  return {
    entries,
    windows: (host, event, tags = []) => {
      const file = host.form === "nxlog" ? "windows-events.jsonl.gz" : CHANNEL_FILES[event.channel];
      if (file === undefined) throw new RangeError(`no file for channel ${event.channel}`);
      const { timeMs } = event;
      entries.push({
        file: `${host.name}/${file}`,
        timeMs,
        host: host.computer,
        tags,
        body: event,
      });
    },
    line: (file, timeMs, text, tags = []) => {
      entries.push({ file, timeMs, tags, body: text });
    },
  };
}
