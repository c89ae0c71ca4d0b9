/** Lengths of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512 in hexadecimal digits. */
const LENGTHS: ReadonlySet<number> = new Set([32, 40, 56, 64, 96, 128]);
const MOST_LINES = 8;
const MIN_FIRST = 8;

/**
 * Finds the ends of lines (by the number of the line) at which a digest goes on. The pieces are hexadecimal and
 * together as long as a digest. Pieces that could each be a digest are joined only where two halves of 32 stand
 * alone in a cell, or where the header says which digest it is.
 */
export function findBrokenDigests(
  lines: readonly string[],
  isCell: boolean,
  header = "",
): Set<number> {
  const found = new Set<number>();
  const wanted = lengthSaid(header);
  for (let i = 0; i + 1 < lines.length; i++) {
    const end = endOfDigest(lines, i, isCell, wanted);
    if (end === undefined) continue;
    for (let seam = i; seam < end; seam++) found.add(seam);
    i = end - 1;
    // The last line of the digest is all hexadecimal, or text goes on behind it: no other begins there.
    if (lines[end] !== undefined && isHex(lines[end])) i = end;
  }
  return found;
}

function endOfDigest(
  lines: readonly string[],
  start: number,
  isCell: boolean,
  wanted: number | undefined,
): number | undefined {
  const first = /(?:^|[^\p{L}\p{N}])([0-9a-f]{1,127})$/iu.exec(
    (lines[start] ?? "").slice(-130),
  )?.[1];
  if (first === undefined || first.length < MIN_FIRST) return undefined;
  let sum = first.length;
  let areAllWhole = LENGTHS.has(first.length);
  if (sum === wanted) return undefined;
  for (let i = start + 1; i < lines.length && i < start + MOST_LINES; i++) {
    const piece = /^([0-9a-f]{1,127})(?![\p{L}\p{N}])/iu.exec((lines[i] ?? "").slice(0, 130))?.[1];
    if (piece === undefined) return undefined;
    sum += piece.length;
    areAllWhole &&= LENGTHS.has(piece.length);
    const isLength = wanted === undefined ? LENGTHS.has(sum) : sum === wanted;
    const isTwoHalves = isCell && lines.length === 2 && sum === 64 && lines.every(isHex);
    if (isLength && (!areAllWhole || wanted !== undefined || isTwoHalves)) return i;
    if (sum > 128 || !isHex(lines[i] ?? "")) return undefined;
  }
  return undefined;
}

function isHex(line: string): boolean {
  return /^[0-9a-f]{1,128}$/i.test(line);
}

function lengthSaid(header: string): number | undefined {
  const said = /\bmd-?5\b|\bsha-?(?:1|256|512)\b/gi;
  const names = header.slice(0, 200).toLowerCase().match(said) ?? [];
  if (names.length !== 1) return undefined;
  const lengths: Record<string, number> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };
  return lengths[(names[0] ?? "").replace("-", "")];
}
