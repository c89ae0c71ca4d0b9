import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../command.ts";
import type { WorkWishes } from "./work.ts";

export interface HuntCommand {
  /** Where the work is kept; a temporary folder if not given. */
  readonly folder: string | undefined;
  readonly rivals: string | undefined;
  readonly runs: number;
  readonly threads: readonly number[];
  readonly rules: readonly string[];
  readonly wishes: WorkWishes;
  readonly markdown: string | undefined;
  readonly json: string | undefined;
  /** A file for what rivals find and we do not, and the other way round. */
  readonly differences: string | undefined;
  /** Only: whether plan and plain evaluator are one. */
  readonly verify: boolean;
  /** Only: which rules cost most. */
  readonly slowRules: boolean;
  /** Race over the small inputs alone. */
  readonly small: boolean;
}

/** @throws {UsageError} */
export function parseHuntOptions(args: readonly string[]): HuntCommand {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dir: { type: "string" },
      rivals: { type: "string" },
      runs: { type: "string" },
      threads: { type: "string" },
      rules: { type: "string", multiple: true },
      records: { type: "string" },
      events: { type: "string" },
      files: { type: "string" },
      markdown: { type: "string" },
      json: { type: "string" },
      differences: { type: "string" },
      verify: { type: "boolean" },
      profile: { type: "string" },
      small: { type: "boolean" },
    },
  });
  const { profile, threads } = values;
  if (profile !== undefined && profile !== "slow-rules")
    throw new UsageError(`hunt: --profile: expected slow-rules, got ${profile}`);
  if (threads !== undefined && threads !== "1" && threads !== "2")
    throw new UsageError(`hunt: --threads: expected 1 or 2, got ${threads}`);
  return {
    folder: placed(values.dir),
    rivals: placed(values.rivals),
    runs: whole("runs", values.runs ?? "5", 1000),
    threads: threads === undefined ? [1, 2] : [Number(threads)],
    rules: (values.rules ?? []).map((path) => resolve(path)),
    wishes: {
      evtxRecords: whole("records", values.records ?? "1000000", 1e9),
      jsonEvents: whole("events", values.events ?? "500000", 1e9),
      files: whole("files", values.files ?? "4", 64),
    },
    markdown: placed(values.markdown),
    json: placed(values.json),
    differences: placed(values.differences),
    verify: values.verify === true,
    slowRules: profile === "slow-rules",
    small: values.small === true,
  };
}

function placed(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new UsageError(`hunt: --${name}: expected a whole number from 1 to ${most}, got ${text}`);
  return value;
}
