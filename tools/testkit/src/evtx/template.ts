// Template definitions: System with substitutions, EventData with one slot for every Data element.
import type { ByteWriter } from "./byte-writer.ts";
import type { EventValue, WindowsEvent } from "./event.ts";
import { TYPE_OF } from "./value.ts";

const NO_DEPENDENCY = 0xffff;
const NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event";

/** Where a name's offset is written: inline when the chunk meets the name first. */
export type NameWriter = (name: string) => void;

type Piece = { readonly text: string } | { readonly slot: number; readonly type: number };

interface Element {
  readonly name: string;
  readonly attributes?: readonly (readonly [name: string, piece: Piece])[];
  readonly content?: Piece;
  readonly children?: readonly Element[];
  /** Slot whose emptiness drops the element. */
  readonly dependency?: number;
}

/** Slots of System in the order that Windows gives them; EventData's follow. */
const SYSTEM_SLOTS = 12;

/** What two events must share to use the same template. */
export function templateKey(event: WindowsEvent): string {
  const { provider, eventId, version, channel, computer, data } = event;
  const shape = data.map(([name, { type }]) => `${name}:${type}`);
  return [provider.name, provider.guid, eventId, version, channel, computer, ...shape].join("\0");
}

/** The values of an event's slots, in the order of {@link writeTemplateBody}. */
export function slotValues(event: WindowsEvent, recordId: number): readonly EventValue[] {
  const { activityId, userSid } = event;
  return [
    { type: "uint8", value: event.level },
    { type: "uint16", value: event.task },
    { type: "uint8", value: event.opcode },
    { type: "uint16", value: event.eventId },
    { type: "hex64", value: event.keywords },
    { type: "filetime", value: event.timeMs },
    activityId === undefined ? { type: "absent" } : { type: "guid", value: activityId },
    { type: "uint32", value: event.processId },
    { type: "uint32", value: event.threadId },
    { type: "uint64", value: BigInt(recordId) },
    { type: "uint8", value: event.version },
    userSid === undefined ? { type: "absent" } : { type: "sid", value: userSid },
    ...event.data.map(([, value]) => value),
  ];
}

/** Writes the fragment of a definition: header, `Event`, end-of-file token. */
export function writeTemplateBody(out: ByteWriter, event: WindowsEvent, putName: NameWriter): void {
  out.put(Uint8Array.of(0x0f, 0x01, 0x01, 0x00));
  writeElement(out, eventElement(event), putName);
  out.u8(0x00);
}

function eventElement(event: WindowsEvent): Element {
  const { provider } = event;
  const system: readonly Element[] = [
    {
      name: "Provider",
      attributes: [
        ["Name", { text: provider.name }],
        ["Guid", { text: `{${provider.guid}}` }],
      ],
    },
    leaf("EventID", 3, "uint16"),
    leaf("Version", 10, "uint8"),
    leaf("Level", 0, "uint8"),
    leaf("Task", 1, "uint16"),
    leaf("Opcode", 2, "uint8"),
    leaf("Keywords", 4, "hex64"),
    bearer("TimeCreated", ["SystemTime", slot(5, "filetime")]),
    leaf("EventRecordID", 9, "uint64"),
    bearer("Correlation", ["ActivityID", slot(6, "guid")]),
    bearer("Execution", ["ProcessID", slot(7, "uint32")], ["ThreadID", slot(8, "uint32")]),
    { name: "Channel", content: { text: event.channel } },
    { name: "Computer", content: { text: event.computer } },
    bearer("Security", ["UserID", slot(11, "sid")]),
  ];
  const data = event.data.map(([name, { type }], i) => ({
    name: "Data",
    attributes: [["Name", { text: name }]] as const,
    content: slot(SYSTEM_SLOTS + i, type),
  }));
  return {
    name: "Event",
    attributes: [["xmlns", { text: NAMESPACE }]],
    children: [
      { name: "System", children: system },
      { name: "EventData", children: data },
    ],
  };
}

function slot(index: number, type: EventValue["type"]): Piece {
  // A slot without a value is declared as text.
  return { slot: index, type: TYPE_OF[type === "absent" ? "string" : type] };
}

function leaf(name: string, index: number, type: EventValue["type"]): Element {
  return { name, content: slot(index, type), dependency: index };
}

function bearer(name: string, ...attributes: readonly (readonly [string, Piece])[]): Element {
  return { name, attributes };
}

function writeElement(out: ByteWriter, element: Element, putName: NameWriter): void {
  const { name, attributes = [], content, children = [], dependency } = element;
  out.u8(attributes.length > 0 ? 0x41 : 0x01);
  out.u16(dependency ?? NO_DEPENDENCY);
  const sizeAt = out.at;
  out.u32(0);
  putName(name);
  if (attributes.length > 0) {
    const listAt = out.at;
    out.u32(0);
    for (const [i, [attribute, piece]] of attributes.entries()) {
      out.u8(i < attributes.length - 1 ? 0x46 : 0x06);
      putName(attribute);
      writePiece(out, piece);
    }
    out.patchU32(listAt, out.at - listAt - 4);
  }
  if (content === undefined && children.length === 0) out.u8(0x03);
  else {
    out.u8(0x02);
    if (content !== undefined) writePiece(out, content);
    for (const child of children) writeElement(out, child, putName);
    out.u8(0x04);
  }
  out.patchU32(sizeAt, out.at - sizeAt - 4);
}

function writePiece(out: ByteWriter, piece: Piece): void {
  if ("text" in piece) {
    out.put(Uint8Array.of(0x05, 0x01));
    out.u16(piece.text.length);
    out.utf16(piece.text);
  } else {
    out.u8(0x0e);
    out.u16(piece.slot);
    out.u8(piece.type);
  }
}
