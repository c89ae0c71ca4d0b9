import { makeId } from "@tocsin/model";
import type {
  ContextValue,
  Indicator,
  IndicatorPattern,
  Observable,
  Software,
} from "@tocsin/model";
import { StixError } from "./error.ts";
import { getExtension, getPart } from "./extension.ts";
import type { PatternNode } from "./pattern-node.ts";
import { parsePattern } from "./pattern-parse.ts";
import { patternObservables, patternToVariants } from "./pattern-variants.ts";
import { foldName } from "./read-actors.ts";
import type { Bundle } from "./read-bundle.ts";
import { readIndicated } from "./read-indicated.ts";
import type { Indicated } from "./read-indicated.ts";
import { readOwnCommon, readOwnObservable, readOwnPattern } from "./read-own-indicators.ts";
import { isCalledBenign, readRole } from "./read-role.ts";
import { readSimple } from "./read-simple.ts";
import { getInteger, getList, getText, getTexts, getTime } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

const LANGUAGES: ReadonlySet<string> = new Set(["sigma", "yara", "snort", "suricata", "pcre"]);

/** Blanks beyond single ones that a text may have and still be a name. */
const MOST_BLANKS = 20;

interface Reading {
  readonly indicators: Indicator[];
  readonly context: ContextValue[];
}

/** What all the indicators of one object have in common. */
type Common = Omit<Indicator, "id" | "observable" | "pattern">;

/**
 * The indicators of a bundle. A pattern that asks for nothing but one of several values gives an indicator for
 * each; any other stays a pattern, and the values in it are context.
 */
export function readIndicators(bundle: Bundle, software: readonly Software[]): Reading {
  const reading: Reading = { indicators: [], context: [] };
  const indicated = readIndicated(bundle);
  const names = toNames(software);
  let broken = 0;
  const benign: StixObject[] = [];
  for (const object of bundle.ofType("indicator")) {
    if (getPart(object) === "rule") continue;
    if (reading.indicators.length >= bundle.maxValues) {
      const message = `Only the first ${bundle.maxValues} indicators are read`;
      bundle.report("error", "STIX_LIMIT", message, "Split the bundle");
      break;
    }
    const common = readCommon(bundle, object, indicated(object), names);
    const text = getText(object, "pattern");
    if (text === undefined) broken++;
    else if (isBenign(object)) {
      benign.push(object);
      readBenign(bundle, object, text, common, reading);
    } else if (!readOwn(object, common, reading))
      readPattern(bundle, object, text, common, reading);
  }
  if (broken > 0)
    bundle.report("warning", "STIX_OBJECT", `${broken} indicators without a pattern are left out`);
  tellBenign(bundle, benign);
  return reading;
}

/** What a bundle of ours carries is judged by what wrote it. */
function isBenign(object: StixObject): boolean {
  if (getExtension(object) !== undefined) return false;
  return isCalledBenign([...getTexts(object, "indicator_types"), ...getTexts(object, "labels")]);
}

/** Its values are kept as context; a pattern that has none is told by its object alone. */
function readBenign(
  bundle: Bundle,
  object: StixObject,
  text: string,
  common: Common,
  { context }: Reading,
): void {
  const aside: Reading = { indicators: [], context: [] };
  readPattern(bundle, object, text, common, aside);
  const reason = "its producer calls it benign";
  for (const { observable, citations } of [...aside.indicators, ...aside.context])
    if (observable !== undefined) context.push({ observable, reason, citations });
}

const MOST_TOLD = 5;

function tellBenign(bundle: Bundle, benign: readonly StixObject[]): void {
  if (benign.length === 0) return;
  const ids = benign.slice(0, MOST_TOLD).map(({ id }) => id);
  const more = benign.length > MOST_TOLD ? ` and ${benign.length - MOST_TOLD} more` : "";
  bundle.report(
    "note",
    "STIX_BENIGN",
    `their producer calls these indicators benign; they are not looked for: ${ids.join(", ")}${more}`,
  );
}

function readCommon(
  bundle: Bundle,
  object: StixObject,
  indicated: Indicated,
  names: Names,
): Common {
  const extension = getExtension(object);
  const confidence = getInteger(object, "confidence", 0, 100);
  const sure = confidence === undefined ? {} : { confidence };
  if (extension !== undefined) return { ...sure, ...readOwnCommon(bundle, object, extension) };
  const validFrom = getTime(object, "valid_from");
  const validUntil = getTime(object, "valid_until");
  const name = getText(object, "name");
  const description = getText(object, "description");
  const types = getTexts(object, "indicator_types");
  const labels = unique(getTexts(object, "labels"), types, phasesOf(object));
  const role = readRole(labels, indicated.infrastructure);
  return {
    ...sure,
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    labels,
    ...role,
    malware: unique(indicated.malware, names.named(name), names.named(description)),
    ...(indicated.techniques.length > 0 && { techniques: unique(indicated.techniques) }),
    ...(indicated.firstSeen !== undefined && { firstSeen: indicated.firstSeen }),
    ...(indicated.lastSeen !== undefined && { lastSeen: indicated.lastSeen }),
    citations: bundle.cite(object, passageOf(name, description, getText(object, "pattern"))),
  };
}

function passageOf(...parts: readonly (string | undefined)[]): string {
  let passage = "";
  for (const part of parts) if (part !== undefined) passage += passage === "" ? part : `: ${part}`;
  return passage;
}

function phasesOf(object: StixObject): string[] {
  const phases = getList(object, "kill_chain_phases");
  if (phases.length === 0) return [];
  return phases.slice(0, 20).flatMap((phase) => getText(phase, "phase_name") ?? []);
}

/** The members of all lists, each once. */
function unique(...lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists.filter(({ length }) => length > 0);
  return first.length < 2 && others.length === 0 ? [...first] : [...new Set(lists.flat())];
}

/** The software that a text names, if the text is nothing but its name: so MISP ties a value to its malware. */
interface Names {
  named(text: string | undefined): readonly string[];
}

function toNames(software: readonly Software[]): Names {
  const byName = new Map(software.map(({ name }) => [foldName(name), [name]]));
  const longest = software.reduce((most, { name }) => Math.max(most, name.length), 0);
  return {
    named(text) {
      if (text === undefined || text.length > longest + MOST_BLANKS) return [];
      return byName.get(foldName(text)) ?? [];
    },
  };
}

/** An indicator that a bundle of ours carries; false if it is none, or if its pattern gives its observable. */
function readOwn(object: StixObject, common: Common, reading: Reading): boolean {
  const observable = readOwnObservable(object);
  const pattern = readOwnPattern(object);
  if (observable !== undefined) reading.indicators.push(withObservable(object, common, observable));
  else if (pattern !== undefined) reading.indicators.push(withPattern(object, common, pattern));
  return observable !== undefined || pattern !== undefined;
}

function readPattern(
  bundle: Bundle,
  object: StixObject,
  text: string,
  common: Common,
  reading: Reading,
): void {
  const language = getText(object, "pattern_type") ?? "stix";
  if (language !== "stix") {
    if (isLanguage(language))
      reading.indicators.push(withPattern(object, common, { language, text }));
    else
      bundle.report(
        "warning",
        "STIX_PATTERN_LANGUAGE",
        `${object.id} has a pattern in ${JSON.stringify(language.slice(0, 40))} and is left out`,
      );
    return;
  }
  const simple = readSimple(text);
  if (simple !== undefined) {
    reading.indicators.push(withObservable(object, common, simple));
    return;
  }
  const version = toVersion(bundle, object);
  const [read, pattern] = parseRepaired(bundle, object, text, version) ?? [];
  if (read === undefined || pattern === undefined) return;
  const result = patternToVariants(pattern);
  const observables = "refused" in result ? [] : result.observables;
  for (const observable of observables)
    reading.indicators.push(withObservable(object, common, observable));
  if (observables.length === 0)
    reading.indicators.push(withPattern(object, common, { language, version, text: read }));
  for (const observable of patternObservables(pattern)) {
    if (observables.some((one) => says(one, observable))) continue;
    const reason =
      observables.length === 0
        ? "part of a pattern that asks for more than this value"
        : "stands in a pattern beside a digest that says more";
    reading.context.push({ observable, reason, citations: common.citations });
  }
}

/** The pattern as it can be read. Digest names without their quotes are a common fault and are mended. */
function parseRepaired(
  bundle: Bundle,
  object: StixObject,
  text: string,
  version: "2.0" | "2.1",
): readonly [text: string, pattern: PatternNode] | undefined {
  const first = parseOrError(text, version);
  if (!(first instanceof StixError)) return [text, first];
  const mended = text.replaceAll(/\bhashes\.(SHA-\d{1,3}|SHA3-\d{3})(?=[\s=!])/gi, "hashes.'$1'");
  const second = mended === text ? first : parseOrError(mended, version);
  if (!(second instanceof StixError)) {
    bundle.report(
      "note",
      "STIX_PATTERN_REPAIRED",
      `${object.id} lacks quotes around a digest's name`,
    );
    return [mended, second];
  }
  bundle.report(
    "error",
    "STIX_PATTERN_BROKEN",
    `${object.id} is left out: its pattern, ${first.message}`,
    "Correct the pattern at its source, or hunt for its values by hand",
  );
  return undefined;
}

function parseOrError(text: string, version: "2.0" | "2.1"): PatternNode | StixError {
  try {
    return parsePattern(text, { version });
  } catch (error) {
    if (error instanceof StixError) return error;
    throw error;
  }
}

/** Whether an observable is another, or the path that ends with it. */
function says(one: Observable, other: Observable): boolean {
  if (one.type === "filepath" && other.type === "filename") return one.value.endsWith(other.value);
  return one.type === other.type && one.value === other.value;
}

function isLanguage(text: string): text is IndicatorPattern["language"] {
  return LANGUAGES.has(text);
}

function toVersion(bundle: Bundle, object: StixObject): "2.0" | "2.1" {
  const stated = getText(object, "pattern_version") ?? getText(object, "spec_version");
  return stated === "2.0" || stated === "2.1" ? stated : bundle.version;
}

function withObservable(object: StixObject, common: Common, observable: Observable): Indicator {
  const made = makeId("stix-indicator", object.id, observable.type, observable.value);
  return { id: carriedId(object) ?? made, observable, ...common };
}

function withPattern(object: StixObject, common: Common, pattern: IndicatorPattern): Indicator {
  const made = makeId("stix-indicator", object.id, pattern.language, pattern.text);
  return { id: carriedId(object) ?? made, pattern, ...common };
}

/** The id an indicator had when it was written from a campaign. */
function carriedId(object: StixObject): string | undefined {
  const id = getText(getExtension(object), "indicator_id");
  return id !== undefined && id.length <= 200 ? id : undefined;
}
