import { isRecord } from "../stix-object.ts";
import { checkPattern } from "./check-pattern.ts";
import { parseIdentifier } from "./identifiers.ts";
import { COMMON_RELATIONSHIPS, hasSuggested, isSuggested } from "./relationship-objects.ts";
import { advise, refuse, show } from "./session.ts";
import type { Subject } from "./session.ts";
import { isLanguageTag, TEXT_FORMS } from "./text-forms.ts";
import { typeOf } from "./types.ts";

type Content = Readonly<Record<string, unknown>>;

/** Checks of single types that no table says. */
export const SPECIAL_CHECKS: Readonly<Record<string, (subject: Subject, object: Content) => void>> =
  {
    "attack-pattern": checkKillChain,
    "email-message": checkEmail,
    "extension-definition": checkDefinition,
    file: checkPdf,
    indicator(subject, object) {
      checkPattern(subject, object);
      checkKillChain(subject, object);
      if (subject.version !== "2.1") return;
      if (object["name"] === undefined || object["description"] === undefined)
        advise(subject, "indicator-properties", "4.7", "", "expected both name and description");
    },
    infrastructure: checkKillChain,
    "language-content": checkContents,
    location(subject, object) {
      if (object["precision"] === undefined || object["latitude"] !== undefined) return;
      needs(subject, "4.10", "latitude and longitude beside precision");
    },
    malware(subject, object) {
      checkKillChain(subject, object);
      if (object["is_family"] === true && object["name"] === undefined)
        needs(subject, "4.11", "a name of a family");
    },
    "network-traffic": checkTraffic,
    relationship: checkRelationship,
    tool: checkKillChain,
  };

function needs(subject: Subject, clause: string, what: string): void {
  refuse(subject, "STIX_RULE_REQUIRED", clause, "", `expected ${what}, got nothing`);
}

/** Names of kill chains and their phases (STIX 2.1 section 2.11). */
function checkKillChain(subject: Subject, object: Content): void {
  const phases = object["kill_chain_phases"];
  if (!Array.isArray(phases)) return;
  for (const [index, phase] of (phases as readonly unknown[]).entries()) {
    if (!isRecord(phase)) continue;
    for (const name of ["kill_chain_name", "phase_name"]) {
      const value = phase[name];
      if (typeof value !== "string" || !/[A-Z_\s]/.test(value)) continue;
      const path = `kill_chain_phases[${index}].${name}`;
      const message = `expected lower case with hyphens, got ${show(value)}`;
      advise(subject, "kill-chain-names", "2.11", path, message);
    }
  }
}

function checkEmail(subject: Subject, object: Content): void {
  const { is_multipart: isMultipart, body, body_multipart: parts } = object;
  if (isMultipart === false && parts !== undefined)
    refuse(
      subject,
      "STIX_RULE_REQUIRED",
      "6.6",
      "body_multipart",
      "expected it only if is_multipart is true",
    );
  if (isMultipart === true && body !== undefined)
    refuse(
      subject,
      "STIX_RULE_REQUIRED",
      "6.6",
      "body",
      "expected it only if is_multipart is false",
    );
  if (!Array.isArray(parts)) return;
  for (const [index, part] of (parts as readonly unknown[]).entries())
    if (isRecord(part) && part["body"] === undefined && part["body_raw_ref"] === undefined)
      refuse(
        subject,
        "STIX_RULE_REQUIRED",
        "6.6.2",
        `body_multipart[${index}]`,
        "expected body or body_raw_ref, got neither",
      );
}

function checkDefinition(subject: Subject, object: Content): void {
  const { description, extension_types: types, extension_properties: properties } = object;
  if (description === undefined)
    advise(subject, "extension-description", "7.3", "description", "expected it, got nothing");
  const isTop = Array.isArray(types) && types.includes("toplevel-property-extension");
  if (isTop && properties === undefined)
    advise(
      subject,
      "extension-properties",
      "7.3",
      "extension_properties",
      "expected the names of the properties at the top, got nothing",
    );
}

const PDF_INFO: ReadonlySet<string> = new Set([
  "Title",
  "Author",
  "Subject",
  "Keywords",
  "Creator",
  "Producer",
  "CreationDate",
  "ModDate",
  "Trapped",
]);

function checkPdf(subject: Subject, object: Content): void {
  const extensions = object["extensions"];
  const pdf = isRecord(extensions) ? extensions["pdf-ext"] : undefined;
  const info = isRecord(pdf) ? pdf["document_info_dict"] : undefined;
  if (!isRecord(info)) return;
  for (const name of Object.keys(info))
    if (!PDF_INFO.has(name))
      advise(
        subject,
        "pdf-doc-info",
        "6.7.4",
        "extensions.pdf-ext.document_info_dict",
        `expected an entry of the PDF specification, got ${show(name)}`,
      );
}

function checkContents(subject: Subject, object: Content): void {
  const { contents } = object;
  if (!isRecord(contents)) {
    if (contents !== undefined)
      refuse(
        subject,
        "STIX_RULE_VALUE",
        "7.1",
        "contents",
        `expected an object, got ${show(contents)}`,
      );
    return;
  }
  for (const [language, translated] of Object.entries(contents)) {
    const path = `contents.${language.slice(0, 100)}`;
    if (!isLanguageTag(language))
      refuse(subject, "STIX_RULE_VALUE", "7.1", path, "expected a language (RFC 5646)");
    if (!isRecord(translated)) {
      refuse(
        subject,
        "STIX_RULE_VALUE",
        "7.1",
        path,
        `expected properties, got ${show(translated)}`,
      );
      continue;
    }
    for (const name of Object.keys(translated))
      if (!TEXT_FORMS["property-name"].holds(name) && name !== "id")
        refuse(
          subject,
          "STIX_RULE_VALUE",
          "7.1",
          path,
          `expected ${TEXT_FORMS["property-name"].expected}, got ${show(name)}`,
        );
  }
}

const WITH_PORTS: ReadonlySet<string> = new Set(["tcp", "udp", "sctp"]);

function checkTraffic(subject: Subject, object: Content): void {
  const { is_active: isActive, end, protocols } = object;
  if (isActive === true && end !== undefined)
    refuse(
      subject,
      "STIX_RULE_REQUIRED",
      "6.12",
      "end",
      "expected no end of traffic that is active",
    );
  const hasPorts =
    Array.isArray(protocols) && (protocols as unknown[]).some((one) => WITH_PORTS.has(String(one)));
  if (!hasPorts) return;
  for (const name of ["src_port", "dst_port"])
    if (object[name] === undefined)
      advise(
        subject,
        "network-traffic-ports",
        "6.12",
        name,
        "expected it for a protocol with ports, got nothing",
      );
}

function checkRelationship(subject: Subject, object: Content): void {
  const source = parseIdentifier(object["source_ref"]);
  const target = parseIdentifier(object["target_ref"]);
  const type = object["relationship_type"];
  if (source === undefined || target === undefined || typeof type !== "string") return;
  const { session } = subject;
  if (session.options.enforceRefs === true)
    for (const name of ["source_ref", "target_ref"])
      if (!session.ids.has(String(object[name])))
        refuse(
          subject,
          "STIX_RULE_REFERENCE",
          "5.1",
          name,
          `expected an object of this bundle, got ${show(object[name])}`,
        );
  if (subject.version !== "2.1") return;
  if (COMMON_RELATIONSHIPS.has(type)) return;
  if (typeOf(source.type) === undefined || typeOf(target.type) === undefined) return;
  const isObservable = typeOf(target.type)?.family === "observable";
  if (hasSuggested(source.type) && isSuggested(source.type, type, target.type, isObservable))
    return;
  advise(
    subject,
    "relationship-types",
    "3.7",
    "relationship_type",
    `expected a relationship that the specification suggests from ${source.type} to ${target.type}, got ${show(type)}`,
  );
}
