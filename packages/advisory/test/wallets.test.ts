import { expect, test } from "vitest";
import { keccak256 } from "../src/find/keccak.ts";
import { isMoneroAddress } from "../src/find/wallets.ts";
import { findObservables } from "../src/index.ts";

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The address of EIP-55 for 20 bytes, and that of Monero for 64, made of nothing but counting. */
function makeEthereum(): string {
  const digits = hex(Uint8Array.from({ length: 20 }, (_, i) => i * 13 + 7));
  const hash = hex(keccak256(new TextEncoder().encode(digits)));
  return `0x${Array.from(digits, (unit, i) => (Number.parseInt(hash.charAt(i), 16) > 7 ? unit.toUpperCase() : unit)).join("")}`;
}

function makeMonero(): string {
  const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const body = Uint8Array.from({ length: 65 }, (_, i) => (i === 0 ? 18 : (i * 7) % 256));
  const bytes = [...body, ...keccak256(body).subarray(0, 4)];
  let text = "";
  for (let at = 0; at < bytes.length; at += 8) {
    const block = bytes.slice(at, at + 8);
    let number = block.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    let written = "";
    for (let i = 0; i < (block.length === 8 ? 11 : 7); i++) {
      written = `${letters.charAt(Number(number % 58n))}${written}`;
      number /= 58n;
    }
    text += written;
  }
  return text;
}

test("Keccak-256 gives the published digests", () => {
  expect(hex(keccak256(new Uint8Array()))).toBe(
    "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
  );
  expect(hex(keccak256(new TextEncoder().encode("abc")))).toBe(
    "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
  );
  // Longer than one block.
  expect(hex(keccak256(new Uint8Array(200)))).toHaveLength(64);
});

test("a finder takes wallets whose checksum holds", () => {
  const eth = makeEthereum();
  const xmr = makeMonero();
  expect(xmr).toMatch(/^4/);
  const text = `Pay to ${eth}, ${eth.toLowerCase()} or ${xmr}.`;
  expect(findObservables(text).observables).toMatchObject([
    { type: "eth", value: eth.toLowerCase() },
    { type: "eth", value: eth.toLowerCase() },
    { type: "xmr", value: xmr },
  ]);
});

test("a finder passes over wallets with one wrong letter", () => {
  const eth = makeEthereum();
  const at = eth.search(/[A-F]/);
  const wrong = `${eth.slice(0, at)}${eth.charAt(at).toLowerCase()}${eth.slice(at + 1)}`;
  const xmr = makeMonero();
  const broken = `${xmr.slice(0, 40)}${xmr.charAt(40) === "a" ? "b" : "a"}${xmr.slice(41)}`;
  expect(isMoneroAddress(broken)).toBe(false);
  expect(findObservables(`${wrong} ${broken} 0x${"0".repeat(40)}`).observables).toEqual([]);
});
