/**
 * Addresses and networks as bytes. IPv4 is four parts, decimal, no leading zeros (RFC 6943 3.1.1);
 * IPv6 any form of RFC 4291 2.2, printed in the form of RFC 5952.
 */
export interface Network {
  /** 4 or 16 bytes. */
  readonly bytes: Uint8Array;
  /** 0–32 or 0–128. */
  readonly prefixBits: number;
}

/** The four bytes of a dotted IPv4 address, or undefined. */
export function parseIpv4(text: string): Uint8Array | undefined {
  if (text.length < 7 || text.length > 15) return undefined;
  const bytes = new Uint8Array(4);
  let part = 0;
  let digits = 0;
  let value = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = i < text.length ? text.charCodeAt(i) : 46;
    if (c === 46) {
      if (digits === 0 || part > 3) return undefined;
      bytes[part++] = value;
      digits = 0;
      value = 0;
    } else if (c >= 48 && c <= 57) {
      if (digits > 0 && value === 0) return undefined;
      value = value * 10 + (c - 48);
      digits++;
      if (value > 255) return undefined;
    } else return undefined;
  }
  return part === 4 ? bytes : undefined;
}

/** The sixteen bytes of an IPv6 address, or undefined. A zone (`%eth0`) is dropped. */
export function parseIpv6(input: string): Uint8Array | undefined {
  const zone = input.indexOf("%");
  const text = zone > 0 ? input.slice(0, zone) : input;
  if (text.length < 2 || text.length > 45 || !text.includes(":")) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? "", halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? "", true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const count = head.length + tail.length;
  if (halves.length === 1 ? count !== 16 : count > 14) return undefined;
  const bytes = new Uint8Array(16);
  bytes.set(head, 0);
  bytes.set(tail, 16 - tail.length);
  return bytes;
}

/** Bytes of colon-separated groups; only the last may be a dotted IPv4 address. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [i, group] of groups.entries()) {
    if (mayEndInIpv4 && i === groups.length - 1 && group.includes(".")) {
      const v4 = parseIpv4(group);
      if (v4 === undefined) return undefined;
      bytes.push(...v4);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    }
  }
  return bytes;
}

/** The bytes of an address of either family, or undefined. `::ffff:1.2.3.4` becomes the IPv4 address. */
export function parseIp(text: string): Uint8Array | undefined {
  return parseIpv4(text) ?? unmapIpv4(parseIpv6(text));
}

function unmapIpv4(bytes: Uint8Array | undefined): Uint8Array | undefined {
  if (bytes === undefined) return undefined;
  for (let i = 0; i < 10; i++) if (bytes[i] !== 0) return bytes;
  return bytes[10] === 255 && bytes[11] === 255 ? bytes.slice(12) : bytes;
}

/** `192.0.2.0/24`, `2001:db8::/32`; an address alone is a network of one. Host bits are cleared. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const bytes = parseIpv4(address) ?? parseIpv6(address);
  if (bytes === undefined) return undefined;
  const widthBits = bytes.length * 8;
  if (slash < 0) return { bytes, prefixBits: widthBits };
  const prefixText = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefixText)) return undefined;
  const prefixBits = Number(prefixText);
  if (prefixBits > widthBits) return undefined;
  const cleared = bytes.slice();
  for (let bit = prefixBits; bit < widthBits; bit++) {
    const at = bit >> 3;
    cleared[at] = (cleared[at] ?? 0) & ~(128 >> (bit & 7));
  }
  return { bytes: cleared, prefixBits };
}

/** Whether the address lies in the network. Families never match each other. */
export function networkContains(network: Network, address: Uint8Array): boolean {
  if (network.bytes.length !== address.length) return false;
  const whole = network.prefixBits >> 3;
  for (let i = 0; i < whole; i++) if (network.bytes[i] !== address[i]) return false;
  const rest = network.prefixBits & 7;
  if (rest === 0) return true;
  const mask = 0xff << (8 - rest);
  return ((network.bytes[whole] ?? 0) & mask) === ((address[whole] ?? 0) & mask);
}

/** Dotted form, or the short form of RFC 5952. */
export function formatIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  if (isMapped(bytes)) return `::ffff:${bytes.subarray(12).join(".")}`;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0));
  let best = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let j = i;
    while (j < 8 && groups[j] === 0) j++;
    if (j - i > bestLength) {
      best = i;
      bestLength = j - i;
    }
    if (j > i) i = j;
  }
  const hex = groups.map((group) => group.toString(16));
  if (best < 0) return hex.join(":");
  return `${hex.slice(0, best).join(":")}::${hex.slice(best + bestLength).join(":")}`;
}

/** Whether it is an IPv4 address in IPv6's clothes, which RFC 5952 5 prints with dots. */
function isMapped(bytes: Uint8Array): boolean {
  return bytes.every((byte, i) => i >= 12 || byte === (i < 10 ? 0 : 255));
}

/** `192.0.2.0/24`. */
export function formatNetwork(network: Network): string {
  return `${formatIp(network.bytes)}/${network.prefixBits}`;
}
