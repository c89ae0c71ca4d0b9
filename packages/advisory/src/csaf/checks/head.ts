import { asObject, objectsOf, textOf } from "../../misp/misp-json.ts";
import type { CsafView } from "../csaf-view.ts";
import { quote } from "./check.ts";
import type { CsafCheck, CsafProblem } from "./check.ts";
import { isEnglish } from "./profiles.ts";

const PROFILES_20 = [
  "csaf_base",
  "csaf_security_incident_response",
  "csaf_informational_advisory",
  "csaf_security_advisory",
  "csaf_vex",
];
const PROFILES_21 = [
  ...PROFILES_20,
  "csaf_deprecated_security_advisory",
  "csaf_withdrawn",
  "csaf_superseded",
];

const PUBLIC_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const PRIVATE_ID = "00000000-0000-0000-0000-000000000000";
const PUBLIC_NAME = "Public";
const PRIVATE_NAME = "No sharing allowed";

function level(category: string): string {
  return category.toLowerCase().replaceAll(/[-_\s]/g, "");
}

/** A category of one's own must not look like the name of a profile. */
function* prohibitedCategory({ category, version }: CsafView): Generator<CsafProblem> {
  const profiles = version === "2.0" ? PROFILES_20 : PROFILES_21;
  if (category === "" || profiles.includes(category)) return;
  const others = profiles.filter((name) => name !== "csaf_base").map(level);
  const own = level(category);
  const isName = others.some((name) => own === name || own === name.slice("csaf".length));
  if (isName || /^csaf_/i.test(category))
    yield {
      at: "/document/category",
      message: `expected a profile or a name of its own, got ${quote(category)}`,
    };
}

function* sharingGroup(view: CsafView, isNameAsked: boolean): Generator<CsafProblem> {
  const group = asObject(asObject(view.document["distribution"])?.["sharing_group"]);
  const id = textOf(group, "id") ?? "";
  const name = textOf(group, "name");
  const at = "/document/distribution/sharing_group";
  const pairs = [
    [PUBLIC_ID, PUBLIC_NAME],
    [PRIVATE_ID, PRIVATE_NAME],
  ] as const;
  for (const [knownId, knownName] of pairs) {
    if (isNameAsked && id === knownId && name !== knownName)
      yield { at, message: `expected the name ${quote(knownName)}, got ${quote(name ?? "none")}` };
    if (!isNameAsked && id !== knownId && name === knownName)
      yield { at, message: `expected the id ${knownId} for ${quote(knownName)}, got ${quote(id)}` };
  }
}

/** Tests on the head of the document: its category, languages, sharing group and licence. */
export const HEAD_CHECKS: readonly CsafCheck[] = [
  {
    id: "6.1.15",
    *run({ document }) {
      const category = textOf(asObject(document["publisher"]), "category");
      if (category === "translator" && textOf(document, "source_lang") === undefined)
        yield { at: "/document/source_lang", message: "expected the source language, got none" };
    },
  },
  { id: "6.1.26", run: prohibitedCategory },
  {
    id: "6.1.28",
    *run({ document }) {
      const lang = textOf(document, "lang");
      if (
        lang !== undefined &&
        lang.toLowerCase() === textOf(document, "source_lang")?.toLowerCase()
      )
        yield {
          at: "/document/source_lang",
          message: `expected two languages, got ${quote(lang)} twice`,
        };
    },
  },
  { id: "6.1.40", only: "2.1", run: (view) => sharingGroup(view, false) },
  { id: "6.1.41", only: "2.1", run: (view) => sharingGroup(view, true) },
  {
    id: "6.1.55",
    only: "2.1",
    *run(view) {
      if (textOf(view.document, "license_expression")?.includes("LicenseRef-") !== true) return;
      if (!isEnglish(view)) return;
      const isTold = objectsOf(view.document, "notes").some(
        (note) =>
          textOf(note, "category") === "legal_disclaimer" && textOf(note, "title") === "License",
      );
      if (!isTold)
        yield {
          at: "/document/notes",
          message: 'expected the license as a legal disclaimer titled "License", got none',
        };
    },
  },
];
