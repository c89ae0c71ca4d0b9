import { FINDING_VERSION, makeId } from "@tocsin/model";
import type { Detection, Finding } from "@tocsin/model";
import type { Sighting, Sightings } from "./sightings.ts";

/** The findings of a run, in the order of their ids. */
export function toFindings(sightings: Sightings, detections: readonly Detection[]): Finding[] {
  const findings: Finding[] = [];
  for (const sighting of sightings.all) {
    const detection = detections[sighting.detection];
    if (detection !== undefined) findings.push(toFinding(sighting, detection));
  }
  return findings.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function toFinding(sighting: Sighting, detection: Detection): Finding {
  const { host, explanation, records, beyond, firstMs, lastMs, occurrences } = sighting;
  const { id, kind, title, level, strength, techniques, vulnerabilities } = detection;
  const { observable, origin, falsePositives, citations } = detection;
  return {
    version: FINDING_VERSION,
    id: makeId("finding", id, host ?? "", explanation.key),
    detection: {
      id,
      kind,
      title,
      level,
      strength,
      techniques,
      vulnerabilities,
      ...(observable !== undefined && { observable }),
      ...(origin !== undefined && { origin }),
      falsePositives,
    },
    ...(host !== undefined && { host }),
    matched: explanation.matched,
    count: records.size + beyond,
    ...(Number.isFinite(firstMs) && { firstSeen: new Date(firstMs).toISOString() }),
    ...(Number.isFinite(lastMs) && { lastSeen: new Date(lastMs).toISOString() }),
    occurrences: occurrences.map(({ place, source, timeMs }) => ({
      place,
      ...(Number.isFinite(timeMs) && { time: new Date(timeMs).toISOString() }),
      source,
    })),
    citations,
  };
}
