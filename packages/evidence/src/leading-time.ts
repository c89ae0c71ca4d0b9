import { MONTHS, parseTime } from "./time.ts";

/** `2024-05-13T10:00:00Z`, `[2024-05-13 10:00:00,123]`; what stands behind it does not matter. */
const ISO =
  /^\[?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?[ ]?(Z|[+-]\d{2}:?\d{2})?(?!\d)/;
/** Apache's error log: `[Sun Dec 04 04:47:44.123 2005]`. */
const ERROR_LOG =
  /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}:\d{2}:\d{2})(?:\.\d{1,9})? (\d{4})\]/;

/** The time with which a line of an unknown log begins, UTC milliseconds; without zone it is taken as UTC. */
export function leadingTime(line: string): number | undefined {
  const iso = ISO.exec(line);
  if (iso !== null) {
    const [, day = "", clock = "", fraction = "0", zone = "Z"] = iso;
    return parseTime(`${day}T${clock}.${fraction}${zone}`);
  }
  const error = ERROR_LOG.exec(line);
  if (error === null) return undefined;
  const [, name = "", day = "", clock = "", year = ""] = error;
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0) return undefined;
  return parseTime(`${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}T${clock}Z`);
}
