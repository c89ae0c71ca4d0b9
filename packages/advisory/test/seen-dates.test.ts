import { expect, test } from "vitest";
import { readSeenDate, readSeenRange } from "../src/read/roles/seen-dates.ts";

const DATES: readonly (readonly [cell: string, date: string | undefined])[] = [
  ["2022-06-13", "2022-06-13"],
  ["2022-06", "2022-06"],
  ["2022", "2022"],
  ["2022/6/3", "2022-06-03"],
  ["2022-06-13T10:11:12Z", "2022-06-13T10:11:12Z"],
  ["2022-06-13 10:11 UTC", "2022-06-13T10:11:00Z"],
  ["2022-06-13 10:11", "2022-06-13"],
  ["13 June 2022", "2022-06-13"],
  ["June 13, 2022", "2022-06-13"],
  ["June 13th, 2022", "2022-06-13"],
  ["Jun 2022", "2022-06"],
  ["13.06.2022", "2022-06-13"],
  ["03.04.2022", "2022-04-03"],
  ["06/13/2022", "2022-06-13"],
  ["03/04/2022", undefined],
  ["05/05/2022", "2022-05-05"],
  ["2023-20-09", undefined],
  ["2022-02-30", undefined],
  ["0001-01-01", undefined],
  ["early in the year", undefined],
  ["", undefined],
];

test.each(DATES)("a date of a cell is read as coarse as it is given: %j", (cell, date) => {
  expect(readSeenDate(cell)).toBe(date);
});

test.each([
  ["2013-2014", { first: "2013", last: "2014" }],
  ["March 2021 – May 2022", { first: "2021-03", last: "2022-05" }],
  ["2022-01 to 2022-03-04", { first: "2022-01", last: "2022-03-04" }],
  ["2022-01-04", undefined],
  ["always", undefined],
])("a stretch of time of a cell has its two ends: %j", (cell, range) => {
  expect(readSeenRange(cell)).toEqual(range);
});
