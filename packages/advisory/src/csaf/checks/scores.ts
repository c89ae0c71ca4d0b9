import { textOf } from "../../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../../misp/misp-json.ts";
import type { CsafView } from "../csaf-view.ts";
import { productsOf } from "../product-status.ts";
import { scoresOf } from "../scores.ts";
import { quote, repeated } from "./check.ts";
import type { CsafCheck, CsafProblem } from "./check.ts";
import { baseScore, parseVector, severityOf } from "./cvss.ts";

/** Properties of the CVSS schemas by the metric of the vector they repeat. */
const METRICS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cvss_v2: {
    accessVector: "AV",
    accessComplexity: "AC",
    authentication: "Au",
    confidentialityImpact: "C",
    integrityImpact: "I",
    availabilityImpact: "A",
    exploitability: "E",
  },
  cvss_v3: {
    attackVector: "AV",
    attackComplexity: "AC",
    privilegesRequired: "PR",
    userInteraction: "UI",
    scope: "S",
    confidentialityImpact: "C",
    integrityImpact: "I",
    availabilityImpact: "A",
    exploitCodeMaturity: "E",
    remediationLevel: "RL",
    reportConfidence: "RC",
  },
  cvss_v4: {
    attackVector: "AV",
    attackComplexity: "AC",
    attackRequirements: "AT",
    privilegesRequired: "PR",
    userInteraction: "UI",
    vulnConfidentialityImpact: "VC",
    vulnIntegrityImpact: "VI",
    vulnAvailabilityImpact: "VA",
    subConfidentialityImpact: "SC",
    subIntegrityImpact: "SI",
    subAvailabilityImpact: "SA",
    exploitMaturity: "E",
  },
};

interface Scored {
  readonly key: string;
  readonly score: JsonObject;
  readonly item: JsonObject;
  readonly at: string;
}

function* scored({ vulnerabilities }: CsafView): Generator<Scored & { readonly of: number }> {
  for (const [i, one] of vulnerabilities.entries())
    for (const score of scoresOf(one))
      yield { ...score, at: `/vulnerabilities/${i}${score.at}`, of: i };
}

/** A product may have one vector a version; from CSAF 2.1 on one a version and source. */
function* scoredTwice(view: CsafView): Generator<CsafProblem> {
  const groups = new Map<string, Scored[]>();
  for (const one of scored(view)) {
    const source = textOf(one.item, "source") ?? "";
    const key = [one.of, textOf(one.score, "version") ?? one.key, source].join("\n");
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const named = group.flatMap(({ item, at }) =>
      [...productsOf(item, view.products)].map((id) => ({ id, at })),
    );
    for (const { item, key } of repeated(named, ({ id }) => id))
      yield {
        at: item.at,
        message: `expected one score a version, got two for ${quote(key)}`,
      };
  }
}

function* wrongScores(view: CsafView): Generator<CsafProblem> {
  for (const { score, at } of scored(view)) {
    const version = textOf(score, "version") ?? "";
    const computed = baseScore(version, textOf(score, "vectorString") ?? "");
    const stated = score["baseScore"];
    if (computed === undefined || typeof stated !== "number") continue;
    if (stated !== computed)
      yield { at, message: `expected the base score ${computed} of the vector, got ${stated}` };
    const severity = textOf(score, "baseSeverity");
    if (version !== "2.0" && severity !== undefined && severity !== severityOf(computed))
      yield {
        at,
        message: `expected the severity ${severityOf(computed)}, got ${quote(severity)}`,
      };
  }
}

/** Short forms a vector may have for a word of the schema: `PROOF_OF_CONCEPT` is `P` or `POC`. */
function shortForms(word: string): string[] {
  if (word === "NOT_DEFINED") return ["X", "ND"];
  const initials = word.split("_").map((part) => part.slice(0, 1));
  return [initials[0] ?? "", initials.join("")];
}

function* contradictions(view: CsafView): Generator<CsafProblem> {
  for (const { key, score, at } of scored(view)) {
    const metrics = parseVector(textOf(score, "vectorString") ?? "");
    if (metrics === undefined) continue;
    for (const [property, metric] of Object.entries(METRICS[key] ?? {})) {
      const word = textOf(score, property);
      const stated = metrics.get(metric);
      if (word === undefined || stated === undefined) continue;
      if (!shortForms(word).includes(stated))
        yield {
          at: `${at}/${property}`,
          message: `expected the value of the vector, ${metric}:${quote(stated)}, got ${quote(word)}`,
        };
    }
  }
}

/** Tests on scores. CVSS 4.0 is not computed: its scores are looked up in a table. */
export const SCORE_CHECKS: readonly CsafCheck[] = [
  { id: "6.1.7", run: scoredTwice },
  { id: "6.1.9", run: wrongScores },
  { id: "6.1.10", run: contradictions },
];
