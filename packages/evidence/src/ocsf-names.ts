// Sigma's field names in the Open Cybersecurity Schema Framework.
import type { Aliases } from "./alias.ts";
import { valueAt } from "./flatten.ts";
import { isObject, type JsonObject } from "./wrappers.ts";

const PARENT = ["process.parent_process", "actor.process"];
const OWNER = ["process", "actor.process"];
const parent = (end: string): string[] => PARENT.map((place) => `${place}.${end}`);
const owner = (end: string): string[] => OWNER.map((place) => `${place}.${end}`);
const URL = "http_request.url";

/** A list of `{algorithm, value}` as Sysmon's `Hashes`. */
function hashes(object: JsonObject): string | undefined {
  for (const place of ["process.file", "module.file", "driver.file", "file"]) {
    const list = valueAt(object, `${place}.hashes`);
    if (!Array.isArray(list)) continue;
    const parts: string[] = [];
    for (const one of list as readonly unknown[]) {
      if (!isObject(one) || typeof one["value"] !== "string") continue;
      const name = one["algorithm"];
      if (typeof name === "string")
        parts.push(`${name.replace("-", "").toUpperCase()}=${one["value"].toUpperCase()}`);
    }
    if (parts.length > 0) return parts.join(",");
  }
  return undefined;
}

/** For each of Sigma's names, where the framework has it; which apply, the class says. */
export const OCSF_NAMES: Aliases = {
  Image: owner("file.path"),
  CommandLine: owner("cmd_line"),
  CurrentDirectory: owner("working_directory"),
  ProcessId: owner("pid"),
  ProcessGuid: owner("uid"),
  IntegrityLevel: owner("integrity"),
  OriginalFileName: ["process.file.internal_name", "module.file.internal_name"],
  Description: ["process.file.desc", "module.file.desc"],
  Product: ["process.file.product.name", "module.file.product.name"],
  Company: ["process.file.company_name", "module.file.company_name"],
  FileVersion: ["process.file.version", "module.file.version"],
  ParentImage: parent("file.path"),
  ParentCommandLine: parent("cmd_line"),
  ParentProcessId: parent("pid"),
  User: ["process.user.name", "actor.user.name", "user.name"],
  Hashes: hashes,
  TargetFilename: ["file_result.path", "file.path"],
  SourceFilename: ["file.path"],
  ImageLoaded: ["module.file.path", "driver.file.path"],
  TargetObject: ["reg_value.path", "reg_key.path"],
  Details: ["reg_value.data"],
  SourceIp: ["src_endpoint.ip"],
  SourcePort: ["src_endpoint.port"],
  SourceHostname: ["src_endpoint.hostname"],
  DestinationIp: ["dst_endpoint.ip"],
  DestinationPort: ["dst_endpoint.port"],
  DestinationHostname: ["dst_endpoint.hostname", "dst_endpoint.domain"],
  Protocol: ["connection_info.protocol_name"],
  QueryName: ["query.hostname"],
  QueryResults: ["answers.rdata"],
  query: ["query.hostname"],
  record_type: ["query.type"],
  answer: ["answers.rdata"],
  Signature: ["finding_info.title", "malware.name"],
  Filename: ["malware.files.path", "evidences.file.path"],
  src_ip: ["src_endpoint.ip"],
  src_port: ["src_endpoint.port"],
  dst_ip: ["dst_endpoint.ip"],
  dst_port: ["dst_endpoint.port"],
  "c-ip": ["src_endpoint.ip"],
  "s-ip": ["dst_endpoint.ip"],
  "cs-method": ["http_request.http_method"],
  "c-uri": [`${URL}.url_string`, `${URL}.path`],
  "cs-uri": [`${URL}.url_string`, `${URL}.path`],
  "cs-uri-stem": [`${URL}.path`],
  "cs-uri-query": [`${URL}.query_string`],
  "c-uri-stem": [`${URL}.path`],
  "c-uri-query": [`${URL}.query_string`],
  "cs-host": [`${URL}.hostname`],
  "r-dns": [`${URL}.hostname`],
  "cs-user-agent": ["http_request.user_agent"],
  "c-useragent": ["http_request.user_agent"],
  "cs-referer": ["http_request.referrer"],
  "cs-referrer": ["http_request.referrer"],
  "sc-status": ["http_response.code"],
  eventName: ["api.operation"],
  eventSource: ["api.service.name"],
  errorCode: ["api.response.error"],
  errorMessage: ["api.response.error_message"],
  sourceIPAddress: ["src_endpoint.ip"],
  userAgent: ["http_request.user_agent"],
  "userIdentity.type": ["actor.user.type"],
  "userIdentity.arn": ["actor.user.uid_alt", "actor.user.uid"],
};
