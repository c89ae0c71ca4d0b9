import type { EventData, EventValue } from "../evtx/event.ts";

/** Short makers of values, so that events read like tables. */
export function text(value: string): EventValue {
  return { type: "string", value };
}

export function u32(value: number): EventValue {
  return { type: "uint32", value };
}

export function u16(value: number): EventValue {
  return { type: "uint16", value };
}

export function hex(value: number): EventValue {
  return { type: "hex64", value: BigInt(value) };
}

export function guid(value: string): EventValue {
  return { type: "guid", value };
}

export function sid(value: string): EventValue {
  return { type: "sid", value };
}

export function flag(value: boolean): EventValue {
  return { type: "bool", value };
}

/** Named values of type string. */
export function texts(values: Readonly<Record<string, string>>): EventData[] {
  return Object.entries(values).map(([name, value]) => [name, text(value)]);
}

/** `2024-05-13 02:31:00.123`, as Sysmon writes `UtcTime`. */
export function sysmonTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 23).replace("T", " ");
}
