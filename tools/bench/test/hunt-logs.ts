import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { logOf, temporaryFolder } from "./logs.ts";

function rule(n: number, product: string, category: string, detection: string): string {
  return [
    `title: Rule ${n}`,
    `id: 00000000-0000-4000-8000-00000000000${n}`,
    "logsource:",
    `  product: ${product}`,
    `  category: ${category}`,
    "detection:",
    ...detection.split("\n").map((line) => `  ${line}`),
    "  condition: selection",
    "level: low",
    "",
  ].join("\n");
}

/** Ids of the rules for Windows. */
export const RULE_IDS: readonly string[] = [1, 2, 3].map(
  (n) => `00000000-0000-4000-8000-00000000000${n}`,
);

/** Data sets with the layout of the corpora: 650 events of Sysmon, 30 JSON lines, four rules. */
export function syntheticCorpora(): string {
  const corpora = temporaryFolder();
  const folder = (...parts: string[]): string => {
    const path = join(corpora, "hunting", ...parts);
    mkdirSync(path, { recursive: true });
    return path;
  };
  writeFileSync(join(folder("evtx", "samples"), "a.evtx"), logOf(400, 77));
  writeFileSync(join(folder("sigma", "regression", "one"), "b.evtx"), logOf(250));
  const lines = Array.from({ length: 30 }, (_, n) =>
    JSON.stringify({
      Channel: "Microsoft-Windows-Sysmon/Operational",
      SourceName: "Microsoft-Windows-Sysmon",
      EventID: 1 + (n % 3),
      "@timestamp": `2024-05-13T02:31:${String(n).padStart(2, "0")}.000Z`,
      Image: `C:\\tools\\program-${n}.exe`,
      CommandLine: n % 5 === 0 ? "whoami /all" : "dir",
    }),
  );
  const json = folder("json", "otrf");
  writeFileSync(join(json, "one.jsonl.gz"), gzipSync(`${lines.slice(0, 20).join("\r\n")}\r\n\r\n`));
  writeFileSync(join(json, "two.jsonl.gz"), gzipSync(lines.slice(20).join("\n")));
  const rules = folder("sigma", "rules", "rules", "windows");
  const process = "process_creation";
  const texts = [
    rule(1, "windows", process, 'selection:\n  Image|endswith: "0.exe"'),
    rule(2, "windows", process, "selection:\n  CommandLine|contains: [whoami, xxxxxxxxxx]"),
    rule(3, "windows", "network_connection", "selection:\n  Image|contains: program-2"),
    rule(4, "linux", process, "selection:\n  Image|contains: program"),
  ];
  for (const [n, text] of texts.entries()) writeFileSync(join(rules, `rule-${n + 1}.yml`), text);
  folder("sigma", "rules", "rules-emerging-threats");
  folder("sigma", "rules", "rules-threat-hunting");
  return corpora;
}
