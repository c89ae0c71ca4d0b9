import { availableParallelism, totalmem } from "node:os";
import type { CommandBody } from "../command.ts";
import { EXIT } from "../exit-code.ts";

/** `tocsin doctor`: what is installed, what can be read, what is missing. */
export const runDoctor: CommandBody = async (_, io) => {
  const memory = (totalmem() / 1e9).toFixed(1);
  await io.out(`tocsin ${io.version} on node ${process.version} (20.11 or later is supported), ${process.platform} ${process.arch}
processors  ${availableParallelism()}, memory ${memory} GB
advisories  STIX 2.0 and 2.1 bundles, MISP events (JSON), Markdown, text
rules       Sigma 2.1: detections, correlations, filters
evidence    EVTX; JSON, JSON lines and arrays (NXLog, Winlogbeat, ECS, evtx_dump, Splunk, others);
            web access logs, syslog and any other text; each plain or gzip
missing     PDF, DOCX and HTML advisories; YARA; zip archives; inventories and holdings
`);
  return EXIT.nothing;
};
