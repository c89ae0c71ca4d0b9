import type { Suite } from "../suite.ts";
import { suite as evtxDirty } from "./evtx-dirty.ts";
import { suite as evtxTwins } from "./evtx-twins.ts";

/** Every suite, in the order of the table. */
export const SUITES: readonly Suite[] = [evtxTwins, evtxDirty];
