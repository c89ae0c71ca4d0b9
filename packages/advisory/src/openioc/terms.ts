import type { ValueKind } from "../composite/read-value.ts";

/** A term of OpenIOC: what its value is, and the STIX 2.1 path that asks for it. */
export interface Term {
  readonly kind?: ValueKind;
  readonly path?: string;
}

const PE = "file:extensions.'windows-pebinary-ext'";
const HTTP = "network-traffic:extensions.'http-request-ext'";

const digests = (base: string, path: string): Record<string, Term> => ({
  [`${base}/md5sum`]: { kind: "md5", path: `${path}hashes.MD5` },
  [`${base}/sha1sum`]: { kind: "sha1", path: `${path}hashes.'SHA-1'` },
  [`${base}/sha256sum`]: { kind: "sha256", path: `${path}hashes.'SHA-256'` },
});

/** By the `search` of a context in lower case (terms of Mandiant's MIR, IOC terms 2010 and 2012). */
const TERMS: Readonly<Record<string, Term>> = {
  ...digests("fileitem", "file:"),
  ...digests("processitem/sectionlist/memorysection", "process:image_ref."),
  ...digests("driveritem", "file:"),
  ...digests("email/attachment", "file:"),
  "serviceitem/pathmd5sum": { kind: "md5", path: "process:image_ref.hashes.MD5" },
  "serviceitem/servicedllmd5sum": { kind: "md5", path: "file:hashes.MD5" },
  "taskitem/actionlist/action/execprogrammd5sum": { kind: "md5", path: "file:hashes.MD5" },
  "fileitem/filename": { kind: "file", path: "file:name" },
  "fileitem/fullpath": { kind: "filepath", path: "directory:path" },
  "fileitem/filepath": { kind: "filepath", path: "file:parent_directory_ref.path" },
  "fileitem/sizeinbytes": { path: "file:size" },
  "fileitem/created": { path: "file:ctime" },
  "fileitem/modified": { path: "file:mtime" },
  "fileitem/peinfo/petimestamp": { path: `${PE}.time_date_stamp` },
  "fileitem/peinfo/importhash": { kind: "imphash", path: `${PE}.imphash` },
  "fileitem/peinfo/imphash": { kind: "imphash", path: `${PE}.imphash` },
  "fileitem/peinfo/sections/section/name": { path: `${PE}.sections[*].name` },
  "fileitem/stringlist/string": {},
  "processitem/name": { kind: "file", path: "process:image_ref.name" },
  "processitem/path": { kind: "filepath", path: "process:image_ref.parent_directory_ref.path" },
  "processitem/arguments": { path: "process:command_line" },
  "processitem/username": { path: "process:creator_user_ref.account_login" },
  "processitem/handlelist/handle/name": { kind: "mutex", path: "mutex:name" },
  "processitem/sectionlist/memorysection/name": { path: "process:image_ref.name" },
  "processitem/portlist/portitem/remoteip": {
    kind: "address",
    path: "network-traffic:dst_ref.value",
  },
  "processitem/portlist/portitem/remoteport": { path: "network-traffic:dst_port" },
  "registryitem/path": { kind: "registry-key", path: "windows-registry-key:key" },
  "registryitem/keypath": { kind: "registry-key", path: "windows-registry-key:key" },
  "registryitem/valuename": { path: "windows-registry-key:values[*].name" },
  "registryitem/value": { path: "windows-registry-key:values[*].data" },
  "registryitem/text": { path: "windows-registry-key:values[*].data" },
  "serviceitem/name": {
    kind: "service-name",
    path: "process:extensions.'windows-service-ext'.service_name",
  },
  "serviceitem/descriptivename": { path: "process:extensions.'windows-service-ext'.display_name" },
  "serviceitem/path": { kind: "filepath", path: "process:image_ref.name" },
  "serviceitem/servicedll": {
    kind: "filepath",
    path: "process:extensions.'windows-service-ext'.service_dll_refs[*].name",
  },
  "taskitem/name": { kind: "scheduled-task" },
  "driveritem/drivername": { kind: "file", path: "file:name" },
  "network/dns": { kind: "host", path: "domain-name:value" },
  "dnsentryitem/host": { kind: "host", path: "domain-name:value" },
  "dnsentryitem/recordname": { kind: "host", path: "domain-name:value" },
  "dnsentryitem/recorddata/host": { kind: "host", path: "domain-name:value" },
  "dnsentryitem/recorddata/ipv4address": { kind: "ipv4", path: "ipv4-addr:value" },
  "routeentryitem/destination": { kind: "address", path: "ipv4-addr:value" },
  "portitem/remoteip": { kind: "address", path: "network-traffic:dst_ref.value" },
  "portitem/localip": { kind: "address", path: "network-traffic:src_ref.value" },
  "portitem/remoteport": { path: "network-traffic:dst_port" },
  "portitem/localport": { path: "network-traffic:src_port" },
  "arpentryitem/ipv4address": { kind: "ipv4", path: "ipv4-addr:value" },
  "arpentryitem/physicaladdress": { kind: "mac-address", path: "mac-addr:value" },
  "network/uri": { kind: "http-uri", path: `${HTTP}.request_value` },
  "network/useragent": { kind: "user-agent", path: `${HTTP}.request_header.'User-Agent'` },
  "network/http_referr": { kind: "url", path: `${HTTP}.request_header.Referer` },
  "urlhistoryitem/url": { kind: "url", path: "url:value" },
  "urlhistoryitem/hostname": { kind: "host", path: "domain-name:value" },
  "formhistoryitem/url": { kind: "url", path: "url:value" },
  "filedownloadhistoryitem/sourceurl": { kind: "url", path: "url:value" },
  "cookiehistoryitem/hostname": { kind: "host", path: "domain-name:value" },
  "email/from": { kind: "email", path: "email-message:from_ref.value" },
  "email/to": { kind: "email", path: "email-message:to_refs[*].value" },
  "email/replyto": { kind: "email" },
  "email/subject": { kind: "email-subject", path: "email-message:subject" },
  "email/attachment/name": { kind: "file", path: "file:name" },
};

/** Content types that say what the value is where the term does not. */
const CONTENT_TYPES: Readonly<Record<string, Term>> = {
  md5: { kind: "md5", path: "file:hashes.MD5" },
  sha1: { kind: "sha1", path: "file:hashes.'SHA-1'" },
  sha256: { kind: "sha256", path: "file:hashes.'SHA-256'" },
};

/** What is known of a term; nothing of one that is unknown. */
export function lookUpTerm(search: string, contentType: string): Term {
  const key = search.toLowerCase();
  const type = contentType.toLowerCase();
  if (Object.hasOwn(TERMS, key)) return TERMS[key] ?? {};
  return Object.hasOwn(CONTENT_TYPES, type) ? (CONTENT_TYPES[type] ?? {}) : {};
}
