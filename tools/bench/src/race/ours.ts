import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { OurJob } from "../contestants/ours.ts";
import type { Entrant } from "./entrant.ts";

const JOBS: readonly { readonly job: OurJob; readonly what: string; readonly lines: boolean }[] = [
  { job: "walk", what: "id, channel, provider, time", lines: false },
  {
    job: "walk-unchecked",
    what: "id, channel, provider, time; checksums untested, as the others",
    lines: false,
  },
  { job: "fields", what: "five named fields", lines: false },
  { job: "jsonl", what: "JSON lines", lines: true },
];

/** Our contestants: each job on one core and with two workers. */
export function ourEntrants(): readonly Entrant[] {
  // Built, so that no time goes into stripping types.
  const main = fileURLToPath(new URL("../contestants/main.js", import.meta.url));
  const manifest = fileURLToPath(import.meta.resolve("@tocsin/evtx/package.json"));
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
  return JOBS.flatMap(({ job, what, lines }) =>
    [1, 2].map((threads) => ({
      name: "@tocsin/evtx",
      version,
      job: what,
      threads,
      slow: false,
      checks: lines ? (["answer", "lines"] as const) : (["answer"] as const),
      commands: (files) => [
        { file: process.execPath, args: [main, job, String(threads), ...files] },
      ],
    })),
  );
}
