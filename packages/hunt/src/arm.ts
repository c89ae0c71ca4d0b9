import { bears, makeId } from "@tocsin/model";
import type {
  Campaign,
  Citation,
  Correlation,
  Detection,
  Diagnostic,
  Indicator,
  Level,
  Observable,
  ObservableType,
  Predicate,
  Strength,
} from "@tocsin/model";
import { loadSigma } from "@tocsin/sigma";
import { parsePattern, patternToVariants, scopesForObservable, StixError } from "@tocsin/stix";

/** What a warning gives to hunt with. */
export interface Arms {
  readonly detections: readonly Detection[];
  readonly correlations: readonly Correlation[];
  readonly silent: ReadonlySet<string>;
  /** Patterns that cannot be run, each with its reason. */
  readonly refused: readonly Diagnostic[];
}

/** Observables that records of innocent systems bear too. */
const WEAK: ReadonlySet<ObservableType> = new Set([
  "cidr",
  "filename",
  "filepath",
  "registry-key",
  "mutex",
  "user-agent",
  "named-pipe",
  "pdb-path",
  "asn",
  "service-name",
  "scheduled-task",
  "email-subject",
  "http-uri",
  "ja3",
  "ja3s",
  "ja4",
  "jarm",
]);

/**
 * Turns the indicators and rules of a campaign into detections: observables as they are, STIX patterns and Sigma
 * rules as predicates. The same value named twice is one detection with both citations.
 */
export function armCampaign(campaign: Campaign): Arms {
  const byId = new Map<string, Detection>();
  const refused: Diagnostic[] = [];
  const correlations: Correlation[] = [];
  const silent = new Set<string>();
  const add = (detection: Detection): void => {
    const known = byId.get(detection.id);
    const citations = known === undefined ? detection.citations : joinCitations(known, detection);
    byId.set(detection.id, { ...(known ?? detection), citations });
  };
  const addSigma = (text: string, citations: readonly Citation[]): void => {
    const set = loadSigma([{ file: citations[0]?.document ?? campaign.title, text }]);
    for (const detection of set.detections) add({ ...detection, citations });
    for (const one of set.correlations) correlations.push(one);
    for (const id of set.silent) silent.add(id);
    for (const one of set.diagnostics) if (one.severity !== "note") refused.push(one);
  };
  for (const indicator of campaign.indicators) {
    const { observable, pattern } = indicator;
    if (observable !== undefined) add(fromObservable(indicator, observable));
    else if (pattern?.language === "stix") {
      const made = fromStixPattern(indicator, pattern.text, pattern.version);
      if ("variants" in made) add(made);
      else refused.push(made);
    } else if (pattern?.language === "sigma") addSigma(pattern.text, indicator.citations);
    else
      refused.push(
        notRun(
          indicator,
          `patterns in ${pattern?.language ?? "no language"} are not run by this version`,
        ),
      );
  }
  for (const { language, name, text, citations } of campaign.rules)
    if (language === "sigma") addSigma(text, citations);
    else refused.push(notRun({ name, citations }, `${language} rules are not run by this version`));
  return { detections: [...byId.values()], correlations, silent, refused };
}

function joinCitations(a: Detection, b: Detection): Citation[] {
  const all = [...a.citations, ...b.citations].map((one) => [JSON.stringify(one), one] as const);
  return [...new Map(all).values()];
}

function fromObservable(indicator: Indicator, observable: Observable): Detection {
  const { type, value } = observable;
  const strength: Strength = WEAK.has(type) ? "weak" : "strong";
  const predicate = bears(observable);
  return {
    id: makeId("indicator", type, value),
    title: `${type} ${value}${aboutOf(indicator)}`,
    variants: scopesForObservable(type).map((scope) => ({ scope, predicate })),
    observable,
    ...shared(indicator, "indicator", strength),
  };
}

function fromStixPattern(
  indicator: Indicator,
  text: string,
  version: string | undefined,
): Detection | Diagnostic {
  try {
    const pattern = parsePattern(text, version === "2.0" ? { version } : {});
    const reading = patternToVariants(pattern);
    if ("refused" in reading) return notRun(indicator, reading.refused);
    const isStrong = reading.variants.every(({ predicate }) => strongly(predicate));
    return {
      id: makeId("stix-pattern", text),
      title: indicator.name ?? `pattern ${text.slice(0, 120)}`,
      variants: reading.variants,
      ...shared(indicator, "stix-pattern", isStrong ? "strong" : "behaviour"),
    };
  } catch (error) {
    if (!(error instanceof StixError)) throw error;
    return notRun(indicator, error.message);
  }
}

/** Whether a match of the predicate means that a strong observable was met. */
function strongly(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case "and":
      return predicate.of.some(strongly);
    case "or":
      return predicate.of.length > 0 && predicate.of.every(strongly);
    case "observable":
      return !WEAK.has(predicate.observable.type);
    default:
      return false;
  }
}

function shared(
  { description, citations }: Indicator,
  kind: Detection["kind"],
  strength: Strength,
): Pick<
  Detection,
  | "kind"
  | "description"
  | "level"
  | "strength"
  | "techniques"
  | "vulnerabilities"
  | "falsePositives"
  | "citations"
> {
  const level: Level = strength === "strong" ? "critical" : strength === "weak" ? "medium" : "high";
  return {
    kind,
    ...(description !== undefined && { description }),
    level,
    strength,
    techniques: [],
    vulnerabilities: [],
    falsePositives: [],
    citations,
  };
}

/** What the warning ties the value to: `(MagicRAT, command and control)`. */
function aboutOf({ malware, role }: Indicator): string {
  const about = [...malware, ...(role === undefined ? [] : [role.replaceAll("-", " ")])];
  return about.length === 0 ? "" : ` (${about.slice(0, 3).join(", ")})`;
}

function notRun(indicator: Pick<Indicator, "name" | "citations">, reason: string): Diagnostic {
  const [citation] = indicator.citations;
  const name = indicator.name ?? citation?.object ?? "a pattern";
  return {
    severity: "warning",
    code: "HUNT_PATTERN",
    message: `"${name}" is not hunted: ${reason}`,
    ...(citation !== undefined && {
      place: {
        file: citation.document,
        ...(citation.line !== undefined && { line: citation.line }),
      },
    }),
    remedy: "Hunt it with a tool of its language",
  };
}
