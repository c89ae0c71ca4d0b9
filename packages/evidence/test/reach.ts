import type { EvidenceRecord, RecordMapping } from "@tocsin/model";
import { scopeTakes } from "@tocsin/model";
import { evaluate } from "../../match/src/index.ts";
import { loadSigma } from "../../sigma/src/index.ts";
import type { TextFormat } from "../src/index.ts";
import { read } from "./reading.ts";

/**
 * The records of evidence that a rule matches, by its logsource (`product/category/service`) and the lines of
 * its selection.
 */
export function reached(
  logsource: string,
  selection: string,
  evidence: string,
  format: TextFormat = "text",
  mapping?: RecordMapping,
): EvidenceRecord[] {
  const [product, category, service] = logsource.split("/");
  const text = [
    "title: A rule",
    "logsource:",
    ...(product ? [`    product: ${product}`] : []),
    ...(category ? [`    category: ${category}`] : []),
    ...(service ? [`    service: ${service}`] : []),
    "detection:",
    "    sel:",
    selection.replaceAll(/^/gm, "        "),
    "    condition: sel",
  ].join("\n");
  const { detections, diagnostics } = loadSigma([{ file: "rule.yml", text }]);
  const [detection] = detections;
  if (detection === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
  const { records } = read(evidence, format, mapping === undefined ? {} : { mapping });
  return records.filter((record) =>
    detection.variants.some(
      ({ scope, predicate }) => scopeTakes(scope, record.source) && evaluate(predicate, record),
    ),
  );
}
