import type { Network } from "@tocsin/model";

/** Networks, found by the addresses in them. */
export interface AddressIndex {
  readonly isEmpty: boolean;
  /** Gives the position of every network that contains the address of 4 or 16 bytes. */
  find(address: Uint8Array, sink: (position: number) => void): void;
}

type Positions = readonly number[];

/** Networks of one address are looked up, wider ones are found on the way of the address through a trie. */
export function compileAddressIndex(
  networks: readonly (readonly [position: number, network: Network])[],
): AddressIndex {
  const hosts = new Map<number, number[]>();
  const longHosts = new Map<string, number[]>();
  const wide: { bytes: Uint8Array; prefixBits: number; position: number }[] = [];
  for (const [position, { bytes, prefixBits }] of networks)
    if (prefixBits < bytes.length * 8) wide.push({ bytes, prefixBits, position });
    else if (bytes.length === 4) push(hosts, numberOf(bytes), position);
    else push(longHosts, textOf(bytes), position);
  const trie = compileTrie(wide.filter(({ bytes }) => bytes.length === 4));
  const longTrie = compileTrie(wide.filter(({ bytes }) => bytes.length === 16));
  return {
    isEmpty: networks.length === 0,
    find(address, sink) {
      if (address.length === 4) {
        if (hosts.size > 0) each(hosts.get(numberOf(address)), sink);
        trie(address, sink);
      } else {
        if (longHosts.size > 0) each(longHosts.get(textOf(address)), sink);
        longTrie(address, sink);
      }
    },
  };
}

function compileTrie(
  networks: readonly { bytes: Uint8Array; prefixBits: number; position: number }[],
): AddressIndex["find"] {
  // Two links for each node, 0 where there is none: nothing leads back to the root.
  const links = [0, 0];
  const ends = new Map<number, number[]>();
  for (const { bytes, prefixBits, position } of networks) {
    let node = 0;
    for (let bit = 0; bit < prefixBits; bit++) {
      const link = node * 2 + bitOf(bytes, bit);
      node = links[link] ?? 0;
      if (node === 0) {
        node = links.length / 2;
        links[link] = node;
        links.push(0, 0);
      }
    }
    push(ends, node, position);
  }
  const steps = Int32Array.from(links);
  const isEnd = new Uint8Array(links.length / 2);
  for (const node of ends.keys()) isEnd[node] = 1;
  return (address, sink) => {
    const bits = address.length * 8;
    let node = 0;
    for (let bit = 0; ; bit++) {
      if (isEnd[node] === 1) each(ends.get(node), sink);
      if (bit === bits) return;
      node = steps[node * 2 + bitOf(address, bit)] ?? 0;
      if (node === 0) return;
    }
  };
}

function bitOf(bytes: Uint8Array, bit: number): number {
  return ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
}

function numberOf(bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return (a << 24) | (b << 16) | (c << 8) | d;
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function each(positions: Positions | undefined, sink: (position: number) => void): void {
  if (positions !== undefined) for (const position of positions) sink(position);
}

function push<Key>(map: Map<Key, number[]>, key: Key, position: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [position]);
  else known.push(position);
}
