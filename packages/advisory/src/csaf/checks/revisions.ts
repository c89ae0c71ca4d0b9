import { asObject, objectsOf, textOf } from "../../misp/misp-json.ts";
import type { CsafView } from "../csaf-view.ts";
import { compareInstants, parseInstant } from "../time.ts";
import type { Instant } from "../time.ts";
import { quote, repeated } from "./check.ts";
import type { CsafCheck, CsafProblem } from "./check.ts";
import { isReleased } from "./statuses.ts";

interface Revision {
  readonly number: string;
  readonly version: Version;
  readonly instant: Instant;
  readonly at: string;
}

/** A version number of either kind: whole numbers, or three parts with a pre-release. */
interface Version {
  readonly parts: readonly number[];
  readonly isWhole: boolean;
  /** `rc.1`; absent from a release. */
  readonly preRelease?: string;
}

const HISTORY = "/document/tracking/revision_history";

function parseVersion(text: string): Version | undefined {
  if (/^(?:0|[1-9]\d{0,8})$/.test(text)) return { parts: [Number(text), 0, 0], isWhole: true };
  const match =
    /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z.-]{1,100}))?(?:\+[0-9A-Za-z.-]{1,100})?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const preRelease = match[4];
  return {
    parts: match.slice(1, 4).map(Number),
    isWhole: false,
    ...(preRelease !== undefined && { preRelease }),
  };
}

function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a.parts[i] ?? 0) - (b.parts[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.preRelease === b.preRelease) return 0;
  if (a.preRelease === undefined || b.preRelease === undefined)
    return a.preRelease === undefined ? 1 : -1;
  return a.preRelease < b.preRelease ? -1 : 1;
}

/** The revisions whose number and date can be read, oldest first; of the same time by number. */
function sortedHistory({ tracking }: CsafView): Revision[] {
  const revisions = objectsOf(tracking, "revision_history").flatMap((one, i): Revision[] => {
    const number = textOf(one, "number") ?? "";
    const version = parseVersion(number);
    const instant = parseInstant(textOf(one, "date") ?? "");
    if (version === undefined || instant === undefined) return [];
    return [{ number, version, instant, at: `${HISTORY}/${i}` }];
  });
  return revisions.toSorted(
    (a, b) => compareInstants(a.instant, b.instant) || compareVersions(a.version, b.version),
  );
}

function* unsorted(view: CsafView): Generator<CsafProblem> {
  const history = sortedHistory(view);
  for (const [i, revision] of history.entries()) {
    const before = history[i - 1];
    if (before !== undefined && compareVersions(before.version, revision.version) > 0)
      yield {
        at: revision.at,
        message: `expected a number above ${before.number}, got ${revision.number} at a later date`,
      };
  }
}

/** The numbers of a sorted history may not leave one out; of three parts the first counts. */
function* gaps(view: CsafView): Generator<CsafProblem> {
  const history = sortedHistory(view);
  const first = history[0];
  if (first !== undefined && (first.version.parts[0] ?? 0) > 1)
    yield { at: first.at, message: `expected a history from 0 or 1, got ${first.number} first` };
  for (const [i, { version, number, at }] of history.entries()) {
    const before = history[i - 1];
    if (before === undefined) continue;
    const step = (version.parts[0] ?? 0) - (before.version.parts[0] ?? 0);
    if (step > 1) yield { at, message: `expected a number after ${before.number}, got ${number}` };
  }
}

function* latest(view: CsafView): Generator<CsafProblem> {
  const last = sortedHistory(view).at(-1);
  const stated = parseVersion(textOf(view.tracking, "version") ?? "");
  if (last === undefined || stated === undefined) return;
  const isDraft = textOf(view.tracking, "status") === "draft";
  const level = (version: Version): Version =>
    isDraft ? { parts: version.parts, isWhole: version.isWhole } : version;
  if (
    compareVersions(level(last.version), level(stated)) !== 0 ||
    last.version.isWhole !== stated.isWhole
  )
    yield {
      at: "/document/tracking/version",
      message: `expected the number of the last revision, ${last.number}, got ${quote(textOf(view.tracking, "version") ?? "")}`,
    };
}

/** Names of the members that hold times, below `document` and in vulnerabilities. */
const TIMES = [
  "date",
  "release_date",
  "disclosure_date",
  "discovery_date",
  "exploitation_date",
  "current_release_date",
  "initial_release_date",
  "timestamp",
] as const;
const MAX_TOLD = 50;

/** Times anywhere in the document that are none (CSAF 2.1, 2.2). */
function* badTimes(view: CsafView): Generator<CsafProblem> {
  const stack: { readonly value: unknown; readonly at: string }[] = [
    { value: view.tracking, at: "/document/tracking" },
    ...view.vulnerabilities.map((value, i) => ({ value, at: `/vulnerabilities/${i}` })),
  ];
  let told = 0;
  for (let next = stack.pop(); next !== undefined && told < MAX_TOLD; next = stack.pop()) {
    const { value, at } = next;
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      for (const [i, item] of items.entries()) stack.push({ value: item, at: `${at}/${i}` });
      continue;
    }
    const object = asObject(value);
    if (object === undefined) continue;
    for (const name of TIMES) {
      const time = object[name];
      if (typeof time !== "string" || parseInstant(time) !== undefined) continue;
      told++;
      yield { at: `${at}/${name}`, message: `expected a time of RFC 3339, got ${quote(time)}` };
    }
    for (const [name, inner] of Object.entries(object))
      if (typeof inner === "object") stack.push({ value: inner, at: `${at}/${name}` });
  }
}

/** Tests on the history of revisions, the version and the dates. */
export const REVISION_CHECKS: readonly CsafCheck[] = [
  { id: "6.1.14", run: unsorted },
  { id: "6.1.16", run: latest },
  {
    id: "6.1.17",
    *run({ tracking }) {
      const version = parseVersion(textOf(tracking, "version") ?? "");
      const isEarly = version?.parts[0] === 0 || version?.preRelease !== undefined;
      const status = textOf(tracking, "status") ?? "";
      if (isEarly && status !== "draft")
        yield {
          at: "/document/tracking/status",
          message: `expected the status draft for a version before the first, got ${quote(status)}`,
        };
    },
  },
  {
    id: "6.1.18",
    *run(view) {
      if (!isReleased(view)) return;
      for (const { version, number, at } of sortedHistory(view))
        if (version.parts[0] === 0)
          yield { at, message: `expected released revisions only, got ${quote(number)}` };
    },
  },
  {
    id: "6.1.19",
    *run(view) {
      for (const { version, number, at } of sortedHistory(view))
        if (version.preRelease !== undefined)
          yield { at, message: `expected no pre-release in the history, got ${quote(number)}` };
    },
  },
  {
    id: "6.1.20",
    *run(view) {
      const version = textOf(view.tracking, "version") ?? "";
      if (isReleased(view) && parseVersion(version)?.preRelease !== undefined)
        yield {
          at: "/document/tracking/version",
          message: `expected a release, got the pre-release ${quote(version)}`,
        };
    },
  },
  { id: "6.1.21", run: gaps },
  {
    id: "6.1.22",
    *run({ tracking }) {
      const numbers = objectsOf(tracking, "revision_history");
      for (const { key } of repeated(numbers, (one) => textOf(one, "number")))
        yield { at: HISTORY, message: `expected each number once, got ${quote(key)} again` };
    },
  },
  {
    id: "6.1.30",
    *run(view) {
      const numbers = [
        textOf(view.tracking, "version") ?? "",
        ...objectsOf(view.tracking, "revision_history").map((one) => textOf(one, "number") ?? ""),
      ].map(parseVersion);
      const known = numbers.filter((version) => version !== undefined);
      if (known.some(({ isWhole }) => isWhole) && known.some(({ isWhole }) => !isWhole))
        yield { at: HISTORY, message: "expected one kind of version numbers, got both" };
    },
  },
  { id: "6.1.37", only: "2.1", run: badTimes },
];
