/** The metrics of a CVSS vector by their short names; undefined where the text is none. */
export function parseVector(text: string): ReadonlyMap<string, string> | undefined {
  if (text.length > 300) return undefined;
  const metrics = new Map<string, string>();
  for (const part of text.replace(/^\(|\)$/g, "").split("/")) {
    const at = part.indexOf(":");
    if (at < 1) return undefined;
    metrics.set(part.slice(0, at), part.slice(at + 1));
  }
  return metrics;
}

type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;

const V2: Weights = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: { N: 0, P: 0.275, C: 0.66 },
  I: { N: 0, P: 0.275, C: 0.66 },
  A: { N: 0, P: 0.275, C: 0.66 },
};
const V3: Weights = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  "PR changed": { N: 0.85, L: 0.68, H: 0.5 },
  UI: { N: 0.85, R: 0.62 },
  C: { N: 0, L: 0.22, H: 0.56 },
  I: { N: 0, L: 0.22, H: 0.56 },
  A: { N: 0, L: 0.22, H: 0.56 },
};

/**
 * The base score a vector comes to, 0–10 with one decimal, for CVSS 2.0, 3.0 and 3.1. Undefined for a vector that
 * lacks a base metric and for CVSS 4.0, whose scores are looked up in a table.
 * @see CVSS v2.0 guide 3.2.1, CVSS v3.1 specification 7.1
 */
export function baseScore(version: string, vector: string): number | undefined {
  const metrics = parseVector(vector);
  if (metrics === undefined) return undefined;
  if (version === "2.0") return scoreV2(metrics);
  return version === "3.0" || version === "3.1" ? scoreV3(metrics, version) : undefined;
}

/** The words of CVSS 3 for a score (specification 5). */
export function severityOf(score: number): string {
  if (score === 0) return "NONE";
  if (score < 4) return "LOW";
  if (score < 7) return "MEDIUM";
  return score < 9 ? "HIGH" : "CRITICAL";
}

function weigh(
  table: Weights,
  metrics: ReadonlyMap<string, string>,
  names: readonly string[],
): number[] | undefined {
  const weights = names.map((name): unknown => {
    const value = metrics.get(name.split(" ")[0] ?? "") ?? "";
    return table[name]?.[value];
  });
  // A value such as "constructor" finds something that is no weight.
  return weights.every((weight) => typeof weight === "number") ? weights : undefined;
}

function scoreV2(metrics: ReadonlyMap<string, string>): number | undefined {
  const weights = weigh(V2, metrics, ["AV", "AC", "Au", "C", "I", "A"]);
  if (weights === undefined) return undefined;
  const [av = 0, ac = 0, au = 0, c = 0, i = 0, a = 0] = weights;
  const impact = 10.41 * (1 - (1 - c) * (1 - i) * (1 - a));
  const exploitability = 20 * av * ac * au;
  const score = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176);
  return Math.round(score * 10) / 10;
}

function scoreV3(metrics: ReadonlyMap<string, string>, version: string): number | undefined {
  const isChanged = metrics.get("S") === "C";
  const rights = isChanged ? "PR changed" : "PR";
  const weights = weigh(V3, metrics, ["AV", "AC", rights, "UI", "C", "I", "A"]);
  if (weights === undefined || !metrics.has("S")) return undefined;
  const [av = 0, ac = 0, pr = 0, ui = 0, c = 0, i = 0, a = 0] = weights;
  const base = 1 - (1 - c) * (1 - i) * (1 - a);
  const impact = isChanged ? 7.52 * (base - 0.029) - 3.25 * Math.pow(base - 0.02, 15) : 6.42 * base;
  if (impact <= 0) return 0;
  const sum = impact + 8.22 * av * ac * pr * ui;
  return roundUp(Math.min(isChanged ? 1.08 * sum : sum, 10), version);
}

/** 3.1 rounds whole numbers, so that binary fractions do not lift a score (specification, appendix A). */
function roundUp(score: number, version: string): number {
  if (version === "3.0") return Math.ceil(score * 10) / 10;
  const whole = Math.round(score * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
