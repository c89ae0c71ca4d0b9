import { normalizeObservable } from "@tocsin/model";
import type { Observable, ObservableType } from "@tocsin/model";
import { digestType, digestTypeOf } from "./digest.ts";
import { readObservable } from "./leaf.ts";
import { getInteger, getList, getProperty, getText, getTexts, isRecord } from "./stix-object.ts";

/** Types of STIX cyber-observable objects (STIX 2.1 section 6). */
export const CYBER_OBSERVABLE_TYPES: ReadonlySet<string> = new Set([
  "artifact",
  "autonomous-system",
  "directory",
  "domain-name",
  "email-addr",
  "email-message",
  "file",
  "ipv4-addr",
  "ipv6-addr",
  "mac-addr",
  "mutex",
  "network-traffic",
  "process",
  "software",
  "url",
  "user-account",
  "windows-registry-key",
  "x509-certificate",
]);

const VALUE_TYPES: Readonly<Record<string, readonly ObservableType[]>> = {
  "domain-name": ["domain", "ipv4", "ipv6"],
  "email-addr": ["email"],
  "ipv4-addr": ["ipv4", "cidr"],
  "ipv6-addr": ["ipv6", "cidr"],
  "mac-addr": ["mac-address"],
  url: ["url"],
};

/** The values a cyber-observable object states itself; those it refers to are objects of their own. */
export function observablesOf(object: unknown): Observable[] {
  const type = getText(object, "type") ?? "";
  const found: (Observable | undefined)[] = [];
  const add = (as: ObservableType, text: string | undefined): void => {
    if (text !== undefined) found.push(normalizeObservable(as, text));
  };
  if (Object.hasOwn(VALUE_TYPES, type))
    found.push(readObservable(VALUE_TYPES[type] ?? [], getText(object, "value") ?? ""));
  switch (type) {
    case "file":
    case "artifact":
      found.push(...digestsOf(getProperty(object, "hashes")));
      if (type === "file") {
        add("filename", getText(object, "name"));
        add("imphash", getText(extensionOf(object, "windows-pebinary-ext"), "imphash"));
      } else add("url", getText(object, "url"));
      break;
    case "directory":
      add("filepath", getText(object, "path"));
      break;
    case "windows-registry-key":
      add("registry-key", getText(object, "key"));
      break;
    case "mutex":
      add("mutex", getText(object, "name"));
      break;
    case "autonomous-system": {
      const number = getInteger(object, "number", 0, 4_294_967_295);
      if (number !== undefined) add("asn", String(number));
      break;
    }
    case "network-traffic": {
      const http = extensionOf(object, "http-request-ext");
      add("http-uri", getText(http, "request_value"));
      const header = getProperty(http, "request_header");
      // A text in STIX 2.0, a list in 2.1.
      for (const agent of [getText(header, "User-Agent"), ...getTexts(header, "User-Agent")])
        add("user-agent", agent);
      break;
    }
    case "process":
      add("service-name", getText(extensionOf(object, "windows-service-ext"), "service_name"));
      break;
    case "email-message":
      add("email-subject", getText(object, "subject"));
      break;
    case "x509-certificate": {
      const hashes = getProperty(object, "hashes");
      add("certificate-sha1", getText(hashes, "SHA-1"));
      add("certificate-sha256", getText(hashes, "SHA-256"));
      add("certificate-serial", getText(object, "serial_number"));
      break;
    }
    default:
  }
  return found.filter((one) => one !== undefined);
}

function extensionOf(object: unknown, name: string): unknown {
  return getProperty(getProperty(object, "extensions"), name);
}

function digestsOf(hashes: unknown): (Observable | undefined)[] {
  if (!isRecord(hashes)) return [];
  return Object.keys(hashes)
    .slice(0, 50)
    .map((name) => {
      const text = getText(hashes, name) ?? "";
      const type = digestType(name) ?? (name === "*" ? digestTypeOf(text) : undefined);
      return type && normalizeObservable(type, text);
    });
}

/** The objects of observed data: a dictionary in 2.0, nothing in 2.1 (there they are objects of the bundle). */
export function embeddedObjects(observedData: unknown): unknown[] {
  const objects = getProperty(observedData, "objects");
  if (!isRecord(objects)) return getList(observedData, "objects").slice(0, 1000);
  return Object.values(objects).slice(0, 1000);
}
