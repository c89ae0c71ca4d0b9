import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HuntError } from "./error.ts";

/** Numbers of 32 bits in a row that grows. What a budget has no room for lies in a file, which nobody else can open. */
export interface Tape {
  readonly length: number;
  /** Whether a part of it lies in a file. */
  readonly isSpilled: boolean;
  /** @throws {HuntError} `HUNT_TEMPORARY` */
  push(word: number): void;
  /**
   * 0 beyond its end.
   * @throws {HuntError} `HUNT_TEMPORARY`
   */
  at(this: void, index: number): number;
  /** Takes all numbers away; keeps its memory for the next ones. */
  clear(): void;
  /** Frees memory and file. */
  close(): void;
}

const PAGE_BITS = 12;
const PAGE_WORDS = 1 << PAGE_BITS;
const PAGE_BYTES = 4 * PAGE_WORDS;

interface Page {
  readonly number: number;
  /** Undefined while it is in the file only. */
  words: Uint32Array | undefined;
  isWritten: boolean;
  /** Looked at since the last time a page was sought that can go. */
  isUsed: boolean;
}

/** @param budgetBytes of memory; default without bound */
export function createTape(budgetBytes: number = Infinity): Tape {
  const maxPages = Math.max(2, Math.floor(budgetBytes / PAGE_BYTES));
  const pages: Page[] = [];
  const spare: Uint32Array[] = [];
  /** Full pages that are in memory. Those that are used get a second chance. */
  const resident: Page[] = [];
  let file: SpillFile | undefined;
  let length = 0;
  let last: Uint32Array = new Uint32Array(0);
  let hand = 0;

  /** Memory of the page that has not been used for longest, about. */
  const evict = (): Uint32Array => {
    for (;;) {
      if (hand >= resident.length) hand = 0;
      const page = resident[hand] as Page;
      if (page.isUsed) {
        page.isUsed = false;
        hand++;
        continue;
      }
      const words = page.words as Uint32Array;
      if (!page.isWritten) {
        file ??= createSpillFile();
        file.write(words, page.number * PAGE_BYTES);
        page.isWritten = true;
      }
      page.words = undefined;
      const moved = resident.pop() as Page;
      if (moved !== page) resident[hand] = moved;
      return words;
    }
  };
  const takeWords = (): Uint32Array =>
    resident.length + 1 >= maxPages ? evict() : (spare.pop() ?? new Uint32Array(PAGE_WORDS));

  const load = (page: Page): Uint32Array => {
    const words = takeWords();
    file?.read(words, page.number * PAGE_BYTES);
    page.words = words;
    resident.push(page);
    return words;
  };

  const clear = (): void => {
    for (const { words } of pages) if (words !== undefined) spare.push(words);
    pages.length = 0;
    resident.length = 0;
    length = 0;
  };

  return {
    get length() {
      return length;
    },
    get isSpilled() {
      return file !== undefined;
    },
    push(word) {
      const at = length & (PAGE_WORDS - 1);
      if (at === 0) {
        const full = pages.at(-1);
        if (full !== undefined) resident.push(full);
        last = takeWords();
        pages.push({ number: pages.length, words: last, isWritten: false, isUsed: true });
      }
      last[at] = word;
      length++;
    },
    at(index) {
      if (index >= length) return 0;
      const page = pages[index >>> PAGE_BITS] as Page;
      page.isUsed = true;
      return (page.words ?? load(page))[index & (PAGE_WORDS - 1)] as number;
    },
    clear,
    close() {
      clear();
      spare.length = 0;
      file?.close();
      file = undefined;
    },
  };
}

interface SpillFile {
  write(words: Uint32Array, offset: number): void;
  read(words: Uint32Array, offset: number): void;
  close(): void;
}

/** A file that is gone with the process: where the system lets an open file go, it has no name from the beginning. */
function createSpillFile(): SpillFile {
  const folder = guard(() => mkdtempSync(join(tmpdir(), "tocsin-")));
  const remove = (): void => guard(() => rmSync(folder, { recursive: true, force: true }));
  // Windows keeps the name of an open file.
  const isNamed = process.platform === "win32";
  let descriptor: number | undefined;
  try {
    descriptor = guard(() => openSync(join(folder, "feeds"), "wx+", 0o600));
  } finally {
    if (!isNamed || descriptor === undefined) remove();
  }
  const move = (
    by: (bytes: Uint8Array, done: number) => number,
    { buffer, byteOffset, byteLength }: Uint32Array,
  ): void => {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (let done = 0; done < byteLength;) {
      const moved = guard(() => by(bytes, done));
      if (moved === 0) throw temporary("it is shorter than what was written to it");
      done += moved;
    }
  };
  return {
    write(words, offset) {
      move(
        (bytes, done) => writeSync(descriptor, bytes, done, bytes.length - done, offset + done),
        words,
      );
    },
    read(words, offset) {
      move(
        (bytes, done) => readSync(descriptor, bytes, done, bytes.length - done, offset + done),
        words,
      );
    },
    close() {
      closeSync(descriptor);
      if (isNamed) remove();
    },
  };
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw temporary(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function temporary(what: string, cause?: unknown): HuntError {
  return new HuntError("HUNT_TEMPORARY", `a temporary file in ${tmpdir()}: ${what}`, { cause });
}
