import { sha256 } from "./sha256.ts";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/**
 * Whether the text is a bitcoin address of the main net whose checksum holds: Base58Check with version
 * 0 or 5, or Bech32 and Bech32m (BIP 173, BIP 350).
 */
export function isBitcoinAddress(text: string): boolean {
  return text.startsWith("bc1") ? isSegwit(text) : isBase58Check(text);
}

function isBase58Check(text: string): boolean {
  let number = 0n;
  for (const letter of text) {
    const digit = BASE58.indexOf(letter);
    if (digit < 0) return false;
    number = number * 58n + BigInt(digit);
  }
  const bytes = new Uint8Array(25);
  for (let i = 24; i >= 0; i--) {
    bytes[i] = Number(number & 255n);
    number >>= 8n;
  }
  if (number !== 0n || (bytes[0] !== 0 && bytes[0] !== 5)) return false;
  const check = sha256(sha256(bytes.subarray(0, 21)));
  return [0, 1, 2, 3].every((i) => check[i] === bytes[21 + i]);
}

function isSegwit(text: string): boolean {
  // The human-readable part "bc" expanded: high bits, zero, low bits.
  let check = 1;
  const step = (value: number): void => {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
    for (const [i, generator] of generators.entries()) if ((top >> i) & 1) check ^= generator;
  };
  for (const value of [3, 3, 0, 2, 3]) step(value);
  for (const letter of text.slice(3)) {
    const value = BECH32.indexOf(letter);
    if (value < 0) return false;
    step(value);
  }
  return check === (text.charAt(3) === "q" ? 1 : 0x2bc830a3);
}
