import { INDICATORS } from "../scenario/indicators.ts";
import { DAY, makeBundle, makeObject, type StixBundle } from "./object.ts";

/** Title of the second bundle: nobody may take it for the warning's. */
const SYNTHETIC_TITLE = "SYNTHETIC: invented indicators for this example, not from any warning";

/** The invented indicators of the example as a STIX 2.1 bundle of their own. */
export function makeSyntheticBundle(): StixBundle {
  const indicators = INDICATORS.map(({ key, name, role, pattern }) =>
    makeObject("indicator", `synthetic ${key}`, {
      name,
      description: `SYNTHETIC: invented for this example (${role}); addresses of RFC 5737, domains of RFC 2606.`,
      indicator_types: ["malicious-activity"],
      labels: ["synthetic"],
      pattern,
      pattern_type: "stix",
      pattern_version: "2.1",
      valid_from: "2024-05-01T00:00:00.000Z",
    }),
  );
  const report = makeObject("report", "synthetic", {
    name: SYNTHETIC_TITLE,
    description:
      "SYNTHETIC: these values are found in the example's own evidence and nowhere else. They say nothing about any real actor.",
    report_types: ["indicator"],
    labels: ["synthetic"],
    published: DAY,
    object_refs: indicators.map(({ id }) => id),
  });
  return makeBundle("synthetic", [report, ...indicators]);
}
