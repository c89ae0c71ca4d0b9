import type { HostKey } from "./company.ts";
import { BAD } from "./indicators.ts";
import { LINE_FILES } from "./journal.ts";
import type { Process } from "./machine.ts";
import { combined, dnsLine } from "./ordinary-network.ts";
import type { Stage } from "./stage.ts";
import { logConnection, logQuery } from "./sysmon.ts";

/** Every few hours: a look-up, a connection, a request through the proxy. */
export function callHome(
  { journal, machines, random }: Stage,
  key: HostKey,
  client: Process,
  fromMs: number,
  times: number,
): void {
  const machine = machines[key];
  const { controlDomain: name, controlAddress: address } = BAD;
  for (let i = 0; i < times; i++) {
    const timeMs = fromMs + i * 6 * 3_600_000 + random.between(0, 900_000);
    const from = machine.host.address;
    logQuery(machine, timeMs, client, { name, address }, [
      "controlDomain",
      "controlAddress",
      "clientName",
    ]);
    journal.line(LINE_FILES.dns, timeMs, dnsLine(timeMs, from, name, address), [
      "controlDomain",
      "controlAddress",
    ]);
    logConnection(machine, timeMs + 40, client, { address, port: 443 }, [
      "controlAddress",
      "clientName",
    ]);
    if (i % 2 === 1) continue;
    const line = {
      from,
      timeMs: timeMs + 900,
      request: `GET http://${name}/status`,
      status: 200,
      sizeBytes: 512,
      agent: BAD.userAgent,
    };
    journal.line(LINE_FILES.proxy, line.timeMs, combined(line), ["controlDomain", "userAgent"]);
  }
}
