import { asObject, objectsOf, textOf, textsOf } from "../../misp/misp-json.ts";
import type { CsafView } from "../csaf-view.ts";
import { productsOfAll } from "../product-status.ts";
import { quote } from "./check.ts";
import type { CsafCheck, CsafProblem } from "./check.ts";

const SECURITY = [
  "csaf_security_advisory",
  "csaf_vex",
  "csaf_deprecated_security_advisory",
] as const;
const TOLD = ["csaf_informational_advisory", "csaf_security_incident_response"] as const;
const ENDED = ["csaf_withdrawn", "csaf_superseded"] as const;

/** A test that holds for some categories of documents only. */
function forProfiles(
  id: string,
  categories: readonly string[],
  run: (view: CsafView) => Iterable<CsafProblem>,
): CsafCheck {
  return { id, run: (view) => (categories.includes(view.category) ? run(view) : []) };
}

/** Whether the document is in English, or states no language. */
export function isEnglish({ document }: CsafView): boolean {
  return /^en(?:-|$)/i.test(textOf(document, "lang") ?? "en");
}

/** Products of one status for which no item of the lists speaks. */
function* unexplained(
  view: CsafView,
  status: string,
  what: string,
  explaining: (
    one: CsafView["vulnerabilities"][number],
  ) => readonly Readonly<Record<string, unknown>>[],
): Generator<CsafProblem> {
  for (const [i, one] of view.vulnerabilities.entries()) {
    const spoken = productsOfAll(explaining(one), view.products);
    for (const id of textsOf(asObject(one["product_status"]), status))
      if (!spoken.has(id))
        yield {
          at: `/vulnerabilities/${i}/product_status/${status}`,
          message: `expected ${what} for each product, got none for ${quote(id)}`,
        };
  }
}

function* withoutMember(view: CsafView, names: readonly string[]): Generator<CsafProblem> {
  for (const [i, one] of view.vulnerabilities.entries())
    if (!names.some((name) => one[name] !== undefined))
      yield { at: `/vulnerabilities/${i}`, message: `expected ${names.join(" or ")}, got none` };
}

/** An id of CSAF 2.1 may hold for some products only; then each product of the item needs one. */
function* withoutNumber(view: CsafView): Generator<CsafProblem> {
  for (const [i, one] of view.vulnerabilities.entries()) {
    const at = `/vulnerabilities/${i}`;
    const ids = objectsOf(one, "ids");
    if (textOf(one, "cve") !== undefined) continue;
    if (ids.length === 0) yield { at, message: "expected cve or ids, got none" };
    const isForAll = ids.some(
      (id) => id["product_ids"] === undefined && id["group_ids"] === undefined,
    );
    if (ids.length === 0 || isForAll) continue;
    const named = productsOfAll(ids, view.products);
    const statuses = asObject(one["product_status"]) ?? {};
    const missing = Object.keys(statuses)
      .flatMap((status) => textsOf(statuses, status))
      .find((id) => !named.has(id));
    if (missing !== undefined)
      yield {
        at,
        message: `expected cve or an id for each product, got none for ${quote(missing)}`,
      };
  }
}

/** Tests on what the profile of the document asks for. */
export const PROFILE_CHECKS: readonly CsafCheck[] = [
  forProfiles("6.1.27.1", TOLD, function* ({ document }) {
    const categories = ["description", "details", "general", "summary"];
    const notes = objectsOf(document, "notes");
    if (!notes.some((note) => categories.includes(textOf(note, "category") ?? "")))
      yield {
        at: "/document/notes",
        message: `expected a note of ${categories.join(", ")}, got none`,
      };
  }),
  forProfiles("6.1.27.2", TOLD, function* ({ document }) {
    const references = objectsOf(document, "references");
    // A reference without a category is external.
    if (!references.some((one) => (textOf(one, "category") ?? "external") === "external"))
      yield { at: "/document/references", message: "expected an external reference, got none" };
  }),
  forProfiles("6.1.27.3", ["csaf_informational_advisory", ...ENDED], function* ({ root }) {
    if (root["vulnerabilities"] !== undefined)
      yield { at: "/vulnerabilities", message: "expected no vulnerabilities, got some" };
  }),
  forProfiles("6.1.27.4", SECURITY, function* ({ root }) {
    if (root["product_tree"] === undefined)
      yield { at: "/product_tree", message: "expected a product tree, got none" };
  }),
  forProfiles("6.1.27.5", SECURITY, (view) => withoutMember(view, ["notes"])),
  forProfiles("6.1.27.6", ["csaf_security_advisory", "csaf_deprecated_security_advisory"], (view) =>
    withoutMember(view, ["product_status"]),
  ),
  forProfiles("6.1.27.7", ["csaf_vex"], function* ({ vulnerabilities }) {
    const asked = ["fixed", "known_affected", "known_not_affected", "under_investigation"];
    for (const [i, one] of vulnerabilities.entries()) {
      const statuses = asObject(one["product_status"]) ?? {};
      if (!asked.some((name) => statuses[name] !== undefined))
        yield {
          at: `/vulnerabilities/${i}/product_status`,
          message: `expected one of ${asked.join(", ")}, got none`,
        };
    }
  }),
  forProfiles("6.1.27.8", ["csaf_vex"], withoutNumber),
  forProfiles("6.1.27.9", ["csaf_vex"], (view) =>
    unexplained(view, "known_not_affected", "an impact statement", (one) => [
      ...objectsOf(one, "flags"),
      ...objectsOf(one, "threats").filter((threat) => textOf(threat, "category") === "impact"),
    ]),
  ),
  forProfiles("6.1.27.10", ["csaf_vex"], (view) =>
    unexplained(view, "known_affected", "an action statement", (one) =>
      objectsOf(one, "remediations"),
    ),
  ),
  forProfiles("6.1.27.11", SECURITY, function* ({ root }) {
    if (root["vulnerabilities"] === undefined)
      yield { at: "/vulnerabilities", message: "expected vulnerabilities, got none" };
  }),
  forProfiles("6.1.27.15", ENDED, function* ({ root }) {
    if (root["product_tree"] !== undefined)
      yield { at: "/product_tree", message: "expected no product tree, got one" };
  }),
  forProfiles("6.1.27.16", ENDED, function* ({ tracking }) {
    const count = objectsOf(tracking, "revision_history").length;
    if (count < 2)
      yield {
        at: "/document/tracking/revision_history",
        message: `expected at least two revisions, got ${count}`,
      };
  }),
  forProfiles("6.1.27.17", ["csaf_withdrawn"], function* (view) {
    if (!isEnglish(view)) return;
    const titled = objectsOf(view.document, "notes").filter(
      (note) => textOf(note, "title") === "Reasoning for Withdrawal",
    );
    if (titled.length !== 1 || textOf(titled[0], "category") !== "description")
      yield {
        at: "/document/notes",
        message: `expected one description titled "Reasoning for Withdrawal", got ${titled.length} such notes`,
      };
  }),
  forProfiles("6.1.27.19", ["csaf_superseded"], function* (view) {
    if (!isEnglish(view)) return;
    const isNamed = objectsOf(view.document, "references").some(
      (one) =>
        textOf(one, "category") === "external" &&
        textOf(one, "summary")?.startsWith("Superseding Document") === true,
    );
    if (!isNamed)
      yield {
        at: "/document/references",
        message: 'expected an external reference "Superseding Document", got none',
      };
  }),
];
