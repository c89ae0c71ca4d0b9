export { mutate } from "./mutate/mutate.ts";
export type { Random } from "./mutate/random.ts";
export { createRandom } from "./mutate/random.ts";
export { checkLog } from "./oracle/check-log.ts";
export type { Reader } from "./oracle/reader.ts";
export { openSession } from "./oracle/session.ts";
export { findLogs, readSeed } from "./seeds/real.ts";
export { makeLog } from "./seeds/synthetic.ts";
