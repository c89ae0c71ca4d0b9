import { networkContains, parseIp, parseIpv4, parseNetwork } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileAddressIndex } from "../src/address-index.ts";
import { scanAddresses } from "../src/address-scan.ts";
import { readUnits } from "../src/observable-units.ts";

function scanned(text: string): string[] {
  const found = new Set<string>();
  scanAddresses(readUnits(text), (bytes) => found.add(bytes.join()));
  return [...found].sort();
}

/** What an address in a text is, written as patterns. */
function described(text: string): string[] {
  const found = new Set<string>();
  const quads = /(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.[\p{L}\p{N}])/gu;
  for (const [quad] of text.matchAll(quads)) found.add(parseIpv4(quad)?.join() ?? "");
  for (const { 0: run, index } of text.matchAll(
    /(?<![0-9a-f:])[0-9a-f:]{1,64}(?![0-9a-f:\p{L}\p{N}])/giu,
  )) {
    const before = text.slice(0, index);
    if (/[\p{L}\p{N}]$/u.test(before) && !run.startsWith(":")) continue;
    for (const form of [
      run,
      run.replace(/^:(?!:)/, ""),
      run.replace(/^:(?!:)/, "").replace(/(?<!:):$/, ""),
    ])
      if (form.includes(":")) found.add(parseIp(form)?.join() ?? "");
  }
  found.delete("");
  return [...found].sort();
}

test("addresses are read from a text as their patterns describe them", () => {
  const piece = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.constantFrom(".", ":", "::", " ", "x", "g", "-", "/", "\u00e9", "%eth0"),
    },
    fc.constantFrom("0", "1", "25", "255", "256", "01", "1234", "ffff", "2001:db8", "A"),
    fc.constantFrom("192.0.2.5", "::ffff:192.0.2.5", "1:2:3:4:5:6:7:8", "fe80::1", "10:20:30"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (parts) => {
      const text = parts.join("");
      expect(scanned(text)).toEqual(described(text));
    }),
    { numRuns: 20_000 },
  );
});

test("networks are found by an address as each of them would say", () => {
  const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
    fc.uint8Array({ minLength: length, maxLength: length, max: 3 });
  const address = fc.oneof(bytes(4), bytes(16));
  const network = fc
    .tuple(address, fc.nat(128))
    .map(([one, bits]) => {
      const groups = Array.from({ length: 8 }, (_, i) =>
        ((one[i * 2] ?? 0) * 256 + (one[i * 2 + 1] ?? 0)).toString(16),
      );
      return parseNetwork(
        one.length === 4 ? `${one.join(".")}/${Math.min(32, bits)}` : `${groups.join(":")}/${bits}`,
      );
    })
    .filter((one) => one !== undefined);
  fc.assert(
    fc.property(fc.array(network, { maxLength: 40 }), fc.array(address), (networks, addresses) => {
      const index = compileAddressIndex([...networks.entries()]);
      for (const one of addresses) {
        const found: number[] = [];
        index.find(one, (position) => found.push(position));
        const expected = networks.flatMap((net, at) => (networkContains(net, one) ? [at] : []));
        expect(found.sort((a, b) => a - b)).toEqual(expected);
      }
    }),
  );
});
