import type { Contestant } from "./contestant.ts";
import { recordsOf } from "./ours-chunks.ts";

const FLUSH_UNITS = 256 * 1024;

/** Every record as one line of JSON. */
export function createJsonLines(): Contestant {
  let records = 0;
  return {
    readRange(bytes, place, write) {
      let text = "";
      for (const record of recordsOf(bytes, place)) {
        records += 1;
        text += `${JSON.stringify(record.toJson())}\n`;
        if (text.length < FLUSH_UNITS) continue;
        write(new TextEncoder().encode(text));
        text = "";
      }
      if (text !== "") write(new TextEncoder().encode(text));
    },
    answer: () => ({ records }),
  };
}
