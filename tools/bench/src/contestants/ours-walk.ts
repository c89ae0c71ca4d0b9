import { addTime } from "../expected.ts";
import type { Contestant } from "./contestant.ts";
import { recordsOf } from "./ours-chunks.ts";

/** Event id, channel, provider and time of every record. */
export function createWalk(): Contestant {
  const eventIds = new Map<number | undefined, number>();
  let records = 0;
  let walkUnits = 0;
  let timeSum = 0;
  return {
    readRange(bytes, place) {
      for (const record of recordsOf(bytes, place)) {
        records += 1;
        const { eventId } = record;
        eventIds.set(eventId, (eventIds.get(eventId) ?? 0) + 1);
        walkUnits += (record.channel?.length ?? 0) + (record.provider?.length ?? 0);
        timeSum = addTime(timeSum, record.timeMs);
      }
    },
    answer: () => ({
      records,
      walkUnits,
      timeSum,
      eventIds: Object.fromEntries([...eventIds].map(([id, n]) => [String(id ?? "none"), n])),
    }),
  };
}
