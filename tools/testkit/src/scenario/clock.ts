import type { Random } from "./random.ts";

/** First moment of the week: Monday, 13 May 2024, UTC. */
const WEEK_START_MS: number = Date.UTC(2024, 4, 13);
const DAYS = 7;
const DAY_MS = 86_400_000;

/** UTC milliseconds of `02:31:07` on a day of the week, 0 for Monday. */
export function at(day: number, clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return WEEK_START_MS + day * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Any moment of the week. */
export function anyTime(random: Random): number {
  return WEEK_START_MS + random.between(0, DAYS * DAY_MS - 1);
}

/** A moment when people work: weekdays from half past six to six, now and then in the evening or on Saturday. */
export function workTime(random: Random): number {
  const late = random.next() < 0.06;
  const day = late ? random.between(0, 5) : random.between(0, 4);
  const minute = late ? random.between(18 * 60, 22 * 60) : random.between(390, 1080);
  return WEEK_START_MS + day * DAY_MS + minute * 60_000 + random.between(0, 59_999);
}
