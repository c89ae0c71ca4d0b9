import type { HostKey } from "./company.ts";
import { BAD } from "./indicators.ts";
import type { Journal } from "./journal.ts";
import type { Machine } from "./machine.ts";
import type { Random } from "./random.ts";

/** Programs that the story uses again and again. */
export const CMD = "C:\\Windows\\System32\\cmd.exe";
/** The invented client of the intrusion. */
export const CLIENT: string = `C:\\ProgramData\\TideMark\\${BAD.clientName}`;
/** Its working folder. */
export const CACHE: string = BAD.cacheFolder;

/** Everything the story writes with. */
export interface Stage {
  readonly journal: Journal;
  readonly machines: Readonly<Record<HostKey, Machine>>;
  readonly random: Random;
}
