import { addTime } from "../expected.ts";
import type { Contestant } from "./contestant.ts";
import { chunksOf } from "./ours-chunks.ts";

/** Event ids have 16 bits; behind them stands what has none. */
const MOST_IDS = 0x1_0000;

/** Event id, channel, provider and time of every record. */
export function createWalk(checksums: boolean = true): Contestant {
  const eventIds = new Uint32Array(MOST_IDS + 1);
  let records = 0;
  let walkUnits = 0;
  let timeSum = 0;
  return {
    readRange(bytes, place) {
      for (const chunk of chunksOf(bytes, { ...place, checksums: checksums && place.checksums }))
        for (const record of chunk) {
          records += 1;
          const id = record.eventId ?? MOST_IDS;
          eventIds[id] = (eventIds[id] as number) + 1;
          walkUnits += (record.channel?.length ?? 0) + (record.provider?.length ?? 0);
          timeSum = addTime(timeSum, record.timeMs);
        }
    },
    answer: () => ({
      records,
      walkUnits,
      timeSum,
      eventIds: Object.fromEntries(
        [...eventIds.entries()]
          .filter(([, count]) => count > 0)
          .map(([id, count]) => [id === MOST_IDS ? "none" : String(id), count]),
      ),
    }),
  };
}
