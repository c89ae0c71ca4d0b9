/** A network: the address with its host bits cleared. */
export interface Network {
  readonly bits: 32 | 128;
  readonly prefix: number;
  readonly base: bigint;
}

/**
 * Reads an address or a network in CIDR form; a lone address is the network that holds only it.
 * Host bits are cleared. Undefined for anything else, and for an IPv4 part whose leading zero may mean octal.
 */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const bits = address.includes(":") ? 128 : 32;
  const value = bits === 128 ? parseIpv6(address) : parseIpv4(address);
  if (value === undefined) return undefined;
  const prefix = slash < 0 ? bits : parsePrefix(text.slice(slash + 1), bits);
  if (prefix === undefined) return undefined;
  const host = BigInt(bits - prefix);
  return { bits, prefix, base: (value >> host) << host };
}

/** Whether every address of the first network belongs to the second. */
export function isWithin(inner: Network, outer: Network): boolean {
  if (inner.bits !== outer.bits || inner.prefix < outer.prefix) return false;
  const host = BigInt(outer.bits - outer.prefix);
  return inner.base >> host === outer.base >> host;
}

/** One spelling for each network: prefix left out where it is the whole address, IPv6 as eight groups. */
export function formatNetwork({ bits, prefix, base }: Network): string {
  const width = bits === 32 ? 8n : 16n;
  const parts: string[] = [];
  for (let at = BigInt(bits) - width; at >= 0n; at -= width)
    parts.push(((base >> at) & ((1n << width) - 1n)).toString(bits === 32 ? 10 : 16));
  const address = parts.join(bits === 32 ? "." : ":");
  return prefix === bits ? address : `${address}/${prefix}`;
}

function parsePrefix(text: string, bits: number): number | undefined {
  if (!/^\d{1,3}$/.test(text)) return undefined;
  const prefix = Number(text);
  return prefix <= bits ? prefix : undefined;
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.length <= 15 ? text.split(".") : [];
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0{0,2}[0-7]|[89]|[1-9]\d{1,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(Number(part));
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, at) => parseGroups(half, at === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const given = head.length + (tail?.length ?? 0);
  if (tail === undefined ? given !== 8 : given > 7) return undefined;
  const groups = [...head, ...Array.from({ length: 8 - given }, () => 0n), ...(tail ?? [])];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/** Groups of one side of `::`; the last of all may be an IPv4 address. */
function parseGroups(text: string, isEnd: boolean): bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [at, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else {
      const value = isEnd && at === parts.length - 1 ? parseIpv4(part) : undefined;
      if (value === undefined) return undefined;
      groups.push(value >> 16n, value & 0xffffn);
    }
  }
  return groups;
}
