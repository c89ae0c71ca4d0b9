// Logs of SQL statements: MySQL's and MariaDB's general query log, PostgreSQL's log_statement.
import type { FieldValue } from "@tocsin/model";
import { type Decoded, lazyTable } from "./decoded.ts";
import { parseTime } from "./time.ts";

const MYSQL =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\t {0,12}\d{1,12} (?:Query|Execute|Prepare)\t/;
const POSTGRES =
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d{1,6})? ([A-Z]{1,5}) .{0,200}?LOG: {2}(?:statement|execute [^:]{1,64}): /;

/** A record of a line that holds a statement; undefined if it is none. */
export function decodeDatabaseLog(line: string): Decoded | undefined {
  const mysql = MYSQL.exec(line);
  const match = mysql ?? (line.includes("LOG:  ") ? POSTGRES.exec(line) : null);
  if (match === null) return undefined;
  const [head, time, zone] = match;
  // Only UTC is a zone by its name alone.
  const timeMs = parseTime(mysql !== null ? time : zone === "UTC" ? `${time}Z` : undefined);
  return {
    source: { format: "text", category: "database" },
    timeMs,
    fields: lazyTable(
      () =>
        new Map<string, FieldValue>([
          ["line", line],
          ["statement", line.slice(head.length)],
        ]),
    ),
  };
}
