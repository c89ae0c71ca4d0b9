import type { Observable } from "@tocsin/model";
import { makeDeterministicId } from "./validate/deterministic-id.ts";
import { typeOf } from "./validate/types.ts";

/** A cyber-observable object without what all objects share. */
export interface CyberObservable {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** The object for an observable; undefined where STIX has none. */
export function toCyberObservable({ type, value }: Observable): CyberObservable | undefined {
  switch (type) {
    case "ipv4":
      return { type: "ipv4-addr", value };
    case "ipv6":
      return { type: "ipv6-addr", value };
    case "cidr":
      return { type: value.includes(":") ? "ipv6-addr" : "ipv4-addr", value };
    case "domain":
      return { type: "domain-name", value };
    case "url":
      return { type: "url", value };
    case "email":
      return { type: "email-addr", value };
    case "md5":
      return { type: "file", hashes: { MD5: value } };
    case "sha1":
      return { type: "file", hashes: { "SHA-1": value } };
    case "sha256":
      return { type: "file", hashes: { "SHA-256": value } };
    case "sha512":
      return { type: "file", hashes: { "SHA-512": value } };
    case "filename":
      return { type: "file", name: value };
    case "filepath":
      return { type: "directory", path: value };
    case "registry-key":
      return { type: "windows-registry-key", key: value };
    case "mutex":
      return { type: "mutex", name: value };
    case "mac-address":
      return { type: "mac-addr", value };
    case "asn":
      return { type: "autonomous-system", number: Number(value.slice(2)) };
    case "ssdeep":
      return { type: "file", hashes: { SSDEEP: value } };
    case "tlsh":
      return { type: "file", hashes: { TLSH: value } };
    case "certificate-sha1":
      return { type: "x509-certificate", hashes: { "SHA-1": value } };
    case "certificate-sha256":
      return { type: "x509-certificate", hashes: { "SHA-256": value } };
    case "certificate-serial":
      return { type: "x509-certificate", serial_number: value };
    case "email-subject":
      return { type: "email-message", is_multipart: false, subject: value };
    case "sha224":
    case "sha384":
    case "user-agent":
    case "ja3":
    case "ja3s":
    case "ja4":
    case "jarm":
    case "eth":
    case "xmr":
    case "http-uri":
    case "service-name":
    case "scheduled-task":
    case "imphash":
    case "named-pipe":
    case "pdb-path":
    case "btc":
      return undefined;
  }
}

/** The id that every producer gives such an object (STIX 2.1 section 3.4). */
export function toCyberObservableId(content: CyberObservable): string {
  return makeDeterministicId(content.type, typeOf(content.type)?.contributing ?? [], content);
}
