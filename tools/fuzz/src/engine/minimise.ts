import { seal } from "../mutate/layout.ts";

const LARGEST_RANGE = 32_768;
const SMALLEST_RANGE = 8;

/**
 * Makes ranges of an input zero while it still fails, large ranges first; then cuts zeros off its end.
 * @param fails whether bytes show the same defect; may take long
 * @param isSealed put checksums right after each change
 */
export function minimise(
  input: Uint8Array,
  fails: (bytes: Uint8Array) => boolean,
  { isSealed, deadlineMs }: { readonly isSealed: boolean; readonly deadlineMs: number },
): Uint8Array {
  let best = input;
  const attempt = (bytes: Uint8Array): void => {
    if (isSealed) seal(bytes);
    if (fails(bytes)) best = bytes;
  };
  for (let size = LARGEST_RANGE; size >= SMALLEST_RANGE; size >>= 1)
    for (let at = 0; at < best.length; at += size) {
      if (performance.now() > deadlineMs) return best;
      if (best.subarray(at, at + size).every((byte) => byte === 0)) continue;
      attempt(best.slice().fill(0, at, at + size));
    }
  let end = best.length;
  while (end > 0 && best[end - 1] === 0) end--;
  attempt(best.slice(0, end));
  return best;
}
