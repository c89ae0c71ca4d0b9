import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { endianness } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder } from "./folder.ts";
import { unpack } from "./pack.ts";
import type { Packed } from "./pack.ts";
import type { WalkedFile } from "./walk.ts";

/** Compiled rules, kept by the content they were made of. What goes wrong with it only costs time. */
export interface RuleCache<T> {
  /** What was kept of files that nobody has touched since; they are not read for it. */
  ofFiles(files: readonly WalkedFile[]): T | undefined;
  /** What was kept of these contents. */
  ofContent(files: readonly WalkedFile[], key: string): T | undefined;
  /** Keeps what was made. */
  keep(files: readonly WalkedFile[], key: string, packed: Packed): void;
}

/** A file may be written twice within one tick of its clock: younger ones are read again. */
const YOUNG_MS = 2000;
/** The oldest of them are removed. */
const MAX_BUNDLES = 12;
const BUNDLE = /^rules-[0-9a-f]{64}\.pack$/;

/**
 * A cache in a folder, which is made when something is first kept.
 * @param setting what else the result depends on, as text
 * @param check whether what was kept is of the right form
 */
export function createRuleCache<T extends object>(
  folder: string,
  setting: string,
  check: (value: unknown) => value is T,
): RuleCache<T> {
  // Numbers lie in the machine's order.
  const about = `${setting}\0${endianness()}\0${programStamp()}`;
  const bundlePath = (key: string): string => join(folder, `rules-${hash(about, key)}.pack`);
  const indexPath = (files: readonly WalkedFile[]): string =>
    join(folder, `files-${hash(about, stampOf(files))}.json`);

  const readBundle = (path: string): T | undefined => {
    const read = readChecked(path);
    const value = read === undefined ? undefined : unpack(read.json, toCells(read.rest));
    return check(value) ? value : undefined;
  };
  return {
    ofFiles(files) {
      const index = readChecked(indexPath(files))?.json;
      if (typeof index !== "object" || index === null || !("bundle" in index)) return undefined;
      const { bundle } = index;
      if (typeof bundle !== "string" || !BUNDLE.test(bundle)) return undefined;
      return readBundle(join(folder, bundle));
    },
    ofContent(files, key) {
      const value = readBundle(bundlePath(key));
      if (value !== undefined) keepIndex(files, key);
      return value;
    },
    keep(files, key, { head, cells }) {
      try {
        makeFolder(folder, 0o700);
        writeChecked(bundlePath(key), head, cells);
        keepIndex(files, key);
        prune(folder);
      } catch (error) {
        // No place for it, or no right to write there: the next run reads the rules again.
        if (!isSystemError(error)) throw error;
      }
    },
  };

  function keepIndex(files: readonly WalkedFile[], key: string): void {
    const now = Date.now();
    if (files.some(({ changedMs = now }) => now - changedMs < YOUNG_MS)) return;
    try {
      writeChecked(indexPath(files), { bundle: bundlePath(key).slice(folder.length + 1) });
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }
}

/** A hash of texts, in which it is told where one ends. */
export function hash(...texts: readonly string[]): string {
  const sum = createHash("sha256");
  for (const text of texts) sum.update(`${Buffer.byteLength(text)}:`).update(text);
  return sum.digest("hex");
}

/** What changes when a file is written, replaced or renamed. */
function stampOf(files: readonly WalkedFile[]): string {
  return files
    .map(({ file, sizeBytes, changedMs, inode }) => `${file}\0${sizeBytes}\0${changedMs}\0${inode}`)
    .join("\n");
}

/** What changes when the program that made a bundle does. */
function programStamp(): string {
  const require = createRequire(import.meta.url);
  const own = dirname(fileURLToPath(import.meta.url));
  // Packages come with times that say nothing; but then with a version of their own.
  const { version } = JSON.parse(readFileSync(join(own, "../package.json"), "utf8")) as {
    readonly version: string;
  };
  const folders = ["@tocsin/match", "@tocsin/model", "@tocsin/sigma"].map((name) =>
    dirname(require.resolve(name)),
  );
  return [version, ...[own, ...folders].flatMap(stampsIn)].join("\n");
}

function stampsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .toSorted()
    .map((file) => {
      const { size, mtimeMs } = statSync(join(folder, file));
      return `${file} ${size} ${mtimeMs}`;
    });
}

/** Of a SHA-256 in hexadecimal. */
const SUM_LENGTH = 64;
const LINE_FEED = 0x0a;
const MAX_BYTES = 256 * 1024 * 1024;
const NO_CELLS = new Int32Array();

/** Copied, since numbers must lie at a place that their width divides. */
function toCells(bytes: Buffer): Int32Array {
  const cells = new Int32Array(Math.floor(bytes.length / 4));
  new Uint8Array(cells.buffer).set(bytes.subarray(0, 4 * cells.length));
  return cells;
}

function sumOf(...parts: readonly Uint8Array[]): string {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest("hex");
}

/** A file that begins with the hash of what follows: a line of JSON, and bytes. Undefined if there is none, or it is damaged. */
function readChecked(path: string): { readonly json: unknown; readonly rest: Buffer } | undefined {
  try {
    // Larger than any that is kept; Node would not read it either.
    if (statSync(path).size > MAX_BYTES) return undefined;
    const bytes = readFileSync(path);
    const body = bytes.subarray(SUM_LENGTH + 1);
    if (bytes.toString("latin1", 0, SUM_LENGTH) !== sumOf(body)) return undefined;
    const end = body.indexOf(LINE_FEED);
    if (end < 0) return undefined;
    return { json: JSON.parse(body.toString("utf8", 0, end)), rest: body.subarray(end + 1) };
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error)) return undefined;
    throw error;
  }
}

/** Written beside, then put in place: who reads meanwhile has the old one or the new one. */
function writeChecked(path: string, value: unknown, cells: Int32Array = NO_CELLS): void {
  const rest = Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength);
  const json = Buffer.from(`${JSON.stringify(value)}\n`);
  const part = `${path}.${randomBytes(6).toString("hex")}.part`;
  try {
    const file = openSync(part, "wx", 0o600);
    try {
      for (const bytes of [Buffer.from(`${sumOf(json, rest)}\n`), json, rest])
        writeFileSync(file, bytes);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function prune(folder: string): void {
  const kept = readdirSync(folder)
    .filter((name) =>
      /^(?:rules|files)-[0-9a-f]{64}\.(?:json|pack)(?:\.[0-9a-f]{12}\.part)?$/.test(name),
    )
    .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .toSorted((a, b) => b.at - a.at);
  for (const kind of ["rules", "files"])
    for (const { name } of kept.filter((one) => one.name.startsWith(kind)).slice(MAX_BUNDLES))
      rmSync(join(folder, name), { force: true });
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}
