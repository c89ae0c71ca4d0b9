import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readRules } from "@tocsin/hunt";
import type { Absent } from "../race/entrant.ts";
import type { Command } from "../race/meter.ts";
import { addOutcomes, dealOut } from "./entrant.ts";
import type { HuntEntrant, Outcome } from "./entrant.ts";
import { readingsOf, writePipeline } from "./rsigma-pipeline.ts";
import type { HuntInput, HuntRules } from "./work.ts";

/** rsigma with routing by logsource; one process a file. */
export interface Rsigma {
  readonly version: string;
  /** @param events whether matches come with the event that they are of */
  command(input: HuntInput["kind"], rules: HuntRules, file: string, events: boolean): Command;
}

/**
 * rsigma where it is, with pipelines that are written into a folder.
 * @param rules all rules: by them the pipelines are made
 */
export function findRsigma(program: string, rules: HuntRules, folder: string): Rsigma | Absent {
  const asked = spawnSync(program, ["--version"], { encoding: "utf8" });
  if (asked.status !== 0) return { name: "rsigma", why: `${program} does not start` };
  const readings = readingsOf(readRules([rules.folder]).detections);
  const pipelines = {
    evtx: join(folder, "rsigma-evtx.yml"),
    json: join(folder, "rsigma-json.yml"),
  };
  for (const kind of ["evtx", "json"] as const)
    writeFileSync(pipelines[kind], writePipeline(readings, kind));
  const channel = { evtx: "Event.System.Channel", json: "Channel" };
  return {
    version: /\d+\.\d+\.\d+\S*/u.exec(asked.stdout)?.[0] ?? "unknown",
    command: (kind, { folder: from }, file, events) => ({
      file: program,
      args: [
        "engine",
        "eval",
        "--output-format=ndjson",
        `--rules=${from}`,
        `--pipeline=${pipelines[kind]}`,
        "--logsource-routing",
        "--event-logsource=product=windows",
        `--logsource-field-map=service=${channel[kind]},product=none,category=none`,
        ...(kind === "json" ? ["--input-format=json"] : []),
        ...(events ? ["--include-event"] : []),
        `--event=@${file}`,
      ],
    }),
  };
}

/** As contestants: one process after the other, or two at a time. */
export function rsigmaEntrants(rsigma: Rsigma, threads: readonly number[]): readonly HuntEntrant[] {
  return threads.map((count) => ({
    name: "rsigma",
    version: rsigma.version,
    job: "matches as JSON lines, routing on",
    threads: count,
    slow: false,
    ours: false,
    lanes: ({ files, kind }, rules) =>
      dealOut(files, count).map((lane) =>
        lane.map((file) => rsigma.command(kind, rules, file, false)),
      ),
    read: (texts) => addOutcomes(texts.map(readSummary)),
  }));
}

/** What it writes to stderr at the end. */
export function readSummary(text: string): Outcome {
  const done = /Processed (\d+) (?:events|EVTX records), (\d+) (?:detection )?matches/u.exec(text);
  if (done === null) throw new Error("rsigma does not say how many events it has processed");
  const loaded = /Loaded (\d+) (?:detection )?rules/u.exec(text)?.[1];
  const wrong = /(\d+) parse errors/u.exec(text)?.[1];
  return {
    records: Number(done[1]),
    matches: Number(done[2]),
    rules: loaded === undefined ? undefined : Number(loaded),
    refused: wrong === undefined ? 0 : Number(wrong),
    startSeconds: undefined,
  };
}
