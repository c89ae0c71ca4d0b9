import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { CHUNK_BYTES, HEADER_BLOCK_BYTES, readFileHeader } from "@tocsin/evtx";
import type { EvtxFileHeader } from "@tocsin/evtx";
import type { RangePlace } from "./contestant.ts";

/** What a thread reads at a time. */
const UNIT_BYTES = 8 * CHUNK_BYTES;

/** A range of a file. Plain data, so that it can be handed to a worker. */
export interface Unit extends RangePlace {
  readonly path: string;
  readonly sizeBytes: number;
}

/** The ranges of files, in order; chunks begin on the grid of 64 KiB behind the header block. */
export function unitsOf(paths: readonly string[]): Unit[] {
  return paths.flatMap((path) => {
    const { size, header } = lookInto(path);
    const place = {
      path,
      dirty: header?.dirty ?? true,
      checksums: header?.noChecksums !== true,
    };
    const units: Unit[] = [];
    for (let at = HEADER_BLOCK_BYTES; at < size; at += UNIT_BYTES)
      units.push({ ...place, offsetBytes: at, sizeBytes: Math.min(UNIT_BYTES, size - at) });
    return units;
  });
}

function lookInto(path: string): {
  readonly size: number;
  readonly header: EvtxFileHeader | undefined;
} {
  const file = openSync(path, "r");
  try {
    const head = new Uint8Array(128);
    readSync(file, head, 0, head.length, 0);
    return { size: fstatSync(file).size, header: readFileHeader(head) };
  } finally {
    closeSync(file);
  }
}

/** Reads units into one buffer; the file of the last one stays open for the next. */
export class UnitReader {
  readonly #buffer = new Uint8Array(UNIT_BYTES);
  #path: string | undefined;
  #file = -1;

  /** The bytes of a unit; valid until the next call. */
  read(unit: Unit): Uint8Array {
    if (unit.path !== this.#path) {
      this.close();
      this.#file = openSync(unit.path, "r");
      this.#path = unit.path;
    }
    const bytes = this.#buffer.subarray(0, unit.sizeBytes);
    let have = 0;
    while (have < bytes.length) {
      const got = readSync(this.#file, bytes, have, bytes.length - have, unit.offsetBytes + have);
      if (got === 0) throw new Error(`${unit.path} became shorter while it was read`);
      have += got;
    }
    return bytes;
  }

  close(): void {
    if (this.#path !== undefined) closeSync(this.#file);
    this.#path = undefined;
  }
}
