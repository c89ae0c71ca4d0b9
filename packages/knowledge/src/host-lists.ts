import { formatIp, networkContains, parseIp, parseNetwork } from "@tocsin/model";
import type { Network } from "@tocsin/model";
import type { HostList, KnowledgePart } from "./part.ts";

/** Lists of values that are known for something other than an intrusion. Being on one is a fact, no verdict. */
export interface HostLists {
  readonly lists: readonly HostList[];
  /** Ids of the lists that a host is on, itself or by a domain above it; in the order of `lists`. */
  listsOfHost(host: string): string[];
  /** Ids of the lists that an address is on. */
  listsOfAddress(ip: string): string[];
  /** Ids of the lists that a digest is on. */
  listsOfDigest(hex: string): string[];
}

/** Makes the tables of all lists. */
export function indexHostLists(parts: readonly KnowledgePart[]): HostLists {
  const lists = parts.flatMap(({ lists: some = [] }) => some);
  const values = new Map<string, number[]>();
  const domains = new Map<string, number[]>();
  const below = new Map<string, number[]>();
  const networks: { readonly network: Network; readonly list: number }[] = [];
  for (const [i, { type, entries }] of lists.entries())
    for (const entry of entries) {
      if (type === "domain") {
        if (entry.startsWith(".")) put(below, entry.slice(1), i);
        else put(domains, entry, i);
      } else if (type === "network") {
        const address = entry.includes("/") ? undefined : parseIp(entry);
        const network = address === undefined ? parseNetwork(entry) : undefined;
        if (address !== undefined) put(values, formatIp(address), i);
        else if (network !== undefined) networks.push({ network, list: i });
      } else put(values, entry, i);
    }
  const idsOf = (found: ReadonlySet<number>): string[] =>
    [...found].sort((a, b) => a - b).map((i) => lists[i]?.id ?? "");
  const exact = (key: string): Set<number> => new Set(values.get(key));
  return {
    lists,
    listsOfHost(host) {
      const name = host.toLowerCase().replace(/\.$/, "");
      if (name.length > 253) return [];
      const found = exact(name);
      for (let at = 0; at >= 0;) {
        const domain = name.slice(at);
        for (const list of domains.get(domain) ?? []) found.add(list);
        if (at > 0) for (const list of below.get(domain) ?? []) found.add(list);
        const dot = name.indexOf(".", at);
        at = dot < 0 ? -1 : dot + 1;
      }
      return idsOf(found);
    },
    listsOfAddress(ip) {
      const bytes = parseIp(ip);
      if (bytes === undefined) return [];
      const found = exact(formatIp(bytes));
      for (const { network, list } of networks)
        if (networkContains(network, bytes)) found.add(list);
      return idsOf(found);
    },
    listsOfDigest(hex) {
      return idsOf(exact(hex.toLowerCase()));
    },
  };
}

function put(map: Map<string, number[]>, key: string, list: number): void {
  const known = map.get(key);
  if (known) known.push(list);
  else map.set(key, [list]);
}
