import { formatPlace } from "@tocsin/model";
import type { Diagnostic } from "@tocsin/model";
import { sanitizeText } from "@tocsin/report";
import type { Io } from "../io.ts";

const MAX_SHOWN = 20;

/** Says on stderr what went wrong, the first twenty by name; notes are no trouble. `end` gives the number. */
export function tellTrouble(io: Io): {
  readonly add: (diagnostic: Diagnostic) => void;
  readonly end: () => number;
} {
  let told = 0;
  return {
    add({ severity, message, place, remedy }) {
      if (severity === "note" || ++told > MAX_SHOWN) return;
      const where = place === undefined ? "" : `${formatPlace(place)}: `;
      const advice = remedy === undefined ? "" : `. ${remedy}`;
      io.err(`${sanitizeText(`tocsin: ${where}${message}${advice}`)}\n`);
    },
    end() {
      if (told > MAX_SHOWN) io.err(`tocsin: ${told - MAX_SHOWN} more of these are not shown\n`);
      return told;
    },
  };
}
