import { findAggregation } from "./aggregation.ts";
import type { LoadContext } from "./context.ts";
import { readLogsource, toMap } from "./head.ts";
import { readConditions, readParts } from "./parts.ts";
import { readHead, toRule } from "./rule.ts";
import type { RuleDocument } from "./rule.ts";
import { translateAggregation } from "./translate-aggregation.ts";
import type { YamlDocument } from "./yaml.ts";

/** Reads a detection rule. @throws {Refusal} */
export function readRule(document: YamlDocument, context: LoadContext): RuleDocument {
  const map = toMap(document.value, [], "rule");
  const head = readHead(document);
  const logsource = readLogsource(map);
  const detection = toMap(map["detection"], ["detection"], "detection");
  const parts = readParts(detection, "detection", context);
  const aggregation = findAggregation(parts, detection["timeframe"]);
  if (aggregation !== undefined) return translateAggregation(head, logsource, parts, aggregation);
  const rule = toRule(head, logsource, readConditions(parts));
  return { rules: [rule], name: head.name };
}
