import type { EvtxRecord } from "../record.ts";
import { JsonBytes } from "./bytes.ts";
import type { EvtxJsonOptions } from "./render.ts";
import { ScriptRunner } from "./runner.ts";

/** How records become JSON lines. */
export interface EvtxJsonWriterOptions extends EvtxJsonOptions {
  /** What the buffer holds before it has to grow, bytes. Default 256 KiB. */
  readonly bufferBytes?: number;
}

const NEWLINE = 0x0a;

/**
 * Writes records as JSON lines in UTF-8, without making strings of them: line by line the bytes of
 * `JSON.stringify(record.toJson(options))`.
 *
 * ```ts
 * const writer = new EvtxJsonWriter();
 * for (const record of readEvtx(bytes)) {
 *   writer.write(record);
 *   if (writer.sizeBytes > 128 * 1024) output.write(writer.take());
 * }
 * output.write(writer.take());
 * ```
 */
export class EvtxJsonWriter {
  readonly #options: EvtxJsonOptions;
  readonly #json: JsonBytes;
  readonly #runner: ScriptRunner;

  constructor({ bufferBytes = 256 * 1024, ...options }: EvtxJsonWriterOptions = {}) {
    this.#options = options;
    this.#json = new JsonBytes(bufferBytes);
    this.#runner = new ScriptRunner(this.#json, options.shape ?? "attributes");
  }

  /** What is written and not yet taken, bytes. */
  get sizeBytes(): number {
    return this.#json.at;
  }

  /** What was written since the last call, copied. */
  take(): Uint8Array {
    return this.drain().slice();
  }

  /** {@link take} without a copy: the bytes are overwritten by the next {@link write}. */
  drain(): Uint8Array {
    const written = this.#json.out.subarray(0, this.#json.at);
    this.#json.at = 0;
    return written;
  }

  /** Adds a record and the end of its line. */
  write(record: EvtxRecord): void {
    const json = this.#json;
    const start = json.at;
    if (!this.#runner.write(record)) {
      json.at = start;
      json.text(JSON.stringify(record.toJson(this.#options)));
    }
    json.reserve(1);
    json.byte(NEWLINE);
  }
}
