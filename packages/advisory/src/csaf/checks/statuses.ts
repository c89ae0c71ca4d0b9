import { asObject, objectsOf, textOf, textsOf } from "../../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../../misp/misp-json.ts";
import type { CsafView } from "../csaf-view.ts";
import { productsOf, STATUS_GROUPS } from "../product-status.ts";
import { compareInstants, parseInstant } from "../time.ts";
import type { Instant } from "../time.ts";
import { quote, repeated } from "./check.ts";
import type { CsafCheck, CsafProblem } from "./check.ts";

/** Remedies that say there is nothing, and those that say there is something (CSAF 2.1, 6.1.35). */
const CONTRADICTING: Readonly<Record<string, readonly string[]>> = {
  none_available: ["vendor_fix", "workaround", "mitigation", "optional_patch", "fix_planned"],
  no_fix_planned: ["vendor_fix", "fix_planned", "optional_patch"],
  fix_planned: ["vendor_fix", "optional_patch"],
  optional_patch: ["vendor_fix", "workaround", "mitigation"],
};
/** Remedies that contradict what is said of the product (CSAF 2.1, 6.1.36). */
const AGAINST_STATUS: Readonly<Record<string, readonly string[]>> = {
  affected: ["optional_patch"],
  "not-affected": ["vendor_fix", "workaround", "mitigation", "none_available"],
  fixed: [
    "none_available",
    "fix_planned",
    "no_fix_planned",
    "vendor_fix",
    "mitigation",
    "workaround",
  ],
};
/** Labels of flags that are VEX justifications. */
const JUSTIFICATIONS: ReadonlySet<string> = new Set([
  "component_not_present",
  "vulnerable_code_not_present",
  "vulnerable_code_cannot_be_controlled_by_adversary",
  "vulnerable_code_not_in_execute_path",
  "inline_mitigations_already_exist",
]);

/** Runs over the vulnerabilities with their JSON pointer. */
function forEach(
  run: (one: JsonObject, at: string, view: CsafView) => Iterable<CsafProblem>,
): CsafCheck["run"] {
  return function* (view) {
    for (const [i, one] of view.vulnerabilities.entries())
      yield* run(one, `/vulnerabilities/${i}`, view);
  };
}

/** Which groups of statuses each product is in. */
function groupsByProduct(one: JsonObject): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  const statuses = asObject(one["product_status"]) ?? {};
  for (const status of Object.keys(statuses)) {
    const group = Object.hasOwn(STATUS_GROUPS, status) ? STATUS_GROUPS[status] : undefined;
    if (group === undefined) continue;
    for (const id of textsOf(statuses, status)) {
      const known = groups.get(id) ?? new Set<string>();
      groups.set(id, known.add(group));
    }
  }
  return groups;
}

function* contradictingRemedies(
  one: JsonObject,
  at: string,
  view: CsafView,
): Generator<CsafProblem> {
  const categories = new Map<string, Set<string>>();
  for (const remediation of objectsOf(one, "remediations"))
    for (const id of productsOf(remediation, view.products)) {
      const known = categories.get(id) ?? new Set<string>();
      categories.set(id, known.add(textOf(remediation, "category") ?? ""));
    }
  for (const [id, known] of categories)
    for (const category of known)
      for (const other of Object.hasOwn(CONTRADICTING, category)
        ? (CONTRADICTING[category] ?? [])
        : [])
        if (known.has(other))
          yield {
            at: `${at}/remediations`,
            message: `expected remedies that agree, got ${category} and ${other} for ${quote(id)}`,
          };
}

function* remediesAgainstStatus(
  one: JsonObject,
  at: string,
  view: CsafView,
): Generator<CsafProblem> {
  const groups = groupsByProduct(one);
  for (const [i, remediation] of objectsOf(one, "remediations").entries()) {
    const category = textOf(remediation, "category") ?? "";
    for (const id of productsOf(remediation, view.products))
      for (const group of groups.get(id) ?? [])
        if (AGAINST_STATUS[group]?.includes(category) === true)
          yield {
            at: `${at}/remediations/${i}`,
            message: `expected a remedy for a product that is ${group}, got ${category} for ${quote(id)}`,
          };
  }
}

/** The time of the newest revision, or undefined. */
export function lastRevision({ tracking }: CsafView): Instant | undefined {
  return objectsOf(tracking, "revision_history")
    .map((revision) => parseInstant(textOf(revision, "date") ?? ""))
    .filter((instant) => instant !== undefined)
    .toSorted(compareInstants)
    .at(-1);
}

/** Whether the document is one whose dates must not lie behind its last revision. */
export function isReleased({ tracking }: CsafView): boolean {
  return /^(?:final|interim)$/.test(textOf(tracking, "status") ?? "");
}

function* lateDates(one: JsonObject, at: string, view: CsafView): Generator<CsafProblem> {
  const last = lastRevision(view);
  if (last === undefined || !isReleased(view)) return;
  for (const [i, first] of objectsOf(one, "first_known_exploitation_dates").entries()) {
    const date = parseInstant(textOf(first, "date") ?? "");
    if (date !== undefined && compareInstants(date, last) > 0)
      yield {
        at: `${at}/first_known_exploitation_dates/${i}/date`,
        message: "expected a time before the last revision, got a later one",
      };
  }
}

function* lateExploitation(one: JsonObject, at: string, view: CsafView): Generator<CsafProblem> {
  const last = lastRevision(view);
  for (const [i, first] of objectsOf(one, "first_known_exploitation_dates").entries()) {
    const date = parseInstant(textOf(first, "date") ?? "");
    const exploited = parseInstant(textOf(first, "exploitation_date") ?? "");
    if (exploited === undefined) continue;
    const isLate = date !== undefined && compareInstants(exploited, date) > 0;
    const isBehind = last !== undefined && isReleased(view) && compareInstants(exploited, last) > 0;
    if (isLate || isBehind)
      yield {
        at: `${at}/first_known_exploitation_dates/${i}/exploitation_date`,
        message: "expected an exploitation before it was told, got a later one",
      };
  }
}

/** What makes two involvements the same: the party at a time. */
function partyAndTime(item: JsonObject): string | undefined {
  const date = parseInstant(textOf(item, "date") ?? "");
  const when = date === undefined ? textOf(item, "date") : `${date.seconds}.${date.fraction}`;
  return when === undefined ? undefined : `${textOf(item, "party") ?? ""} ${when}`;
}

/** Tests on what a vulnerability says of products, remedies, flags and dates. */
export const STATUS_CHECKS: readonly CsafCheck[] = [
  {
    id: "6.1.6",
    run: forEach(function* (one, at) {
      for (const [id, groups] of groupsByProduct(one))
        if (groups.size > 1)
          yield {
            at: `${at}/product_status`,
            message: `expected one status, got ${[...groups].join(" and ")} for ${quote(id)}`,
          };
    }),
  },
  {
    id: "6.1.23",
    *run({ vulnerabilities }) {
      for (const { key } of repeated(vulnerabilities, (one) => textOf(one, "cve")))
        yield {
          at: "/vulnerabilities",
          message: `expected each CVE once, got ${quote(key)} again`,
        };
    },
  },
  {
    id: "6.1.24",
    run: forEach(function* (one, at) {
      for (const { item } of repeated(objectsOf(one, "involvements"), partyAndTime))
        yield {
          at: `${at}/involvements`,
          message: `expected one entry a party and time, got ${quote(textOf(item, "party") ?? "")} twice`,
        };
    }),
  },
  {
    id: "6.1.29",
    run: forEach(function* (one, at) {
      for (const [i, item] of objectsOf(one, "remediations").entries())
        if (item["group_ids"] === undefined && item["product_ids"] === undefined)
          yield { at: `${at}/remediations/${i}`, message: "expected products or groups, got none" };
    }),
  },
  {
    id: "6.1.32",
    run: forEach(function* (one, at) {
      for (const [i, item] of objectsOf(one, "flags").entries())
        if (item["group_ids"] === undefined && item["product_ids"] === undefined)
          yield { at: `${at}/flags/${i}`, message: "expected products or groups, got none" };
    }),
  },
  {
    id: "6.1.33",
    run: forEach(function* (one, at, view) {
      const flags = objectsOf(one, "flags").filter((flag) =>
        JUSTIFICATIONS.has(textOf(flag, "label") ?? ""),
      );
      const named = flags.flatMap((flag) => [...productsOf(flag, view.products)]);
      for (const { key } of repeated(named, (id) => id))
        yield {
          at: `${at}/flags`,
          message: `expected one justification a product, got two for ${quote(key)}`,
        };
    }),
  },
  { id: "6.1.35", only: "2.1", run: forEach(contradictingRemedies) },
  { id: "6.1.36", only: "2.1", run: forEach(remediesAgainstStatus) },
  { id: "6.1.52", only: "2.1", run: forEach(lateDates) },
  { id: "6.1.53", only: "2.1", run: forEach(lateExploitation) },
];
