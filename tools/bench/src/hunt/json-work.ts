import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { World } from "../command.ts";
import { jsonFolder } from "../corpora.ts";
import { KEYS } from "./work.ts";
import type { HuntInput, WorkWishes } from "./work.ts";

/** Lines that follow one another in one file before the next file gets some: so the files are alike. */
const BLOCK_LINES = 500;
/** Of so many events one goes into the small input. */
const SMALL_EVERY = 10;
const NEWLINE = 0x0a;
/** Room for what the small input adds. */
const SMALL_PART = 0.15;

/** JSON lines of a race, not yet written. */
export interface JsonPlan {
  readonly bytes: number;
  write(folder: string): { readonly full: HuntInput; readonly small: HuntInput };
}

/** The JSON logs of the corpora over and over, dealt out to some files; and every tenth event of them. */
export function planJsonWork(wishes: WorkWishes, world: World): JsonPlan {
  const from = jsonFolder(world.corpora);
  const logs = readdirSync(from)
    .filter((name) => name.endsWith(".jsonl.gz"))
    .toSorted()
    .map((name) => join(from, name));
  let events = 0;
  let roundBytes = 0;
  for (const log of logs)
    for (const line of linesOf(log)) {
      events += 1;
      roundBytes += line.length + 1;
    }
  if (events === 0) throw new RangeError(`${from} has no events`);
  const rounds = Math.max(1, Math.ceil(wishes.jsonEvents / events));
  world.printError(`JSON lines: ${logs.length} logs, ${events} events a round\n`);
  return {
    bytes: Math.ceil((rounds + SMALL_PART) * roundBytes),
    write(folder) {
      mkdirSync(join(folder, "json"), { recursive: true });
      mkdirSync(join(folder, "small"), { recursive: true });
      const files = Array.from({ length: wishes.files }, (_, n) =>
        join("json", `events-${String(n + 1).padStart(2, "0")}.jsonl`),
      );
      let bytes = 0;
      const targets = files.map((path) => createLineFile(join(folder, path)));
      for (let round = 0; round < rounds; round++) {
        world.signal.throwIfAborted();
        let n = 0;
        for (const log of logs)
          for (const line of linesOf(log))
            targets[Math.floor(n++ / BLOCK_LINES) % targets.length]?.add(line);
      }
      for (const target of targets) bytes += target.close();
      return {
        full: {
          name: "JSON lines",
          kind: "json",
          files,
          records: events * rounds,
          bytes,
          rounds: undefined,
        },
        small: writeSmall(folder, logs),
      };
    },
  };
}

function writeSmall(folder: string, logs: readonly string[]): HuntInput {
  const path = join("small", "events.jsonl");
  const target = createLineFile(join(folder, path));
  let n = 0;
  let records = 0;
  for (const log of logs)
    for (const line of linesOf(log)) {
      if (n++ % SMALL_EVERY !== 0) continue;
      records += 1;
      const text = new TextDecoder().decode(line).trimStart();
      target.add(new TextEncoder().encode(`{"${KEYS.json}":"event ${records}",${text.slice(1)}`));
    }
  return {
    name: "JSON lines, every tenth",
    kind: "json",
    files: [path],
    records,
    bytes: target.close(),
    rounds: 1,
  };
}

/** The lines of a compressed log that are not empty, without their ends. */
function* linesOf(path: string): Generator<Uint8Array> {
  const bytes = gunzipSync(readFileSync(path));
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(NEWLINE, at);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(at, bytes[end - 1] === 0x0d ? end - 1 : end);
    if (line.length > 0) yield line;
    at = end + 1;
  }
}

const FLUSH_BYTES = 4 * 2 ** 20;

/** Writes lines in large pieces. */
function createLineFile(path: string): { add: (line: Uint8Array) => void; close: () => number } {
  const file = openSync(path, "w");
  let waiting: Uint8Array[] = [];
  let size = 0;
  let written = 0;
  const newline = Uint8Array.of(NEWLINE);
  const flush = (): void => {
    const bytes = Buffer.concat(waiting);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    written += bytes.length;
    waiting = [];
    size = 0;
  };
  return {
    add(line) {
      waiting.push(line, newline);
      size += line.length + 1;
      if (size > FLUSH_BYTES) flush();
    },
    close() {
      flush();
      closeSync(file);
      return written;
    },
  };
}
