import { expect, test } from "vitest";
import { findObservables } from "../src/index.ts";

function found(text: string): string[] {
  return findObservables(text).observables.map(({ type, value }) => `${type} ${value}`);
}

const H = (length: number): string => "0123456789abcdef".repeat(10).slice(0, length);

const LABELLED: readonly (readonly [text: string, found: string])[] = [
  [`JA3: ${H(32)}`, `ja3 ${H(32)}`],
  [`JA3S ${H(32)}`, `ja3s ${H(32)}`],
  [`JARM ${H(62)}`, `jarm ${H(62)}`],
  [`SHA-224: ${H(56)}`, `sha224 ${H(56)}`],
  [`SHA384 ${H(96)}`, `sha384 ${H(96)}`],
  [`TLSH: ${H(70)}`, `tlsh ${H(70).toUpperCase()}`],
  [`T1${H(70)}`, `tlsh T1${H(70).toUpperCase()}`],
  ["ja4 t13d1516h2_8daaf6152771_b186095e22b6", "ja4 t13d1516h2_8daaf6152771_b186095e22b6"],
  ["ssdeep 96:abcDEF0123/+x:ghiJKL4567", "ssdeep 96:abcDEF0123/+x:ghiJKL4567"],
  [`Thumbprint: ${H(40)}`, `certificate-sha1 ${H(40)}`],
  [`TLS certificate SHA-256 ${H(64)}`, `certificate-sha256 ${H(64)}`],
  ["certificate with serial number 0A:1B:2C:3D:4E:5F:60:71", "certificate-serial 0a1b2c3d4e5f6071"],
];

test.each(LABELLED)("a finder takes a fingerprint by its label or form: %j", (text, value) => {
  expect(found(`The ${text}, seen twice.`)).toEqual([value]);
});

test.each([
  [`a value of ${H(62)} without a word`, []],
  ["a ratio of 97:abcDEF0123:ghiJKL4567 is no block size", []],
  ["the serial number 0A:1B:2C:3D:4E:5F:60:71:82:93 of the printer", []],
  [`the PGP fingerprint ${H(40)}`, [`sha1 ${H(40)}`]],
])("a finder takes no fingerprint from %j", (text, values) => {
  expect(found(text)).toEqual(values);
});
