import { normalizeObservable, parseIpv4 } from "@tocsin/model";
import type { Observable } from "@tocsin/model";
import { refangValue } from "../find/refang-value.ts";

const RANGE =
  /^(\d{1,3}(?:\.\d{1,3}){3})\s{0,3}(?:-|–|—|\bto\b)\s{0,3}(\d{1,3}(?:\.\d{1,3}){3}|\d{1,3})$/;
const MAX_TEXT = 80;

/**
 * The networks and addresses that make up a range such as `192.0.2.20-192.0.2.29` or `192.0.2.20-29`: no address
 * more, none less. Undefined for any other text.
 */
export function readRange(text: string): readonly Observable[] | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const [, from = "", to = ""] = RANGE.exec(refangValue("ipv4", text.trim())) ?? [];
  const first = toNumber(from);
  const last = toNumber(to.includes(".") ? to : from.replace(/\d+$/, to));
  if (first === undefined || last === undefined || last < first) return undefined;
  const found: Observable[] = [];
  for (let start = first; start <= last;) {
    let size = 1;
    while (start % (size * 2) === 0 && start + size * 2 - 1 <= last) size *= 2;
    const address = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join(".");
    const one =
      size === 1
        ? normalizeObservable("ipv4", address)
        : normalizeObservable("cidr", `${address}/${32 - Math.log2(size)}`);
    if (one !== undefined) found.push(one);
    start += size;
  }
  return found;
}

function toNumber(text: string): number | undefined {
  const bytes = parseIpv4(text);
  return bytes && bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
