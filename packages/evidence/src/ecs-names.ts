// Sigma's field names in the Elastic Common Schema (its field reference; `Ext` is Elastic Defend's own).
import { type Aliases, plainAt, wordAt } from "./alias.ts";
import { textAt } from "./flatten.ts";
import { joinHashes } from "./hashes.ts";
import type { JsonObject } from "./wrappers.ts";

const HASHED = ["process.hash", "file.hash", "dll.hash", "process.pe", "file.pe", "dll.pe"];
const CLIENT = ["source.ip", "client.ip", "source.address"];
const SERVER = ["destination.ip", "server.ip", "destination.address"];
const AGENT = ["user_agent.original"];
const HOST = ["url.domain", "destination.domain"];

/** Whether the host itself opened the connection, as Sysmon says it. */
function initiated(object: JsonObject): string | undefined {
  const direction = wordAt(object, "network.direction");
  if (direction === undefined) return undefined;
  if (/^(?:egress|outbound|outgoing)$/.test(direction)) return "true";
  return /^(?:ingress|inbound|incoming)$/.test(direction) ? "false" : undefined;
}

/** `DOMAIN\name`. */
function user(object: JsonObject): string | undefined {
  const name = textAt(object, "user.name");
  const domain = textAt(object, "user.domain");
  return name === undefined || domain === undefined ? name : `${domain}\\${name}`;
}

/** The target of a request with its query. */
function target(object: JsonObject): string | undefined {
  const original = textAt(object, "url.original");
  if (original !== undefined) return original;
  const path = textAt(object, "url.path");
  const query = textAt(object, "url.query");
  return path === undefined || query === undefined ? path : `${path}?${query}`;
}

/** For each of Sigma's names, where the schema has it. */
export const ECS_NAMES: Aliases = {
  Image: ["process.executable"],
  CommandLine: ["process.command_line"],
  CurrentDirectory: ["process.working_directory"],
  ProcessId: ["process.pid"],
  ProcessGuid: ["process.entity_id"],
  OriginalFileName: ["process.pe.original_file_name", "dll.pe.original_file_name"],
  Description: ["process.pe.description", "dll.pe.description"],
  Product: ["process.pe.product", "dll.pe.product"],
  Company: ["process.pe.company", "dll.pe.company"],
  FileVersion: ["process.pe.file_version", "dll.pe.file_version"],
  IntegrityLevel: ["process.Ext.token.integrity_level_name"],
  LogonId: ["process.Ext.authentication_id", "winlog.logon.id"],
  ParentImage: ["process.parent.executable"],
  ParentCommandLine: ["process.parent.command_line"],
  ParentProcessId: ["process.parent.pid"],
  ParentProcessGuid: ["process.parent.entity_id"],
  GrandParentImage: ["process.parent.parent.executable"],
  User: user,
  Hashes: (object) => joinHashes(object, (kind) => HASHED.map((place) => `${place}.${kind}`)),
  TargetFilename: ["file.path"],
  SourceFilename: ["file.Ext.original.path"],
  ImageLoaded: ["dll.path", "driver.path", "file.path"],
  Signed: ["dll.code_signature.exists", "driver.code_signature.exists"],
  Signature: ["dll.code_signature.subject_name", "threat.indicator.name", "rule.name"],
  SignatureStatus: ["dll.code_signature.status", "driver.code_signature.status"],
  TargetObject: ["registry.path"],
  Details: ["registry.data.strings"],
  SourceIp: CLIENT,
  SourcePort: ["source.port", "client.port"],
  SourceHostname: ["source.domain"],
  DestinationIp: SERVER,
  DestinationPort: ["destination.port", "server.port"],
  DestinationHostname: ["destination.domain"],
  Protocol: ["network.transport"],
  Initiated: initiated,
  QueryName: ["dns.question.name"],
  QueryResults: ["dns.answers.data", "dns.resolved_ip"],
  query: ["dns.question.name"],
  record_type: ["dns.question.type"],
  answer: ["dns.answers.data", "dns.resolved_ip"],
  Filename: ["file.path"],
  Action: ["event.action"],
  src_ip: CLIENT,
  src_port: ["source.port"],
  dst_ip: SERVER,
  dst_port: ["destination.port"],
  username: ["user.name"],
  action: ["event.action"],
  "c-ip": CLIENT,
  "s-ip": SERVER,
  "s-port": ["destination.port", "url.port"],
  "cs-method": ["http.request.method"],
  "cs-uri": target,
  "cs-uri-stem": ["url.path"],
  "cs-uri-query": ["url.query"],
  "c-uri": (object) => textAt(object, "url.full") ?? target(object),
  "c-uri-stem": ["url.path"],
  "c-uri-query": ["url.query"],
  "c-uri-extension": ["url.extension"],
  "cs-host": HOST,
  "r-dns": HOST,
  "cs-user-agent": AGENT,
  "c-useragent": AGENT,
  "cs-referer": ["http.request.referrer"],
  "cs-referrer": ["http.request.referrer"],
  "cs-username": ["user.name"],
  "cs-version": (object) => plainAt(object, "http.version") ?? undefined,
  "sc-status": ["http.response.status_code"],
  "sc-bytes": ["http.response.bytes", "http.response.body.bytes"],
  "cs-bytes": ["http.request.bytes", "http.request.body.bytes"],
};
