import type { Suite } from "../suite.ts";
import { suite as evtxDirty } from "./evtx-dirty.ts";

/** Every suite, in the order of the table. */
export const SUITES: readonly Suite[] = [evtxDirty];
