import type { Suite } from "../suite.ts";
import { suite as evtxDirty } from "./evtx-dirty.ts";
import { suite as evtxTwins } from "./evtx-twins.ts";
import { suite as extractionCases } from "./extraction-cases.ts";
import { suite as planEqual } from "./plan-equal.ts";
import { suite as sigmaCases } from "./sigma-cases.ts";
import { suite as sigmaLint } from "./sigma-lint.ts";
import { suite as sigmaLoad } from "./sigma-load.ts";
import { suite as sigmaRegression } from "./sigma-regression.ts";
import { suite as sigmaTaxonomy } from "./sigma-taxonomy.ts";

/** Every suite, in the order of the table. */
export const SUITES: readonly Suite[] = [
  sigmaRegression,
  sigmaCases,
  sigmaTaxonomy,
  sigmaLoad,
  sigmaLint,
  planEqual,
  evtxTwins,
  evtxDirty,
  extractionCases,
];
