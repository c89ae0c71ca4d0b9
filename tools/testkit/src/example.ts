import { expectedFindings } from "./scenario/expected.ts";
import type { Scenario } from "./scenario/play.ts";
import { simulate } from "./scenario/simulate.ts";
import { makeSyntheticBundle } from "./stix/synthetic.ts";
import { makeWarningBundle, WARNING_FILE } from "./stix/warning.ts";

/**
 * Everything of examples/andariel that is generated: path within that folder → bytes. The rules, README.md
 * and try.json are written by hand.
 */
export function makeExample(scenario: Scenario): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  files.set(WARNING_FILE, toJson(makeWarningBundle()));
  files.set("synthetic-indicators.stix.json", toJson(makeSyntheticBundle()));
  const about =
    "SYNTHETIC: what a run over this example must find; from the simulator's own story. Nothing else may be found. A finding without host lies in a log that names no computer. Counts are records, over all findings of one detection on one host.";
  files.set("expected.json", toJson({ about, findings: expectedFindings(scenario) }));
  for (const [path, bytes] of simulate(scenario)) files.set(`evidence/${path}`, bytes);
  return files;
}

function toJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`);
}
