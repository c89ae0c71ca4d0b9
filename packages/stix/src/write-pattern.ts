import type { Observable, ObservableType } from "@tocsin/model";
import { quoteText } from "./pattern-node.ts";
import { OWN_OBJECT } from "./target.ts";

/** The property that stands for a kind of observable; the others are written in full below. */
const PROPERTIES: Readonly<Partial<Record<ObservableType, string>>> = {
  ipv4: "ipv4-addr:value",
  ipv6: "ipv6-addr:value",
  domain: "domain-name:value",
  url: "url:value",
  email: "email-addr:value",
  md5: "file:hashes.MD5",
  sha1: "file:hashes.'SHA-1'",
  sha256: "file:hashes.'SHA-256'",
  sha512: "file:hashes.'SHA-512'",
  imphash: "file:extensions.'windows-pebinary-ext'.imphash",
  filename: "file:name",
  filepath: "directory:path",
  "registry-key": "windows-registry-key:key",
  mutex: "mutex:name",
  "user-agent": "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'",
  "mac-address": "mac-addr:value",
  ssdeep: "file:hashes.SSDEEP",
  tlsh: "file:hashes.TLSH",
  "certificate-sha1": "x509-certificate:hashes.'SHA-1'",
  "certificate-sha256": "x509-certificate:hashes.'SHA-256'",
  "certificate-serial": "x509-certificate:serial_number",
  "email-subject": "email-message:subject",
  "http-uri": "network-traffic:extensions.'http-request-ext'.request_value",
  "service-name": "process:extensions.'windows-service-ext'.service_name",
};

/**
 * The STIX pattern that asks for an observable. Kinds without a STIX object stand as objects of our own,
 * `[x-tocsin-named-pipe:value = '…']`.
 */
export function toPattern({ type, value }: Observable): string {
  if (type === "cidr")
    return `[${value.includes(":") ? "ipv6" : "ipv4"}-addr:value ISSUBSET ${quoteText(value)}]`;
  if (type === "asn" && /^AS\d+$/.test(value))
    return `[autonomous-system:number = ${Number(value.slice(2))}]`;
  if (type === "filepath") {
    const cut = Math.max(value.lastIndexOf("\\"), value.lastIndexOf("/"));
    const folder = value.slice(0, cut);
    const name = value.slice(cut + 1);
    if (folder !== "" && name !== "" && joins(folder, value.charAt(cut)))
      return `[file:name = ${quoteText(name)} AND file:parent_directory_ref.path = ${quoteText(folder)}]`;
  }
  return `[${PROPERTIES[type] ?? `${OWN_OBJECT}${type}:value`} = ${quoteText(value)}]`;
}

/** Whether the path comes back when folder and name are joined again. */
function joins(folder: string, slash: string): boolean {
  const isPosix = folder.includes("/") && !folder.includes("\\");
  return folder.trim() === folder && slash === (isPosix ? "/" : "\\");
}
