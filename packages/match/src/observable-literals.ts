import type { Observable } from "@tocsin/model";
import { formsOf } from "./observable-form.ts";
import type { Form } from "./observable-form.ts";
import { isAddress, networkOf } from "./observable.ts";

/** A shorter one would stand in too many values. */
const LEAST_LENGTH = 3;

/**
 * Texts in lower case, one of which stands in the lower case of every text that bears the observable; undefined if there are
 * no such texts. All are ASCII.
 */
export function literalsOf(observable: Observable): readonly string[] | undefined {
  if (isAddress(observable)) return addressLiterals(observable);
  const pieces = formsOf(observable).map(pieceOf);
  return pieces.every((piece) => piece.length >= LEAST_LENGTH) ? pieces : undefined;
}

/** What a reading writes otherwise than the text: either slash, any name of a hive. */
const REWRITTEN: Readonly<Record<Form["reading"], RegExp>> = {
  raw: /[^\x02-\x7f]+/u,
  folded: /[^\x02-\x7f]+/u,
  slashed: /[^\x02-\x7f]+|\\/u,
  keys: /[^\x02-\x7f]+|\\|hk(?:lm|cu|u|cr)/u,
};

/** The longest piece that stands in the text as in the reading. */
function pieceOf({ reading, known }: Form): string {
  return known.text
    .split(REWRITTEN[reading])
    .reduce((longest, piece) => (piece.length > longest.length ? piece : longest), "");
}

/**
 * An address of IPv4 is written with dots, or as the last two groups of one of IPv6. Those of IPv6 itself are written in too
 * many ways, and networks have too many addresses.
 */
function addressLiterals(observable: Observable): readonly string[] | undefined {
  const network = networkOf(observable);
  // Never borne.
  if (network === undefined) return [];
  const { bytes, prefixBits } = network;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const high = a * 256 + b;
  const low = c * 256 + d;
  // Groups of zeros may be left out.
  if (bytes.length !== 4 || prefixBits !== 32 || high === 0 || low === 0) return undefined;
  const digits = low.toString(16);
  const paddings = Array.from({ length: 5 - digits.length }, (_, zeros) => "0".repeat(zeros));
  return [
    `${a}.${b}.${c}.${d}`,
    ...paddings.map((zeros) => `${high.toString(16)}:${zeros}${digits}`),
  ];
}
