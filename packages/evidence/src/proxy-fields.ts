// Sigma's names for what a proxy was asked: the whole address, and its parts.
import type { FieldValue } from "@tocsin/model";

type Table = Map<string, FieldValue>;

/** What all logs of proxies are. */
export const PROXY_SOURCE = { format: "web-access", category: "proxy" } as const;

const URL_PARTS = /^(?:[a-z][\w+.-]{0,15}:\/\/)?([^/?#]{0,255})([^?#]{0,65536})(?:\?(.*))?$/is;

/** Adds `c-uri` and its parts: host, stem, query, extension. */
export function addAddress(fields: Table, address: string): void {
  fields.set("c-uri", address);
  fields.set("cs-uri", address);
  const [, authority = "", stem = "", query] = URL_PARTS.exec(address) ?? [];
  const host = authority.replace(/^[^@]*@/, "").replace(/:\d{1,5}$/, "");
  if (host !== "" && !fields.has("cs-host")) fields.set("cs-host", host);
  if (host !== "") fields.set("r-dns", host);
  setUnlessThere(fields, "c-uri-stem", stem);
  setUnlessThere(fields, "cs-uri-stem", stem);
  fields.set("c-uri-query", query ?? null);
  const extension = /\.(\w{1,16})$/.exec(stem)?.[1];
  if (extension !== undefined) fields.set("c-uri-extension", extension);
}

function setUnlessThere(fields: Table, name: string, value: string): void {
  if (value !== "" && !fields.has(name)) fields.set(name, value);
}

/** Names that Sigma has beside W3C's for the same thing. */
export function addProxyNames(fields: Table): void {
  for (const [name, from] of [
    ["src_ip", "c-ip"],
    ["dst_ip", "r-ip"],
    ["dst_ip", "s-ip"],
    ["c-useragent", "cs-user-agent"],
    ["cs-referrer", "cs-referer"],
  ] as const) {
    const value = fields.get(from);
    if (value !== undefined && value !== null && !fields.has(name)) fields.set(name, value);
  }
}
