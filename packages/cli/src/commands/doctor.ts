import { readdirSync, statSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { sanitizeText } from "@tocsin/report";
import type { CommandBody } from "../command.ts";
import { EXIT } from "../exit-code.ts";

/** `tocsin doctor`: what is installed, what can be read, what is missing. */
export const runDoctor: CommandBody = async (_, io) => {
  const memory = (totalmem() / 1e9).toFixed(1);
  await io.out(`tocsin ${io.version} on node ${process.version} (20.11 or later will do), ${process.platform} ${process.arch}
processors  ${availableParallelism()}, memory ${memory} GB
warnings    PDF, Word (DOCX), HTML, mail with attachments, Markdown, text;
            STIX 2.0, 2.1 and 1.x, MISP events, CSAF and CVRF, OpenIOC,
            Attack Flow, Navigator layers, lists (CSV, TSV, XLSX), rules
            (YARA, Sigma, Snort, Suricata), campaigns; zip files of these
rules       Sigma 2.1: detections, correlations, filters
rule cache  ${sanitizeText(io.cacheFolder)}
            ${describeCache(io.cacheFolder)}
evidence    EVTX; JSON, JSON lines and arrays (NXLog, Winlogbeat, ECS, OCSF,
            Splunk, evtx_dump, Zeek, Suricata, cloud audit logs, others, or
            yours with --mapping); web and proxy logs, syslog, auditd, Zeek
            and any other text; each plain or gzip
knowledge   ${sanitizeText(io.dataFolder)}
            newer copies of names and techniques; tocsin knowledge tells more
missing     warnings that are images, ODF, RTF, old Office files or MSG; running
            YARA, Snort and Suricata rules; zip archives of evidence;
            inventories and holdings
`);
  return EXIT.nothing;
};

/** `3 files, 5.2 MB; it may be deleted at any time`. */
function describeCache(folder: string): string {
  try {
    const sizes = readdirSync(folder)
      .filter((name) => /^(?:rules|files)-/.test(name))
      .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0);
    const sizeBytes = sizes.reduce((sum, one) => sum + one, 0);
    const files = `${sizes.length} file${sizes.length === 1 ? "" : "s"}`;
    return `${files}, ${(sizeBytes / 1e6).toFixed(1)} MB; it may be deleted at any time`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === "ENOENT"
      ? "nothing in it yet"
      : `it cannot be read (${code}): rules are read anew`;
  }
}
