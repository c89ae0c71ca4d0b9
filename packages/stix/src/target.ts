import { OBSERVABLE_TYPES } from "@tocsin/model";
import type { ObservableType } from "@tocsin/model";
import { digestType } from "./digest.ts";
import type { ObjectPath } from "./pattern-node.ts";
import type { SourceKey } from "./sources.ts";

/** How a field holds the property: as the whole value, as the last part of a path, or as a path's folder. */
export type FieldMode = "whole" | "last-part" | "folder";

/** Fields of one kind of record that hold a property. */
export interface FieldsAt {
  readonly source: SourceKey;
  readonly fields: readonly string[];
  readonly mode: FieldMode;
}

/** What a property of an observed object is in records. */
export type Target =
  | { readonly kind: "observable"; readonly types: readonly ObservableType[] }
  | { readonly kind: "digest" }
  | { readonly kind: "fields"; readonly at: readonly FieldsAt[]; readonly needs: string }
  /** Text that stands in some field, as a word of its own or as a part; the whole of it may be an observable. */
  | {
      readonly kind: "text";
      readonly type?: ObservableType;
      readonly word: boolean;
      readonly at: readonly FieldsAt[];
      readonly sources: readonly SourceKey[];
      readonly needs: string;
    }
  | { readonly kind: "reference-type" };

const HOST: Target = { kind: "observable", types: ["ipv4", "ipv6", "cidr", "domain"] };
const ADDRESS: Target = { kind: "observable", types: ["ipv4", "ipv6", "cidr"] };
const MAIL: Target = { kind: "observable", types: ["email"] };
const FILE: Target = { kind: "observable", types: ["filename"] };
const PATH: Target = { kind: "observable", types: ["filepath"] };
const ASN: Target = { kind: "observable", types: ["asn"] };

/** Sysmon events that name the acting process as `Image`. */
const IMAGE_SOURCES: readonly SourceKey[] = [
  "sysmon-process",
  "sysmon-network",
  "sysmon-dns",
  "sysmon-file",
  "sysmon-registry",
  "sysmon-pipe",
];

const PROCESS_NEEDS = "process creation logs (Sysmon 1 or Security 4688)";

function image(mode: FieldMode): Target {
  return {
    kind: "fields",
    needs: PROCESS_NEEDS,
    at: [
      ...IMAGE_SOURCES.map((source) => ({ source, fields: ["Image"], mode })),
      { source: "security-process", fields: ["NewProcessName"], mode },
    ],
  };
}

function parentImage(mode: FieldMode): Target {
  return {
    kind: "fields",
    needs: PROCESS_NEEDS,
    at: [
      { source: "sysmon-process", fields: ["ParentImage"], mode },
      { source: "security-process", fields: ["ParentProcessName"], mode },
    ],
  };
}

const FOLDER: Target = {
  kind: "fields",
  needs: "process or file logs (Sysmon 1, 11, Security 4688, 4663)",
  at: [
    { source: "sysmon-file", fields: ["TargetFilename"], mode: "folder" },
    { source: "sysmon-image", fields: ["ImageLoaded"], mode: "folder" },
    { source: "sysmon-process", fields: ["Image"], mode: "folder" },
    { source: "security-process", fields: ["NewProcessName"], mode: "folder" },
    { source: "security-object", fields: ["ObjectName"], mode: "folder" },
  ],
};

const ACCOUNT: Target = {
  kind: "fields",
  needs: "logon or process logs (Security 4624, 4688 or Sysmon 1)",
  at: [
    { source: "security-logon", fields: ["TargetUserName", "SubjectUserName"], mode: "whole" },
    { source: "security-account", fields: ["TargetUserName", "SubjectUserName"], mode: "whole" },
    { source: "security-process", fields: ["SubjectUserName", "TargetUserName"], mode: "whole" },
    ...IMAGE_SOURCES.map((source) => ({
      source,
      fields: ["User"],
      mode: "last-part" as const,
    })),
  ],
};

const NETWORK_NEEDS = "connection logs with ports (Sysmon 3, Security 5156, firewalls)";

function port(sysmon: string, security: string): Target {
  return {
    kind: "text",
    word: true,
    sources: ["generic"],
    needs: NETWORK_NEEDS,
    at: [
      { source: "sysmon-network", fields: [sysmon], mode: "whole" },
      { source: "security-network", fields: [security], mode: "whole" },
    ],
  };
}

function webText(word: boolean): Extract<Target, { kind: "text" }> {
  return {
    kind: "text",
    word,
    at: [],
    sources: ["web-access", "generic"],
    needs: "proxy or web access logs",
  };
}

const MAIL_TEXT: Extract<Target, { kind: "text" }> = {
  kind: "text",
  word: false,
  at: [],
  sources: ["generic"],
  needs: "mail gateway or mailbox logs",
};

const COMMAND_LINE: Target = {
  kind: "fields",
  needs: PROCESS_NEEDS,
  at: [
    { source: "sysmon-process", fields: ["CommandLine"], mode: "whole" },
    { source: "security-process", fields: ["CommandLine"], mode: "whole" },
  ],
};

const PARENT_COMMAND_LINE: Target = {
  kind: "fields",
  needs: "Sysmon event 1 (process creation)",
  at: [{ source: "sysmon-process", fields: ["ParentCommandLine"], mode: "whole" }],
};

const TARGETS: Readonly<Record<string, Target>> = {
  "ipv4-addr:value": ADDRESS,
  "ipv6-addr:value": ADDRESS,
  "ipv4-addr:belongs_to_refs[*].number": ASN,
  "ipv6-addr:belongs_to_refs[*].number": ASN,
  "ipv4-addr:resolves_to_refs[*].value": { kind: "observable", types: ["mac-address"] },
  "domain-name:value": { kind: "observable", types: ["domain", "ipv4", "ipv6"] },
  "domain-name:resolves_to_refs[*].value": HOST,
  "url:value": { kind: "observable", types: ["url", "ipv4", "ipv6", "domain"] },
  "email-addr:value": MAIL,
  "email-message:from_ref.value": MAIL,
  "email-message:sender_ref.value": MAIL,
  "email-message:to_refs[*].value": MAIL,
  "email-message:cc_refs[*].value": MAIL,
  "email-message:bcc_refs[*].value": MAIL,
  "email-message:subject": { ...MAIL_TEXT, type: "email-subject" },
  "email-message:message_id": MAIL_TEXT,
  "email-message:body_multipart[*].body_raw_ref.name": FILE,
  "file:name": FILE,
  "file:parent_directory_ref.path": FOLDER,
  "file:extensions.windows-pebinary-ext.imphash": { kind: "observable", types: ["imphash"] },
  "directory:path": PATH,
  "windows-registry-key:key": { kind: "observable", types: ["registry-key"] },
  "windows-registry-key:values[*].name": {
    kind: "fields",
    needs: "registry logs (Sysmon 12 to 14 or Security 4657)",
    at: [
      { source: "sysmon-registry", fields: ["TargetObject"], mode: "last-part" },
      { source: "security-registry", fields: ["ObjectValueName"], mode: "whole" },
    ],
  },
  "windows-registry-key:values[*].data": {
    kind: "fields",
    needs: "registry logs (Sysmon 13 or Security 4657)",
    at: [
      { source: "sysmon-registry", fields: ["Details"], mode: "whole" },
      { source: "security-registry", fields: ["NewValue"], mode: "whole" },
    ],
  },
  "mutex:name": { kind: "observable", types: ["mutex"] },
  "mac-addr:value": { kind: "observable", types: ["mac-address"] },
  "autonomous-system:number": ASN,
  "artifact:url": { kind: "observable", types: ["url"] },
  "network-traffic:dst_ref.value": HOST,
  "network-traffic:src_ref.value": HOST,
  "network-traffic:dst_ref.type": { kind: "reference-type" },
  "network-traffic:src_ref.type": { kind: "reference-type" },
  "network-traffic:dst_port": port("DestinationPort", "DestPort"),
  "network-traffic:src_port": port("SourcePort", "SourcePort"),
  "network-traffic:extensions.http-request-ext.request_value": {
    ...webText(false),
    type: "http-uri",
  },
  "network-traffic:extensions.http-request-ext.request_method": webText(true),
  "network-traffic:extensions.http-request-ext.request_header.User-Agent": {
    kind: "observable",
    types: ["user-agent"],
  },
  "network-traffic:extensions.http-request-ext.request_header.Host": HOST,
  "x509-certificate:hashes.SHA-1": { kind: "observable", types: ["certificate-sha1"] },
  "x509-certificate:hashes.SHA-256": { kind: "observable", types: ["certificate-sha256"] },
  "x509-certificate:serial_number": { kind: "observable", types: ["certificate-serial"] },
  "process:extensions.windows-service-ext.service_name": {
    kind: "observable",
    types: ["service-name"],
  },
  "process:command_line": COMMAND_LINE,
  "process:arguments[*]": COMMAND_LINE,
  "process:cwd": {
    kind: "fields",
    needs: "Sysmon event 1 (process creation)",
    at: [{ source: "sysmon-process", fields: ["CurrentDirectory"], mode: "whole" }],
  },
  "process:name": image("last-part"),
  "process:image_ref.name": image("last-part"),
  "process:binary_ref.name": image("last-part"),
  "process:image_ref.parent_directory_ref.path": image("folder"),
  "process:binary_ref.parent_directory_ref.path": image("folder"),
  "process:parent_ref.name": parentImage("last-part"),
  "process:parent_ref.image_ref.name": parentImage("last-part"),
  "process:parent_ref.binary_ref.name": parentImage("last-part"),
  "process:parent_ref.image_ref.parent_directory_ref.path": parentImage("folder"),
  "process:parent_ref.command_line": PARENT_COMMAND_LINE,
  "process:creator_user_ref.user_id": ACCOUNT,
  "process:creator_user_ref.account_login": ACCOUNT,
  "user-account:user_id": ACCOUNT,
  "user-account:account_login": ACCOUNT,
  "user-account:display_name": ACCOUNT,
};

const MAIL_HEADER = "email-message:additional_header_fields.";

/** A path as a key of the table: indexes are all one, keys without quotes. */
function toKey(path: ObjectPath): string {
  let key = `${path.type}:`;
  path.steps.forEach((step, at) => {
    key += typeof step === "string" ? `${at === 0 ? "" : "."}${step}` : "[*]";
  });
  return key;
}

/** What a property is in records; undefined if no log is known to show it. */
export function toTarget(path: ObjectPath): Target | undefined {
  const key = toKey(path);
  if (Object.hasOwn(TARGETS, key)) return TARGETS[key];
  if (key.startsWith(MAIL_HEADER))
    return /reply|from|sender|to|cc$/i.test(key.slice(MAIL_HEADER.length)) ? MAIL : MAIL_TEXT;
  return toOwn(key) ?? toDigest(path);
}

/** Kinds of observable that STIX has no object for are written as `x-tocsin-btc:value`. */
export const OWN_OBJECT = "x-tocsin-";

function toOwn(key: string): Target | undefined {
  const type = OBSERVABLE_TYPES.find((one) => key === `${OWN_OBJECT}${one}:value`);
  return type && { kind: "observable", types: [type] };
}

/** `file:hashes.MD5`, `process:image_ref.hashes.'SHA-256'`, `x509-certificate:hashes.MD5`, `file:hashes[*]`. */
function toDigest(path: ObjectPath): Target | undefined {
  const name = path.steps.at(-1);
  if (path.steps.at(-2) !== "hashes" || path.steps.length > 4) return undefined;
  if (typeof name !== "string") return { kind: "digest" };
  const type = digestType(name);
  return type && { kind: "observable", types: [type] };
}

/** Whether a property of a file follows from its content, so that a digest says it already. */
export function isFixedByDigest(path: ObjectPath): boolean {
  const [first] = path.steps;
  return (
    path.type === "file" &&
    typeof first === "string" &&
    first !== "parent_directory_ref" &&
    first !== "path"
  );
}

/** Whether a path is a digest of a whole file. */
export function isFileDigest(path: ObjectPath): boolean {
  return path.type === "file" && path.steps[0] === "hashes" && path.steps.length === 2;
}
