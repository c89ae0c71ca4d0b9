import { makeId, toPassage } from "@tocsin/model";
import type {
  Citation,
  ContextValue,
  Diagnostic,
  Indicator,
  Observable,
  Actor,
  FrameworkRef,
  Reference,
  RuleText,
  VulnerabilityRef,
} from "@tocsin/model";
import { ruleName } from "../composite/rule-name.ts";
import { joinCitations } from "../read/cite.ts";
import { screenValue } from "../screen/values.ts";
import { readConfidence, readFacts, readRole } from "./attribute-facts.ts";
import {
  isObservableType,
  readObservables,
  readPattern,
  ruleLanguage,
  SILENT_TYPES,
} from "./attribute-types.ts";
import { isSet, objectsOf, textOf } from "./misp-json.ts";
import type { MispObject } from "./misp-json.ts";
import { addNamed } from "./named-parts.ts";
import type { NamedParts } from "./named-parts.ts";

/** Most attributes read of one document. */
const MAX_ATTRIBUTES = 200_000;

/** What the attributes of one event come to. */
export interface ReadAttributes {
  readonly indicators: readonly Indicator[];
  readonly context: readonly ContextValue[];
  readonly vulnerabilities: readonly VulnerabilityRef[];
  readonly references: readonly Reference[];
  readonly rules: readonly RuleText[];
  readonly frameworks: readonly FrameworkRef[];
  /** Named by attributes of the type `threat-actor`. */
  readonly actors: readonly Actor[];
  readonly diagnostics: readonly Diagnostic[];
}

interface State extends NamedParts {
  readonly document: string;
  readonly malware: readonly string[];
  readonly indicators: Map<string, Indicator>;
  readonly context: Map<string, ContextValue>;
  readonly rules: Map<string, RuleText>;
  readonly diagnostics: Diagnostic[];
  readonly unread: Map<string, number>;
  /** What the event says of all it holds, 0–100. */
  readonly confidence: number | undefined;
  /** Whether the event marks anything for detection; if not, the mark says nothing. */
  readonly usesMarks: boolean;
}

/**
 * Reads the attributes of an event and of its objects. `to_ids` makes an indicator, its absence context. In an
 * event that marks nothing at all, observables are indicators unless their category says otherwise.
 * Deleted ones are passed over.
 * @param malware names of the event's malware, which all its indicators are tied to
 */
export function readAttributes(
  event: MispObject,
  document: string,
  malware: readonly string[],
): ReadAttributes {
  const attributes = [
    ...objectsOf(event, "Attribute").map((attribute) => ({ attribute, relation: "" })),
    ...objectsOf(event, "Object")
      .filter((object) => !isSet(object, "deleted"))
      .flatMap((object) => inObject(object)),
  ];
  const state: State = {
    usesMarks: attributes.some(({ attribute }) => isSet(attribute, "to_ids")),
    document,
    malware,
    confidence: readConfidence(event),
    indicators: new Map(),
    context: new Map(),
    vulnerabilities: new Map(),
    references: new Map(),
    rules: new Map(),
    frameworks: new Map(),
    actors: new Map(),
    diagnostics: [],
    unread: new Map(),
  };
  for (const { attribute, relation } of attributes.slice(0, MAX_ATTRIBUTES))
    if (!isSet(attribute, "deleted")) readAttribute(state, attribute, relation);
  if (attributes.length > MAX_ATTRIBUTES)
    report(
      state,
      "warning",
      "ADVISORY_MISP_LIMIT",
      `read ${MAX_ATTRIBUTES} attributes of ${attributes.length}`,
    );
  if (!state.usesMarks && state.indicators.size > 0)
    report(
      state,
      "note",
      "ADVISORY_MISP_UNMARKED",
      "the event marks nothing for detection (to_ids); its observables are taken as indicators",
    );
  for (const [type, count] of state.unread)
    report(
      state,
      "note",
      "ADVISORY_MISP_TYPE",
      `${count === 1 ? "1 attribute" : `${count} attributes`} of type ${JSON.stringify(type.slice(0, 60))} not read`,
    );
  return {
    indicators: [...state.indicators.values()],
    context: [...state.context]
      .filter(([key]) => !state.indicators.has(key))
      .map(([, value]) => value),
    vulnerabilities: [...state.vulnerabilities.values()],
    references: [...state.references.values()],
    rules: [...state.rules.values()],
    frameworks: [...state.frameworks.values()],
    actors: [...state.actors.values()],
    diagnostics: state.diagnostics,
  };
}

/** Who was hit is told to nobody else. */
const PASSED_OVER: ReadonlySet<string> = new Set(["victim", "person", "user-account", "employee"]);

/** An object's comment and times stand for those of its attributes that have none; its name gives relations a sense. */
function inObject(object: MispObject): { attribute: MispObject; relation: string }[] {
  const name = textOf(object, "name") ?? "";
  if (PASSED_OVER.has(name)) return [];
  const shared = Object.fromEntries(
    ["comment", "first_seen", "last_seen"].flatMap((member) => {
      const text = textOf(object, member);
      return text === undefined ? [] : [[member, text] as const];
    }),
  );
  return objectsOf(object, "Attribute").map((attribute) => {
    const own = Object.fromEntries(
      Object.keys(shared).flatMap((member) => {
        const text = textOf(attribute, member);
        return text === undefined ? [] : [[member, text] as const];
      }),
    );
    const relation = `${name}/${textOf(attribute, "object_relation") ?? ""}`;
    return { attribute: { ...attribute, ...shared, ...own }, relation };
  });
}

function report(
  state: State,
  severity: Diagnostic["severity"],
  code: string,
  message: string,
): void {
  if (state.diagnostics.length < 1000)
    state.diagnostics.push({ severity, code, message, place: { file: state.document } });
}

function readAttribute(state: State, attribute: MispObject, relation: string): void {
  const type = textOf(attribute, "type") ?? "";
  const value = textOf(attribute, "value")?.trim() ?? "";
  if (value === "") return;
  const citation = cite(state, attribute, type, value);
  addNamed(state, attribute, type, value, citation);
  const language = ruleLanguage(type);
  if (language !== undefined) {
    const name = ruleName(language, value) ?? textOf(attribute, "comment") ?? `${language} rule`;
    const before = state.rules.get(value);
    const citations = joinCitations(before?.citations ?? [], [citation]);
    state.rules.set(value, { language, name, text: value, ...before, citations });
    return;
  }
  const pattern = readPattern(type, value);
  if (pattern !== undefined) {
    const key = `pattern ${pattern.language} ${pattern.text}`;
    const made = makeId("misp-indicator", pattern.language, pattern.text);
    addIndicator(state, key, attribute, citation, {
      id: textOf(attribute, "uuid") ?? made,
      pattern,
    });
    return;
  }
  if (!isObservableType(type, relation)) {
    if (!SILENT_TYPES.has(type)) state.unread.set(type, (state.unread.get(type) ?? 0) + 1);
    return;
  }
  const observables = readObservables(type, value, relation);
  if (observables === undefined) {
    report(
      state,
      "warning",
      "ADVISORY_MISP_VALUE",
      `attribute ${textOf(attribute, "uuid") ?? "without uuid"}: expected a value of type ${type}, got ${JSON.stringify(value.slice(0, 80))}`,
    );
    return;
  }
  for (const observable of observables)
    addObservable(state, attribute, citation, observable, relation);
}

function cite(state: State, attribute: MispObject, type: string, value: string): Citation {
  const object = textOf(attribute, "uuid");
  const comment = textOf(attribute, "comment");
  return {
    document: state.document,
    ...(object !== undefined && { object }),
    passage: toPassage(`${type}: ${value}${comment === undefined ? "" : ` (${comment})`}`),
  };
}

/** Categories of what the analyst wrote about, not of what to look for (MISP core format). */
const ABOUT: ReadonlySet<string> = new Set([
  "Attribution",
  "External analysis",
  "Internal reference",
  "Other",
  "Person",
  "Social network",
  "Targeting data",
]);

/** Why the value is not to look for, or undefined. */
function whyNot({ usesMarks }: State, attribute: MispObject): string | undefined {
  const category = textOf(attribute, "category") ?? "";
  if (category === "Targeting data") return `of the category ${category}: those attacked`;
  if (usesMarks)
    return isSet(attribute, "to_ids") ? undefined : "not marked for detection (to_ids)";
  if (ABOUT.has(category)) return `of the category ${category}, which is about the event`;
  // Without a mark, who received a mail is more likely hit than hostile; where it is network activity, malware sends to it.
  return textOf(attribute, "type") === "email-dst" && category !== "Network activity"
    ? "recipient of a mail"
    : undefined;
}

/** What a member of an object is, where it is not the thing itself. */
function readPartOf(relation: string, { type }: Observable): string | undefined {
  if (/^(?:pe|elf|macho)-section\//.test(relation) && type !== "filename")
    return "digest of a section, not of the file";
  if (/^pe\/(?:original|internal)-filename$/.test(relation)) return "name in the file's resources";
  if (/^whois\/nameserver$/.test(relation)) return "name server of the domain";
  if (/^asn\/subnet-announced$/.test(relation))
    return "network that the autonomous system announces";
  return undefined;
}

function addObservable(
  state: State,
  attribute: MispObject,
  citation: Citation,
  observable: Observable,
  relation: string,
): void {
  const key = `${observable.type} ${observable.value}`;
  const isAddress = /^(?:ipv4|ipv6|cidr|md5|sha1|sha256|sha512)$/.test(observable.type);
  const reason =
    whyNot(state, attribute) ??
    readPartOf(relation, observable) ??
    (isAddress ? screenValue(observable, "listed") : undefined);
  if (reason === undefined) {
    const id = makeId("misp-indicator", observable.type, observable.value);
    addIndicator(state, key, attribute, citation, { id, observable });
    return;
  }
  const before = state.context.get(key);
  const citations = joinCitations(before?.citations ?? [], [citation]);
  const { role } = readRole(attribute, observable) ?? {};
  const about = { observable, reason, ...(role !== undefined && { role }) };
  state.context.set(key, before ? { ...before, citations } : { ...about, citations });
}

function addIndicator(
  state: State,
  key: string,
  attribute: MispObject,
  citation: Citation,
  about: Pick<Indicator, "id" | "observable" | "pattern">,
): void {
  const before = state.indicators.get(key);
  const comment = before?.description ?? textOf(attribute, "comment");
  const facts = readFacts(attribute, isSet(attribute, "to_ids"));
  const role = about.observable && readRole(attribute, about.observable);
  state.indicators.set(key, {
    ...(state.confidence !== undefined && { confidence: state.confidence }),
    ...role,
    ...facts,
    ...(before ?? about),
    labels: joinTexts(before?.labels ?? [], facts.labels),
    malware: joinTexts(before?.malware ?? state.malware, facts.malware),
    ...(comment !== undefined && { description: comment.slice(0, 1000) }),
    citations: joinCitations(before?.citations ?? [], [citation]),
  });
}

function joinTexts(before: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...before, ...more])];
}
