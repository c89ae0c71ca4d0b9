import { isBitcoinAddress } from "./bitcoin.ts";
import { keccak256 } from "./keccak.ts";
import { add, isTaken } from "./sink.ts";
import type { FindState } from "./sink.ts";

const BITCOIN =
  /(?<![A-Za-z0-9])(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71})(?![A-Za-z0-9])/g;
const ETHEREUM = /(?<![A-Za-z0-9])0x[0-9A-F]{40}(?![A-Za-z0-9])/gi;
const MONERO =
  /(?<![A-Za-z0-9])[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?(?![A-Za-z0-9])/g;
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/** Bytes that a last block of so many letters of Monero's Base58 holds. */
const BLOCK_BYTES: Readonly<Record<number, number>> = {
  2: 1,
  3: 2,
  5: 3,
  6: 4,
  7: 5,
  9: 6,
  10: 7,
  11: 8,
};

/** Finds wallets of Bitcoin, Ethereum and Monero whose checksum holds. */
export function findWallets(state: FindState): void {
  const { text } = state.mapped;
  const forms = [
    [BITCOIN, "btc", isBitcoinAddress],
    [ETHEREUM, "eth", isEthereumAddress],
    [MONERO, "xmr", isMoneroAddress],
  ] as const;
  for (const [form, type, isValid] of forms) {
    for (const { 0: value, index } of text.matchAll(form)) {
      if (isValid(value) && !isTaken(state, index, index + value.length))
        add(state, type, value, index, index + value.length);
    }
  }
}

/** EIP-55: the capitals of an address with both cases are its checksum; one in a single case has none. */
function isEthereumAddress(text: string): boolean {
  const digits = text.slice(2);
  const folded = digits.toLowerCase();
  // The same digit throughout is a placeholder.
  if (/^(.)\1{39}$/.test(folded)) return false;
  if (digits === folded || digits === digits.toUpperCase()) return true;
  const hash = keccak256(new TextEncoder().encode(folded));
  for (let i = 0; i < 40; i++) {
    const unit = digits.charAt(i);
    if (/\d/.test(unit)) continue;
    const nibble = ((hash[i >> 1] ?? 0) >> (i % 2 === 0 ? 4 : 0)) & 15;
    if (/[A-F]/.test(unit) !== nibble > 7) return false;
  }
  return true;
}

/** Base58 in blocks of eight bytes; the last four bytes are the beginning of the Keccak-256 of the others. */
export function isMoneroAddress(text: string): boolean {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 11) {
    const block = text.slice(at, at + 11);
    const size = BLOCK_BYTES[block.length];
    if (size === undefined) return false;
    let number = 0n;
    for (const letter of block) {
      const digit = BASE58.indexOf(letter);
      if (digit < 0) return false;
      number = number * 58n + BigInt(digit);
    }
    if (number >> BigInt(size * 8) !== 0n) return false;
    for (let i = size - 1; i >= 0; i--) bytes.push(Number((number >> BigInt(i * 8)) & 255n));
  }
  const body = Uint8Array.from(bytes.slice(0, -4));
  const check = keccak256(body);
  return [0, 1, 2, 3].every((i) => check[i] === bytes[body.length + i]);
}
