/**
 * Where something stands: a record in evidence, a clause in a rule, a value in an advisory.
 * `file` is the path as the user gave it, with `/` between folders, never absolute unless given so.
 */
export interface Place {
  readonly file: string;
  /** Byte offset from the start of the (decompressed) file. */
  readonly offsetBytes?: number;
  /** 1-based. */
  readonly line?: number;
  /** 1-based, in UTF-16 units. */
  readonly column?: number;
  /** The record's own number, such as EventRecordID. */
  readonly recordId?: string;
}

/** Where a record of evidence stands. */
export interface RecordPlace extends Place {
  /**
   * Found by its form where no log vouches for it: in the slack of an event log, in a damaged part of one, in
   * an image. It may be old, and a part of it may be lost. Absent from other records.
   */
  readonly recovered?: true;
}

/** One line for a person: `logs/Security.evtx record 412` or `access.log:17`. */
export function formatPlace(place: RecordPlace): string {
  let text = place.file;
  if (place.line !== undefined) text += `:${place.line}`;
  if (place.line !== undefined && place.column !== undefined) text += `:${place.column}`;
  if (place.recordId !== undefined) text += ` record ${place.recordId}`;
  if (place.line === undefined && place.offsetBytes !== undefined)
    text += ` at byte ${place.offsetBytes}`;
  if (place.recovered === true) text += " (recovered)";
  return text;
}
