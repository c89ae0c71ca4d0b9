/** An affine transform as PDF writes it: a b c d e f (ISO 32000-2, 8.3.3). */
export type Matrix = readonly [number, number, number, number, number, number];

/** Leaves every point where it is. */
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The transform that first does `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}

/** A point moved by a transform. */
export function transformPoint(m: Matrix, x: number, y: number): readonly [number, number] {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
}

/** Six finite numbers, or undefined. */
export function toMatrix(value: unknown): Matrix | undefined {
  const numbers = ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
  if (!Array.isArray(numbers) || numbers.length < 6) return undefined;
  const six = numbers.slice(0, 6) as unknown[];
  return six.every((one) => typeof one === "number" && Number.isFinite(one))
    ? (six as unknown as Matrix)
    : undefined;
}
