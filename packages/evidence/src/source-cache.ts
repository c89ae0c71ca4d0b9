import type { RecordSource } from "@tocsin/model";

const MAX_SOURCES = 4096;
const SOURCES = new Map<string, RecordSource>();
let last: RecordSource = { format: "" };

/**
 * One object for all sources that say the same, so that who chooses by a source may do it once and know it again.
 * The last few thousand are kept: a source that was long not met may come as another object.
 */
export function sharedSource(source: RecordSource): RecordSource {
  if (isSame(source, last)) return last;
  const { format, product, category, service, channel, provider, eventId } = source;
  const key = JSON.stringify([format, product, category, service, channel, provider, eventId]);
  const known = SOURCES.get(key);
  if (known === undefined) {
    if (SOURCES.size >= MAX_SOURCES) SOURCES.clear();
    SOURCES.set(key, Object.freeze(source));
  }
  last = known ?? source;
  return last;
}

function isSame(a: RecordSource, b: RecordSource): boolean {
  return (
    a.eventId === b.eventId &&
    a.channel === b.channel &&
    a.provider === b.provider &&
    a.format === b.format &&
    a.service === b.service &&
    a.product === b.product &&
    a.category === b.category
  );
}
