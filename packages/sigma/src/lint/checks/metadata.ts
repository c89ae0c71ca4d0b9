import type { FindInOne } from "../check.ts";
import { isMap } from "../selection.ts";
import { nearest } from "./near.ts";

const STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const RELATIONS = ["derived", "obsolete", "merged", "renamed", "similar"];

/** Makes the check of a key that should be there. */
export function missing(key: string): FindInOne {
  return ({ map, isPart }, report) => {
    if (isPart) return;
    if (map[key] === undefined || map[key] === null) report([], `there is no ${key}`);
  };
}

/** The same of rules and correlations alone: filters need none. */
export function missingInRules(key: string): FindInOne {
  const check = missing(key);
  return (document, report, facts) => {
    if (document.kind !== "filter") check(document, report, facts);
  };
}

/** An id, or the id of a related rule, that is no UUID. */
export const findBadIds: FindInOne = ({ map }, report) => {
  const judge = (id: unknown, path: readonly (string | number)[]): void => {
    if (id === undefined || id === null || (typeof id === "string" && UUID.test(id))) return;
    report(path, `${JSON.stringify(id)?.slice(0, 80)} is no UUID`, { part: "value" });
  };
  judge(map["id"], ["id"]);
  const related = map["related"];
  if (!Array.isArray(related)) return;
  for (const [index, one] of related.entries())
    if (isMap(one)) judge(one["id"], ["related", index, "id"]);
};

/** A status outside the closed list. */
export const findBadStatus: FindInOne = ({ map }, report) => {
  const status: unknown = map["status"];
  if (status === undefined || status === null || STATUSES.includes(status as string)) return;
  const near = typeof status === "string" ? nearest(status, STATUSES) : undefined;
  report(["status"], `unknown status ${JSON.stringify(status)?.slice(0, 80)}`, {
    part: "value",
    how:
      near === undefined
        ? `The status is one of ${STATUSES.join(", ")}`
        : `Did you mean "${near}"?`,
  });
};

/** A relation outside the closed list. */
export const findBadRelations: FindInOne = ({ map }, report) => {
  const related = map["related"];
  if (!Array.isArray(related)) return;
  for (const [index, one] of related.entries()) {
    const type: unknown = isMap(one) ? one["type"] : undefined;
    if (isMap(one) && RELATIONS.includes(type as string)) continue;
    report(["related", index, "type"], `unknown relation ${JSON.stringify(type)?.slice(0, 80)}`, {
      part: "value",
      how: `A relation is one of ${RELATIONS.join(", ")}`,
    });
  }
};

/** A date that is none, or is not written as `2024-03-01`. */
export const findBadDates: FindInOne = ({ map }, report) => {
  for (const key of ["date", "modified"]) {
    const value: unknown = map[key];
    if (value === undefined || value === null || isDate(value)) continue;
    report([key], `${JSON.stringify(value)?.slice(0, 80)} is no date of the form YYYY-MM-DD`, {
      part: "value",
    });
  }
};

/** A rule that was changed before it was written. */
export const findDateOrder: FindInOne = ({ map }, report) => {
  const { date, modified } = map;
  if (isDate(date) && isDate(modified) && modified < date)
    report(["modified"], `modified on ${modified}, before the date ${date}`, { part: "value" });
};

function isDate(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}
