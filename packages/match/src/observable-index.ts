import { networkContains, parseNetwork } from "@tocsin/model";
import type { EvidenceRecord, Network, Observable } from "@tocsin/model";
import { addressesIn, bearsObservable } from "./observable.ts";
import { foldCase, valuesOf } from "./text.ts";

/** Finds which of many observables a record bears, at a cost that hardly grows with their number. */
export interface ObservableIndex {
  /** Gives the position of each observable that some field of the record bears, once. */
  find(record: EvidenceRecord, sink: (position: number) => void): void;
}

interface Needle {
  readonly position: number;
  readonly observable: Observable;
  /** A folded text without which a value cannot bear the observable; undefined if there is none. */
  readonly literal: string | undefined;
}

const RUN = /[\p{L}\p{N}]{32,128}/gu;
const NAME = /[\p{L}\p{N}._-]{3,}/gu;
const MAX_NAME = 253;
const MAX_ENDS = 16;
const ONLY_NAME = /^[\p{L}\p{N}._-]+$/u;

/**
 * Digests, addresses and domains are looked up by the tokens of a value; the rest is passed over where a
 * value lacks their literal. Each candidate is confirmed by {@link bearsObservable}, so the result is that
 * of asking for each.
 */
export function compileObservableIndex(observables: readonly Observable[]): ObservableIndex {
  const digests = new Map<string, Needle[]>();
  const names = new Map<string, Needle[]>();
  const addresses = new Map<string, Needle[]>();
  const networks: (Needle & { readonly network: Network })[] = [];
  const others: Needle[] = [];
  for (const [position, observable] of observables.entries()) {
    const { type, value } = observable;
    const needle = { position, observable, literal: literalOf(observable) };
    if (isDigest(observable)) push(digests, value, needle);
    else if (type === "ipv4" || type === "ipv6") push(addresses, value, needle);
    else if (type === "domain" && ONLY_NAME.test(value)) push(names, value, needle);
    else if (type === "cidr") {
      const network = parseNetwork(value);
      if (network !== undefined) networks.push({ ...needle, network });
    } else others.push(needle);
  }
  const hasAddresses = addresses.size + networks.length > 0;

  return {
    find(record, sink) {
      const found = new Set<number>();
      const confirm = (needles: readonly Needle[] | undefined, text: string): void => {
        for (const { position, observable } of needles ?? [])
          if (!found.has(position) && bearsObservable(observable, text)) {
            found.add(position);
            sink(position);
          }
      };
      for (const [, value] of record.fields())
        for (const one of valuesOf(value)) {
          const text = String(one);
          const folded = foldCase(text);
          if (digests.size > 0 && text.length >= 32)
            for (const [run] of folded.matchAll(RUN)) confirm(digests.get(run), text);
          if (names.size > 0 && text.includes("."))
            for (const [run] of folded.matchAll(NAME)) {
              const held = namesIn(run);
              if (held === undefined) for (const needles of names.values()) confirm(needles, text);
              else for (const name of held) confirm(names.get(name), text);
            }
          if (hasAddresses && text.length >= 2)
            for (const { form, bytes } of addressesIn(text)) {
              confirm(addresses.get(form), text);
              for (const needle of networks)
                if (networkContains(needle.network, bytes)) confirm([needle], text);
            }
          for (const needle of others)
            if (needle.literal === undefined || folded.includes(needle.literal))
              confirm([needle], text);
        }
    },
  };
}

function push(map: Map<string, Needle[]>, key: string, needle: Needle): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [needle]);
  else known.push(needle);
}

function isDigest({ type }: Observable): boolean {
  return ["md5", "sha1", "sha256", "sha512", "imphash"].includes(type);
}

function literalOf({ type, value }: Observable): string | undefined {
  switch (type) {
    case "email":
    case "filename":
    case "mutex":
    case "named-pipe":
    case "user-agent":
    case "domain":
    case "mac-address":
    case "asn":
    case "btc":
      return foldCase(value);
    case "url":
      return foldCase(/^[^/]*\/\/[^/]*/u.exec(value)?.[0] ?? value);
    default:
      return undefined;
  }
}

/**
 * The names that a run of name characters may be taken to hold: each end that is free, from each label on.
 * Undefined if there are too many ends to name; a name has 253 characters at most (RFC 1035 2.3.4).
 */
function namesIn(run: string): Set<string> | undefined {
  const names = new Set<string>();
  const ends = freeEnds(run);
  if (ends.length > MAX_ENDS) return undefined;
  for (const end of ends) {
    const start = Math.max(0, end - MAX_NAME - 1);
    if (end <= MAX_NAME) names.add(run.slice(0, end));
    for (let dot = run.indexOf(".", start); dot >= 0 && dot < end; dot = run.indexOf(".", dot + 1))
      names.add(run.slice(dot + 1, end));
  }
  return names;
}

/** A name ends with its run, or at a dot behind which no word goes on. */
function freeEnds(run: string): number[] {
  const ends: number[] = [run.length];
  for (let at = run.indexOf("."); at >= 0 && ends.length <= MAX_ENDS; at = run.indexOf(".", at + 1))
    if (!/[\p{L}\p{N}]/u.test(run.charAt(at + 1))) ends.push(at);
  return ends;
}
