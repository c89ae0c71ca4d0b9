import { isRecord } from "../stix-object.ts";
import { parseIdentifier } from "./identifiers.ts";
import { advise, refuse, show } from "./session.ts";
import type { Subject } from "./session.ts";
import { TEXT_FORMS } from "./text-forms.ts";

/** The statements of TLP 1.0 that all producers share (STIX 2.1 section 7.2.1.4). */
const TLP_IDS: Readonly<Record<string, string>> = {
  white: "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
  green: "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
  amber: "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
  red: "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
};
const TLP_CREATED = "2017-01-20T00:00:00.000Z";

/** The statements of TLP 2.0, by the extension of the OASIS common object repository. */
const TLP_2_IDS: Readonly<Record<string, string>> = {
  clear: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
  green: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
  amber: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
  "amber+strict": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
  red: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
};
const TLP_2_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/** Holds a marking definition against STIX 2.1 section 7.2.1. */
export function checkMarking(subject: Subject, object: Readonly<Record<string, unknown>>): void {
  const { definition_type: type, definition, extensions, id } = object;
  const tlp2 = isRecord(extensions) ? extensions[TLP_2_EXTENSION] : undefined;
  if (isRecord(tlp2)) {
    const level = tlp2["tlp_2_0"];
    if (typeof level !== "string" || !Object.hasOwn(TLP_2_IDS, level) || TLP_2_IDS[level] !== id)
      badTlp(subject, "extensions", "the id that belongs to the level");
  }
  if (type === undefined) return;
  if (type === "tlp") {
    const level = isRecord(definition) ? definition["tlp"] : undefined;
    const isRight =
      typeof level === "string" &&
      Object.hasOwn(TLP_IDS, level) &&
      TLP_IDS[level] === id &&
      object["created"] === TLP_CREATED;
    if (!isRight) badTlp(subject, "definition", "one of the four definitions with its id and time");
  } else if (type === "statement") {
    const statement = isRecord(definition) ? definition["statement"] : undefined;
    if (typeof statement !== "string")
      refuse(
        subject,
        "STIX_RULE_VALUE",
        "7.2.1.3",
        "definition.statement",
        `expected a text, got ${show(statement)}`,
      );
  } else
    advise(
      subject,
      "marking-definition-type",
      "7.2.1",
      "definition_type",
      `expected statement or tlp, got ${show(type)}`,
    );
}

function badTlp(subject: Subject, path: string, expected: string): void {
  refuse(subject, "STIX_RULE_MARKING", "7.2.1.4", path, `expected ${expected}, got another`);
}

/** Holds the markings of an object against STIX 2.1 sections 7.2.2 and 7.2.3. */
export function checkMarkings(subject: Subject, object: Readonly<Record<string, unknown>>): void {
  const { object_marking_refs: refs, granular_markings: granular } = object;
  if (Array.isArray(refs) && subject.id !== "" && refs.includes(subject.id))
    circular(subject, "object_marking_refs");
  if (!Array.isArray(granular)) return;
  for (const [index, one] of (granular as readonly unknown[]).entries()) {
    if (!isRecord(one)) continue;
    const path = `granular_markings[${index}]`;
    checkGranular(subject, object, one, path);
  }
}

function circular(subject: Subject, path: string): void {
  refuse(subject, "STIX_RULE_MARKING", "7.2.1", path, "expected another marking, got its own id");
}

function checkGranular(
  subject: Subject,
  object: Readonly<Record<string, unknown>>,
  { marking_ref: ref, lang, selectors }: Readonly<Record<string, unknown>>,
  path: string,
): void {
  if ((ref === undefined) === (lang === undefined || subject.version === "2.0"))
    refuse(subject, "STIX_RULE_MARKING", "7.2.3.1", path, "expected either marking_ref or lang");
  if (ref !== undefined && parseIdentifier(ref)?.type !== "marking-definition")
    refuse(
      subject,
      "STIX_RULE_REFERENCE",
      "7.2.3.1",
      `${path}.marking_ref`,
      `expected the id of a marking-definition, got ${show(ref)}`,
    );
  if (ref === subject.id && subject.id !== "") circular(subject, `${path}.marking_ref`);
  if (lang !== undefined && !(typeof lang === "string" && TEXT_FORMS.language.holds(lang)))
    advise(
      subject,
      "languages",
      "7.2.3.1",
      `${path}.lang`,
      `expected a language, got ${show(lang)}`,
    );
  if (!Array.isArray(selectors) || selectors.length === 0) {
    refuse(subject, "STIX_RULE_MARKING", "7.2.3.1", `${path}.selectors`, "expected selectors");
    return;
  }
  for (const selector of selectors as readonly unknown[])
    if (typeof selector !== "string" || !selects(object, selector))
      refuse(
        subject,
        "STIX_RULE_MARKING",
        "7.2.3.1",
        `${path}.selectors`,
        `expected a path to a part of this object, got ${show(selector)}`,
      );
}

/** Whether a selector leads to something in the object; its steps are names and `[n]`. */
function selects(object: unknown, selector: string): boolean {
  if (selector.length > 2000) return false;
  let at: unknown = object;
  for (const step of selector.split(".")) {
    const index = /^\[(\d{1,9})\]$/.exec(step)?.[1];
    if (index !== undefined) {
      if (!Array.isArray(at) || Number(index) >= at.length) return false;
      at = (at as readonly unknown[])[Number(index)];
    } else {
      if (!isRecord(at) || !Object.hasOwn(at, step)) return false;
      at = at[step];
    }
  }
  return true;
}
