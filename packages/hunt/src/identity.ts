import type { EvidenceRecord } from "@tocsin/model";

/**
 * What makes two readings of one record the same: a log and its copy, a backup, a shadow copy. Records that
 * bear a number of their own are told apart by it, others by where they stand in their file and what they say.
 */
export function identifyRecord(record: EvidenceRecord): string {
  const { place, source, timeMs, host } = record;
  if (place.recordId !== undefined && timeMs !== undefined)
    return `${host}|${source.channel}|${place.recordId}|${timeMs}`;
  return `${place.offsetBytes ?? place.line}|${timeMs}|${hashFields(record)}`;
}

/** FNV-1a over names and values, 2 × 32 bits: fast, and chance hardly joins two. */
function hashFields(record: EvidenceRecord): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  const add = (text: string): void => {
    for (let at = 0; at < text.length; at++) {
      const c = text.charCodeAt(at);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b ^ c, 0x5bd1e995);
    }
    a = Math.imul(a ^ 0x1f, 0x01000193);
    b ^= b >>> 13;
  };
  for (const [name, value] of record.fields()) {
    add(name);
    add(String(value));
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
