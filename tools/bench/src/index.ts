export type { Contestant, ContestantAnswer, RangePlace } from "./contestants/contestant.ts";
export type { Expected, Tally } from "./expected.ts";
export type { TileFacts } from "./tile/write-tile.ts";
