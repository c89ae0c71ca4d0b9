/**
 * One value of an event, by the type it has in the log. `absent` takes the place of a value that an
 * event does not have. Types as MS-EVEN6 2.2.12 names them.
 */
export type EventValue =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "uint8" | "uint16" | "uint32" | "int32"; readonly value: number }
  | { readonly type: "uint64" | "hex32" | "hex64"; readonly value: bigint }
  | { readonly type: "bool"; readonly value: boolean }
  /** `5770385f-c22a-43e0-bf4c-06f5698ffbd9`, without braces. */
  | { readonly type: "guid"; readonly value: string }
  /** `S-1-5-18`. */
  | { readonly type: "sid"; readonly value: string }
  /** UTC milliseconds. */
  | { readonly type: "filetime"; readonly value: number }
  | { readonly type: "absent" };

/** A named `Data` element of EventData. */
export type EventData = readonly [name: string, value: EventValue];

/** One event of a Windows log. */
export interface WindowsEvent {
  readonly provider: { readonly name: string; readonly guid: string };
  readonly eventId: number;
  readonly version: number;
  readonly level: number;
  readonly task: number;
  readonly opcode: number;
  readonly keywords: bigint;
  /** UTC milliseconds. */
  readonly timeMs: number;
  /** GUID of the activity (`Correlation`). */
  readonly activityId?: string;
  readonly processId: number;
  readonly threadId: number;
  readonly channel: string;
  readonly computer: string;
  /** `Security` `UserID`. */
  readonly userSid?: string;
  readonly data: readonly EventData[];
}
