import { isRecord } from "../stix-object.ts";
import { checkCustomProperty } from "./check-custom.ts";
import { checkHashes } from "./check-hashes.ts";
import { isOfType, MAX_NAME, parseIdentifier } from "./identifiers.ts";
import type { Field, Fields, Rule } from "./rule.ts";
import { advise, refuse, remark, show, wrong } from "./session.ts";
import type { Subject } from "./session.ts";
import { isLanguageTag, TEXT_FORMS } from "./text-forms.ts";
import { isPrecise, isTime } from "./times.ts";
import { VOCABULARIES } from "./vocabularies.ts";

/** Whether a version has the property. */
export function isDefined(subject: Subject, field: Field | undefined): field is Field {
  return field !== undefined && (field.only === undefined || field.only === subject.version);
}

/** Whether the property must be there. */
export function isRequired(subject: Subject, field: Field): boolean {
  if (!isDefined(subject, field)) return false;
  return field.isRequired === true || field.requiredIn === subject.version;
}

/** Holds a value against its rule. Depth is bounded by the rules themselves. */
export function checkValue(subject: Subject, rule: Rule, value: unknown, path: string): void {
  switch (rule.kind) {
    case "any":
      return;
    case "boolean":
      if (typeof value !== "boolean") wrong(subject, "2.2", path, "true or false", value);
      return;
    case "text":
      checkText(subject, rule, value, path);
      return;
    case "integer":
    case "float":
      checkNumber(subject, rule, value, path);
      return;
    case "time":
      checkTime(subject, rule, value, path);
      return;
    case "list":
      checkList(subject, rule.of, value, path);
      return;
    case "reference":
      checkReference(subject, rule.to, value, path);
      return;
    case "open":
      checkOpen(subject, rule, value, path);
      return;
    case "closed":
      if (typeof value !== "string" || !rule.values.includes(value))
        wrong(subject, "2.4", path, `one of ${rule.values.join(", ")}`, value);
      return;
    case "record":
      checkRecord(subject, rule.fields, rule.isNotEmpty === true, value, path);
      return;
    case "dictionary":
      checkDictionary(subject, rule.of, value, path);
      return;
    case "hashes":
      checkHashes(subject, value, path);
      return;
    case "external-reference":
      checkExternalReference(subject, value, path);
      return;
    case "granular-marking":
      // Held against the whole object, by the checks of markings.
      if (!isRecord(value)) wrong(subject, "7.2.3", path, "an object", value);
  }
}

function checkText(
  subject: Subject,
  { form }: Extract<Rule, { kind: "text" }>,
  value: unknown,
  path: string,
): void {
  if (typeof value !== "string") return wrong(subject, "2.15", path, "a text", value);
  if (form === undefined) return;
  const { clause, expected, check, holds } = TEXT_FORMS[form];
  if (holds(value)) return;
  const isBadTag = form === "language" && !isLanguageTag(value);
  if (check === undefined || isBadTag) wrong(subject, clause, path, expected, value);
  else advise(subject, check, clause, path, `expected ${expected}, got ${show(value)}`);
}

function checkNumber(
  subject: Subject,
  { kind, least = -Infinity, most = Infinity }: Extract<Rule, { kind: "integer" | "float" }>,
  value: unknown,
  path: string,
): void {
  const clause = kind === "integer" ? "2.10" : "2.6";
  const name = kind === "integer" ? "a whole number" : "a number";
  if (typeof value !== "number" || (kind === "integer" && !Number.isInteger(value)))
    wrong(subject, clause, path, name, value);
  else if (value < least) wrong(subject, clause, path, `${name}, at least ${least}`, value);
  else if (value > most) wrong(subject, clause, path, `${name}, at most ${most}`, value);
}

function checkTime(
  subject: Subject,
  { precise }: Extract<Rule, { kind: "time" }>,
  value: unknown,
  path: string,
): void {
  if (typeof value !== "string" || !isTime(value))
    refuse(
      subject,
      "STIX_RULE_TIME",
      "2.16",
      path,
      `expected a time such as 2024-07-25T00:00:00.000Z, got ${show(value)}`,
    );
  else if (precise === true && !isPrecise(value))
    refuse(
      subject,
      "STIX_RULE_TIME",
      "3.2",
      path,
      `expected a time with milliseconds, got ${show(value)}`,
    );
}

function checkList(subject: Subject, of: Rule, value: unknown, path: string): void {
  if (!Array.isArray(value)) return wrong(subject, "2.12", path, "a list", value);
  // A list without members is told with all other empty lists.
  for (const [index, one] of (value as readonly unknown[]).entries())
    checkValue(subject, of, one, `${path}[${index}]`);
}

function checkReference(
  subject: Subject,
  to: readonly string[] | undefined,
  value: unknown,
  path: string,
): void {
  if (typeof value === "string" && subject.container?.has(value) === true) return;
  const id = parseIdentifier(value);
  if (id === undefined) {
    const expected = subject.container === undefined ? "type--UUID" : "a key of the objects";
    refuse(subject, "STIX_RULE_REFERENCE", "2.9", path, `expected ${expected}, got ${show(value)}`);
    return;
  }
  if (to === undefined || isOfType(id.type, to)) return;
  const message = `expected the id of ${to.join(", ")}, got ${show(value)}`;
  // Ids of a producer that is no identity are in wide use, and schemas let them pass.
  if (path === "created_by_ref") remark(subject, "3.2", path, message);
  else refuse(subject, "STIX_RULE_REFERENCE", "2.9", path, message);
}

function checkOpen(
  subject: Subject,
  rule: Extract<Rule, { kind: "open" }>,
  value: unknown,
  path: string,
): void {
  if (typeof value !== "string") return wrong(subject, "2.14", path, "a text", value);
  const { clause, check, terms } = VOCABULARIES[rule.vocabulary];
  if (terms.has(value)) return;
  // STIX 2.0 has vocabularies of its own, most of them smaller.
  if (subject.version === "2.1") {
    const message = `expected a term of ${rule.vocabulary}, got ${show(value)}`;
    advise(subject, check, clause, path, message);
  }
  if (/[A-Z_\s]/.test(value) && rule.vocabulary !== "windows-pebinary-type-ov")
    advise(
      subject,
      "open-vocab-format",
      "2.14",
      path,
      `expected lower case with hyphens, got ${show(value)}`,
    );
}

function checkRecord(
  subject: Subject,
  fields: Fields,
  isNotEmpty: boolean,
  value: unknown,
  path: string,
): void {
  if (!isRecord(value)) return wrong(subject, "2.3", path, "an object", value);
  const names = Object.keys(value);
  if (isNotEmpty && names.length === 0)
    refuse(subject, "STIX_RULE_REQUIRED", "3.10", path, "expected at least one property, got none");
  for (const name of names) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const at = `${path}.${name.slice(0, MAX_NAME)}`;
    if (isDefined(subject, field)) checkValue(subject, field.rule, value[name], at);
    else checkCustomProperty(subject, name, at, false);
  }
  for (const [name, field] of Object.entries(fields))
    if (isRequired(subject, field) && !Object.hasOwn(value, name))
      refuse(subject, "STIX_RULE_REQUIRED", "3.2", `${path}.${name}`, "expected it, got nothing");
}

function checkDictionary(
  subject: Subject,
  of: Rule | undefined,
  value: unknown,
  path: string,
): void {
  if (!isRecord(value)) return wrong(subject, "2.3", path, "a dictionary", value);
  for (const key of Object.keys(value)) {
    if (!TEXT_FORMS["dictionary-key"].holds(key))
      wrong(subject, "2.3", path, TEXT_FORMS["dictionary-key"].expected, key);
    if (of !== undefined) checkValue(subject, of, value[key], `${path}.${key.slice(0, MAX_NAME)}`);
  }
}

const EXTERNAL_FIELDS: Fields = {
  source_name: { rule: { kind: "text" }, isRequired: true },
  description: { rule: { kind: "text" } },
  url: { rule: { kind: "text", form: "url" } },
  hashes: { rule: { kind: "hashes" } },
  external_id: { rule: { kind: "text" } },
};

function checkExternalReference(subject: Subject, value: unknown, path: string): void {
  checkRecord(subject, EXTERNAL_FIELDS, false, value, path);
  if (!isRecord(value)) return;
  const { source_name: source, external_id: id, url } = value;
  const at = `${path}.external_id`;
  if (source === "cve" && !(typeof id === "string" && isCve(id)))
    wrong(subject, "2.5", at, "CVE-YYYY-NNNN for the source cve", id);
  if (source === "capec" && !(typeof id === "string" && /^CAPEC-\d{1,9}$/.test(id)))
    wrong(subject, "2.5", at, "CAPEC-NNN for the source capec", id);
  if (typeof id === "string" && typeof source === "string") {
    if (source !== "cve" && isCve(id))
      wrong(subject, "2.5", `${path}.source_name`, "cve for such an id", source);
    if (source !== "capec" && /^CAPEC-\d{1,9}$/.test(id))
      wrong(subject, "2.5", `${path}.source_name`, "capec for such an id", source);
  }
  if (id === undefined && url === undefined && value["description"] === undefined)
    refuse(
      subject,
      "STIX_RULE_REQUIRED",
      "2.5",
      path,
      "expected description, url or external_id beside source_name, got none of them",
    );
  if (url !== undefined && value["hashes"] === undefined)
    advise(subject, "extref-hashes", "2.5", path, "expected hashes beside url, got none");
}

function isCve(text: string): boolean {
  return /^CVE-\d{4}-(?:0\d{3}|[1-9]\d{3,18})$/.test(text);
}
