import type { Reader, Selection, Shape, Text, Writer } from "./reader.ts";
import { SHAPES } from "./reader.ts";

/** Fields that real logs have, those of System among them, and some that mutated names lead to. */
const WANTED: readonly string[] = [
  "EventID",
  "Channel",
  "Provider_Name",
  "Computer",
  "TimeCreated_SystemTime",
  "Security_UserID",
  "CommandLine",
  "Image",
  "TargetUserName",
  "SubjectUserSid",
  "Data",
  "Binary",
  "ScriptBlockText",
  "EventData_EventID",
  "V0",
  "V1",
  "A",
  "Event_xmlns",
  "",
  "__proto__",
];

/** What outlives a log: readers of a whole run share it, as a hunt does. */
export interface Session {
  readonly reader: Reader;
  readonly templates: object;
  readonly names: readonly string[];
  readonly selection: Selection;
  readonly texts: readonly Text[];
  readonly writers: ReadonlyMap<Shape, Writer>;
}

export function openSession(reader: Reader): Session {
  return {
    reader,
    templates: new reader.EvtxTemplateCache(),
    names: WANTED,
    selection: new reader.EvtxSelection(WANTED),
    texts: [new reader.EvtxText("Microsoft", { mode: "contains" }), new reader.EvtxText("4688")],
    // Small, so that it grows in the middle of a line.
    writers: new Map(
      SHAPES.map((shape) => [shape, new reader.EvtxJsonWriter({ shape, bufferBytes: 64 })]),
    ),
  };
}
