import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Reader, SHAPES } from "../oracle/reader.ts";

const RUNS = 200;
const MOST_MS = 4000;
const MOST_GROWTH_BYTES = 1024 * 1024;

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Bytes of the heap of this thread that are in use, after a collection. */
export function heapBytes(): number {
  // What one collection frees may have held what the next one can.
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}

/**
 * Reads an input again and again.
 * @returns bytes by which the heap grew between the middle and the end, if that is more than chance
 */
export function heapGrowth(input: Uint8Array, reader: Reader): number | undefined {
  const start = performance.now();
  const runOnce = (): void => {
    const writer = new reader.EvtxJsonWriter({ shape: "separate", bufferBytes: 4096 });
    for (const record of reader.readEvtx(input, { recover: true })) {
      for (const shape of SHAPES) record.toJson({ shape });
      record.fields();
      record.toXml();
      writer.write(record);
      writer.take();
    }
    for (const record of reader.recoverEvtx(input)) record.toJson();
  };
  runOnce();
  const runs = Math.min(RUNS, Math.max(4, MOST_MS / (performance.now() - start)));
  for (let n = 0; n < runs / 2; n++) runOnce();
  const before = heapBytes();
  for (let n = 0; n < runs / 2; n++) runOnce();
  const growth = heapBytes() - before;
  return growth > MOST_GROWTH_BYTES ? growth : undefined;
}
