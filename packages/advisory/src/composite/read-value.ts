import { normalizeObservable } from "@tocsin/model";
import type { Observable, ObservableType } from "@tocsin/model";
import { refangValue } from "../find/refang-value.ts";

/** What a value is: a kind of observable, an address of either family, a host, a name or path of a file. */
export type ValueKind = ObservableType | "address" | "host" | "file";

/** The observable of a value, or undefined if it has not the form of its kind. */
export function readValue(kind: ValueKind, text: string): Observable | undefined {
  switch (kind) {
    case "address":
      return readAddress(text);
    case "host":
      return readAddress(text) ?? normalizeObservable("domain", refangValue("domain", text));
    case "file":
      return normalizeObservable(/[\\/]/.test(text) ? "filepath" : "filename", text);
    case "url":
      // Blanks in an address are written by hand; what is sent has them encoded.
      return normalizeObservable("url", refangValue("url", text.trim()).replaceAll(" ", "%20"));
    default:
      return normalizeObservable(kind, refangValue(kind, text));
  }
}

/**
 * The observable of what a list calls a URL. Many lists leave the scheme out: none is invented, what stands there is
 * looked for as it is, and a bare host as that.
 */
export function readListedUrl(raw: string): Observable | undefined {
  const url = readValue("url", raw);
  if (url !== undefined) return url;
  const text = refangValue("url", raw.trim());
  const [, host = "", port, path = ""] =
    /^([^\s/:?#@]{1,253})(:\d{1,5})?([/?#]\S{0,8000})?$/.exec(text) ?? [];
  const known = readValue("host", host);
  if (known === undefined) return undefined;
  return port === undefined && /^\/?$/.test(path) ? known : normalizeObservable("http-uri", text);
}

/** An address or network of either family. */
export function readAddress(raw: string): Observable | undefined {
  const text = refangValue("ipv4", raw.trim());
  if (text.includes("/")) return normalizeObservable("cidr", text);
  return normalizeObservable("ipv4", text) ?? normalizeObservable("ipv6", text);
}
