import type { Suite } from "../suite.ts";
import { suite as advisoryParity } from "./advisory-parity.ts";
import { suite as attackFlowOrder } from "./attack-flow-order.ts";
import { suite as csafDocuments } from "./csaf-documents.ts";
import { suite as csafTests } from "./csaf-tests.ts";
import { suite as evtxDirty } from "./evtx-dirty.ts";
import { suite as evtxTwins } from "./evtx-twins.ts";
import { suite as extractionCases } from "./extraction-cases.ts";
import { suite as planEqual } from "./plan-equal.ts";
import { suite as sigmaCases } from "./sigma-cases.ts";
import { suite as sigmaLint } from "./sigma-lint.ts";
import { suite as sigmaLoad } from "./sigma-load.ts";
import { suite as sigmaRegression } from "./sigma-regression.ts";
import { suite as sigmaTaxonomy } from "./sigma-taxonomy.ts";
import { suite as stixEquivalence } from "./stix-equivalence.ts";
import { suite as stixParse } from "./stix-parse.ts";
import { suite as stixPatternInspect } from "./stix-pattern-inspect.ts";
import { suite as stixPatternSyntax } from "./stix-pattern-syntax.ts";
import { suite as stixPatterns } from "./stix-patterns.ts";
import { suite as stixRoundTrip } from "./stix-round-trip.ts";
import { suite as stixSpecExamples } from "./stix-spec-examples.ts";
import { suite as stixValidity } from "./stix-validity.ts";

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
  csafDocuments,
  csafTests,
  attackFlowOrder,
  advisoryParity,
  stixPatterns,
  stixPatternSyntax,
  stixPatternInspect,
  stixEquivalence,
  stixValidity,
  stixParse,
  stixSpecExamples,
  stixRoundTrip,
];
