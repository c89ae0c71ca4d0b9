import type { Tag } from "./journal.ts";
import type { Machine, Process } from "./machine.ts";
import { type Digests, logProcess } from "./sysmon.ts";
import { logAudit } from "./windows-logs.ts";

/** A program to start. */
export interface Start {
  readonly image: string;
  readonly commandLine: string;
  readonly user: string;
  readonly parent: Process;
  readonly digests?: Digests;
  readonly folder?: string;
  readonly tags?: readonly Tag[];
}

/** Starts a program: reported by Sysmon 1, by Security 4688 or by neither, as the machine keeps its logs. */
export function startProcess(machine: Machine, timeMs: number, start: Start): Process {
  const { image, commandLine, user, parent, tags = [] } = start;
  const process = machine.known(image, commandLine, user, timeMs);
  if (machine.keeps("sysmon")) logProcess(machine, timeMs, process, parent, start);
  if (machine.keeps("process-audit")) logAudit(machine, timeMs, process, parent, tags);
  return process;
}
