import { childOf, childrenOf } from "../xml/find.ts";
import type { XmlElement } from "../xml/parse-xml.ts";

/** Built-in formats of dates and times (ECMA-376 part 1, 18.8.30), and those of East Asian versions. */
const BUILT_IN: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51,
  52, 53, 54, 55, 56, 57, 58,
]);

/** For each cell style of a workbook whether it shows a number as a date. */
export function readDateStyles(root: XmlElement | undefined): readonly boolean[] {
  const formats = new Map(
    childrenOf(childOf(root, "numFmts"), "numFmt").map(({ attributes }) => [
      Number(attributes["numFmtId"]),
      isDateFormat(attributes["formatCode"] ?? ""),
    ]),
  );
  return childrenOf(childOf(root, "cellXfs"), "xf").map(({ attributes }) => {
    const id = Number(attributes["numFmtId"] ?? "0");
    return formats.get(id) ?? BUILT_IN.has(id);
  });
}

function isDateFormat(code: string): boolean {
  const plain = code.slice(0, 500).replaceAll(/"[^"]{0,100}"|\\.|\[(?!h|m|s)[^\]]{0,60}\]/gi, "");
  return /[ymdh]/i.test(plain) && !/[0#?]/.test(plain.replaceAll(/\.0{1,6}/g, ""));
}

const DAY_MS = 86_400_000;

/**
 * A day number of a workbook as ISO 8601: the day alone where there is no time of day. The zone is not known, so a
 * time bears none. Undefined outside the years 1900–9999.
 * @param is1904 days count from 1904 instead of 1900
 */
export function formatSerial(serial: number, is1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < 1 || serial > 2_958_466) return undefined;
  // 25,569 is the first of January 1970; before day 60, the 29th of February 1900 that never was, it is one less.
  const since1900 = is1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const epochDays = since1900 - 25_569;
  const text = new Date(Math.round(epochDays * DAY_MS)).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 19);
}
