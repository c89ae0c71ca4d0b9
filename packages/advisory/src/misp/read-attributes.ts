import { makeId, toPassage } from "@tocsin/model";
import type {
  Citation,
  ContextValue,
  Diagnostic,
  Indicator,
  Observable,
  Reference,
  VulnerabilityRef,
} from "@tocsin/model";
import { joinCitations } from "../read/cite.ts";
import { screenValue } from "../screen/values.ts";
import { isObservableType, readObservables, readPattern, SILENT_TYPES } from "./attribute-types.ts";
import { isSet, objectsOf, textOf } from "./misp-json.ts";
import type { MispObject } from "./misp-json.ts";

/** Most attributes read of one document. */
const MAX_ATTRIBUTES = 200_000;

/** What the attributes of one event come to. */
export interface ReadAttributes {
  readonly indicators: readonly Indicator[];
  readonly context: readonly ContextValue[];
  readonly vulnerabilities: readonly VulnerabilityRef[];
  readonly references: readonly Reference[];
  readonly diagnostics: readonly Diagnostic[];
}

interface State {
  readonly document: string;
  readonly malware: readonly string[];
  readonly indicators: Map<string, Indicator>;
  readonly context: Map<string, ContextValue>;
  readonly vulnerabilities: Map<string, VulnerabilityRef>;
  readonly references: Map<string, Reference>;
  readonly diagnostics: Diagnostic[];
  readonly unread: Map<string, number>;
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
    ...objectsOf(event, "Attribute"),
    ...objectsOf(event, "Object")
      .filter((object) => !isSet(object, "deleted"))
      .flatMap((object) => inObject(object)),
  ];
  const state: State = {
    usesMarks: attributes.some((attribute) => isSet(attribute, "to_ids")),
    document,
    malware,
    indicators: new Map(),
    context: new Map(),
    vulnerabilities: new Map(),
    references: new Map(),
    diagnostics: [],
    unread: new Map(),
  };
  for (const attribute of attributes.slice(0, MAX_ATTRIBUTES))
    if (!isSet(attribute, "deleted")) readAttribute(state, attribute);
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
      `${count} attributes of type ${JSON.stringify(type.slice(0, 60))} are not read`,
    );
  return {
    indicators: [...state.indicators.values()],
    context: [...state.context]
      .filter(([key]) => !state.indicators.has(key))
      .map(([, value]) => value),
    vulnerabilities: [...state.vulnerabilities.values()],
    references: [...state.references.values()],
    diagnostics: state.diagnostics,
  };
}

/** An object's comment stands for those of its attributes that have none. */
function inObject(object: MispObject): MispObject[] {
  const comment = textOf(object, "comment");
  return objectsOf(object, "Attribute").map((attribute) =>
    comment !== undefined && textOf(attribute, "comment") === undefined
      ? { ...attribute, comment }
      : attribute,
  );
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

function readAttribute(state: State, attribute: MispObject): void {
  const type = textOf(attribute, "type") ?? "";
  const value = textOf(attribute, "value")?.trim() ?? "";
  if (value === "") return;
  const citation = cite(state, attribute, type, value);
  if (type === "vulnerability") addVulnerability(state, value, citation);
  else if (type === "link") addReference(state, attribute, value, citation);
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
  if (!isObservableType(type)) {
    if (!SILENT_TYPES.has(type)) state.unread.set(type, (state.unread.get(type) ?? 0) + 1);
    return;
  }
  const observables = readObservables(type, value);
  if (observables === undefined) {
    // A `uri` may lack its scheme; that is its right, and nothing to search by here.
    if (type === "uri") state.unread.set(type, (state.unread.get(type) ?? 0) + 1);
    else
      report(
        state,
        "warning",
        "ADVISORY_MISP_VALUE",
        `attribute ${textOf(attribute, "uuid") ?? "without uuid"}: expected a value of type ${type}, got ${JSON.stringify(value.slice(0, 80))}`,
      );
    return;
  }
  for (const observable of observables) addObservable(state, attribute, citation, observable);
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

function isForDetection({ usesMarks }: State, attribute: MispObject): boolean {
  return usesMarks ? isSet(attribute, "to_ids") : !ABOUT.has(textOf(attribute, "category") ?? "");
}

function addObservable(
  state: State,
  attribute: MispObject,
  citation: Citation,
  observable: Observable,
): void {
  const key = `${observable.type} ${observable.value}`;
  const isAddress = /^(?:ipv4|ipv6|cidr|md5|sha1|sha256|sha512)$/.test(observable.type);
  const reason = isForDetection(state, attribute)
    ? isAddress
      ? screenValue(observable, "listed")
      : undefined
    : "not marked for detection (to_ids)";
  if (reason === undefined) {
    const id = makeId("misp-indicator", observable.type, observable.value);
    addIndicator(state, key, attribute, citation, { id, observable });
    return;
  }
  const before = state.context.get(key);
  const citations = joinCitations(before?.citations ?? [], [citation]);
  state.context.set(key, before ? { ...before, citations } : { observable, reason, citations });
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
  const category = textOf(attribute, "category");
  state.indicators.set(key, {
    ...(before ?? about),
    labels: joinLabels(before?.labels ?? [], [
      ...(isSet(attribute, "to_ids") ? ["to_ids"] : []),
      ...(category === undefined ? [] : [category]),
    ]),
    malware: state.malware,
    ...(comment !== undefined && { description: comment.slice(0, 1000) }),
    citations: joinCitations(before?.citations ?? [], [citation]),
  });
}

function joinLabels(before: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...before, ...more])];
}

function addVulnerability(state: State, value: string, citation: Citation): void {
  const id = /^CVE-\d{4}-\d{4,7}$/i.exec(value)?.[0].toUpperCase();
  if (id === undefined) return;
  const before = state.vulnerabilities.get(id)?.citations ?? [];
  state.vulnerabilities.set(id, {
    id,
    status: "mentioned",
    citations: joinCitations(before, [citation]),
  });
}

function addReference(state: State, attribute: MispObject, url: string, citation: Citation): void {
  const title = textOf(attribute, "comment");
  const before = state.references.get(url)?.citations ?? [];
  const citations = joinCitations(before, [citation]);
  state.references.set(url, { url, ...(title !== undefined && { title }), citations });
}
