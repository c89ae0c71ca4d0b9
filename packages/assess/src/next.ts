import { formatPlace } from "@tocsin/model";
import type { Finding, ObservableType, Point, QuestionAnswer, VerdictValue } from "@tocsin/model";
import { findingsOf } from "./input.ts";
import type { JudgedCase } from "./input.ts";
import { count, list } from "./words.ts";

const ANSWERS: Readonly<Record<VerdictValue, string>> = {
  hit: "Treat this as an incident until someone has shown otherwise: keep the evidence, tell those who can help, then block.",
  suspicious: "Look at the findings before anything else; keep the evidence meanwhile.",
  "no-sign": "Block what the warning names, close the gaps in what you can see, and ask again.",
  "cannot-say": "Gather the evidence that is missing and ask again.",
};

/** Types of indicators that filters and proxies can block. */
const BLOCKABLE: ReadonlySet<ObservableType> = new Set<ObservableType>([
  "ipv4",
  "ipv6",
  "cidr",
  "domain",
  "url",
  "email",
  "md5",
  "sha1",
  "sha256",
  "sha512",
]);
const MOST = 20;

/** "What now?": steps in the order to take them; which ones depends on the verdict. */
export function askNext(input: JudgedCase): QuestionAnswer {
  const { value } = input.verdict;
  const found = [...findingsOf(input, "decisive"), ...findingsOf(input, "suspicious")];
  const points: Point[] = [];
  if (found.length > 0) points.push(preserve(found));
  if (value === "suspicious") points.push(examine(found));
  if (value === "hit") points.push(tell(input));
  const block = blockPoint(input);
  if (block) points.push(block);
  const watch = watchPoint(input);
  if (watch) points.push(watch);
  const mitigations = input.campaign?.mitigations ?? [];
  if (mitigations.length > 0)
    points.push({
      text: "Do what the warning advises.",
      details: mitigations.slice(0, MOST).map((entry) => entry.text),
      citations: mitigations.flatMap((entry) => entry.citations.slice(0, 1)).slice(0, 3),
    });
  if (input.campaign)
    points.push({
      text:
        found.length > 0
          ? "Pass on what you saw: the same run with --format stix gives the warning and your sightings as STIX 2.1. Remove what must not leave your house, and heed the warning's TLP label."
          : "Pass the warning on: --format stix gives it as STIX 2.1. Heed its TLP label.",
    });
  return { status: "asked", answer: ANSWERS[value], points };
}

function preserve(found: readonly Finding[]): Point {
  const files = new Set(
    found.flatMap(({ occurrences }) => occurrences.map(({ place }) => place.file)),
  );
  const hosts = new Set(found.flatMap(({ host }) => (host === undefined ? [] : [host])));
  return {
    text: `Preserve the evidence before anyone cleans up: ${count(files.size, "file")}${hosts.size > 0 ? ` and the ${hosts.size === 1 ? "host" : "hosts"} ${list([...hosts], 10)}` : ""}.`,
    details: [
      ...[...files].sort().slice(0, MOST),
      ...(files.size > MOST ? [`${files.size - MOST} more`] : []),
      "Copy the logs before they roll over; take memory and disk before a restart.",
    ],
  };
}

function examine(found: readonly Finding[]): Point {
  return {
    text: "Ask of each finding whether someone in the house can explain it.",
    details: found.slice(0, 5).map((finding) => {
      const [first] = finding.occurrences;
      const where = first === undefined ? "" : `: ${formatPlace(first.place)}`;
      const [innocent] = finding.detection.falsePositives;
      return `${finding.detection.title}${where}${innocent === undefined ? "" : ` (known innocent cause: ${innocent})`}`;
    }),
  };
}

function tell({ campaign }: JudgedCase): Point {
  const issuers = (campaign?.issuers ?? []).map((issuer) => issuer.name);
  return {
    text: "Tell your incident response, and your national CSIRT or the authority that is competent for you.",
    details: [
      ...(issuers.length > 0
        ? [
            `The warning was issued by ${list(issuers, 12)}. Use the contact that the warning or the issuer's own site gives.`,
          ]
        : []),
      "Do not tell it over a channel the intruder may read.",
    ],
  };
}

function blockPoint({ campaign, findings }: JudgedCase): Point | undefined {
  const values = (campaign?.indicators ?? []).flatMap(({ observable }) =>
    observable && BLOCKABLE.has(observable.type) ? [observable] : [],
  );
  if (values.length === 0) return undefined;
  const seen = new Set(
    findings.flatMap(({ detection: { observable } }) =>
      observable && BLOCKABLE.has(observable.type)
        ? [`${observable.type} ${observable.value}`]
        : [],
    ),
  );
  const types = new Map<string, number>();
  for (const { type } of values) types.set(type, (types.get(type) ?? 0) + 1);
  const sums = [...types].map(([type, n]) => `${n} ${type}`);
  return {
    text: `Block what the warning names (${list(sums, 12)}), after vetting it: addresses change hands, and shared services carry innocent traffic.`,
    ...(seen.size > 0 && {
      details: [...seen]
        .sort()
        .slice(0, MOST)
        .map((value) => `found here: ${value}`),
    }),
  };
}

function watchPoint({ visibility }: JudgedCase): Point | undefined {
  if (visibility.missing.length === 0) return undefined;
  return {
    text: "Watch what you could not see: record these sources from now on, and give them to the next run.",
    details: visibility.missing
      .slice(0, 5)
      .map(({ needs, detections }) => `${needs} (${count(detections, "detection")})`),
  };
}
