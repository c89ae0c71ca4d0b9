import { createReader } from "@tocsin/evidence";
import { HuntError, readRecords } from "@tocsin/hunt";
import type {
  Detection,
  DiagnosticSink,
  EvidenceRecord,
  Logsource,
  RecordMapping,
} from "@tocsin/model";
import { loadSigma } from "@tocsin/sigma";
import type { PlacedTest } from "./rules-test-collect.ts";

/** How the evidence of a test is read. */
export interface EventOptions {
  readonly signal: AbortSignal;
  readonly mapping: RecordMapping | undefined;
}

/**
 * The events of a test as records, in batches; valid until the next step. Inline ones are read as JSON lines are.
 */
export async function* readEvents(
  { events, files, place }: PlacedTest,
  options: EventOptions & { readonly onDiagnostic: DiagnosticSink },
): AsyncGenerator<readonly EvidenceRecord[]> {
  if (events.kind === "inline") {
    const records: EvidenceRecord[] = [];
    const reader = createReader("json-lines", {
      file: place.file,
      onRecord: (record) => void records.push(record),
      onDiagnostic: options.onDiagnostic,
      ...(options.mapping && { mapping: options.mapping }),
    });
    const text = events.maps.map((map) => `${JSON.stringify(map)}\n`).join("");
    reader.push(new TextEncoder().encode(text));
    reader.end();
    yield records;
    return;
  }
  try {
    yield* readRecords({ evidence: files, ...options });
  } catch (error) {
    if (!(error instanceof HuntError)) throw error;
    options.onDiagnostic({ severity: "error", code: error.code, message: error.message });
  }
}

/**
 * Says of inline events that do not tell what log they are of, that they are of the test's logsource, or else the
 * rule's. Files tell it themselves.
 */
export function placeInLog(
  { events, logsource }: PlacedTest,
  detection: Detection,
): (record: EvidenceRecord) => EvidenceRecord {
  if (events.kind === "files") return (record) => record;
  const source = sourceOf(logsource ?? detection.logsource ?? {});
  return (record) => (tellsSource(record) ? record : withSource(record, source));
}

function tellsSource({ source }: EvidenceRecord): boolean {
  const { product, category, service, channel, provider } = source;
  return [product, category, service, channel, provider].some((part) => part !== undefined);
}

/** What records of a logsource say of themselves: what its first reading asks for. */
function sourceOf(logsource: Logsource): Partial<EvidenceRecord["source"]> {
  const rule = {
    title: "events",
    logsource,
    detection: { any: { "f|exists": true }, condition: "any" },
  };
  const { detections } = loadSigma([{ file: "", text: JSON.stringify(rule) }]);
  const scope = detections[0]?.variants[0]?.scope;
  const [format] = scope?.formats ?? [];
  const [channel] = scope?.channels ?? [];
  const [provider] = scope?.providers ?? [];
  const [eventId] = scope?.eventIds ?? [];
  return {
    ...logsource,
    ...(format !== undefined && { format }),
    ...(scope?.product !== undefined && { product: scope.product }),
    ...(channel !== undefined && { channel }),
    ...(provider !== undefined && { provider }),
    ...(eventId !== undefined && { eventId }),
  };
}

/** The same record, said to come from there; an event id of its own stays. */
function withSource(
  record: EvidenceRecord,
  source: Partial<EvidenceRecord["source"]>,
): EvidenceRecord {
  const { eventId = source.eventId } = record.source;
  return {
    place: record.place,
    source: { ...record.source, ...source, ...(eventId !== undefined && { eventId }) },
    timeMs: record.timeMs,
    host: record.host,
    field: (name) => record.field(name),
    fields: () => record.fields(),
  };
}
