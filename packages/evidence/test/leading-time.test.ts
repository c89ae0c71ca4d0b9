import { expect, test } from "vitest";
import { leadingTime } from "../src/leading-time.ts";

test.each([
  ["2024-05-13T10:00:00Z h1 something", "2024-05-13T10:00:00.000Z"],
  ["2024-05-13 10:00:00,123 INFO something", "2024-05-13T10:00:00.123Z"],
  ["[2024-05-13 10:00:00.5 +0200] something", "2024-05-13T08:00:00.500Z"],
  ["[Sun Dec 04 04:47:44 2005] [notice] something", "2005-12-04T04:47:44.000Z"],
  ["[Mon Feb 30 25:61:00 2005] no day", undefined],
  ["Jun 14 15:16:01 has no year", undefined],
  ["a line from 2024-05-13T10:00:00Z", undefined],
])("the time of the line %j is told", (line, iso) => {
  const time = leadingTime(line);
  expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(iso);
});
