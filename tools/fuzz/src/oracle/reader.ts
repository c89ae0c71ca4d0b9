// The reader as the checks see it: a form, so that a tool checks what is built and a test what is written.

/** A record of a reader; see `EvtxRecord`. */
export interface Rec {
  readonly recordId: number;
  readonly sizeBytes: number;
  readonly offsetBytes: number;
  readonly recovered: boolean;
  readonly writtenMs: number;
  readonly writtenIso: string;
  readonly timeMs: number;
  readonly eventId: number | undefined;
  readonly channel: string | undefined;
  readonly provider: string | undefined;
  readonly computer: string | undefined;
  readonly damaged: boolean;
  check(): boolean;
  field(name: string): unknown;
  fields(): ReadonlyMap<string, unknown>;
  toJson(options?: { readonly shape: Shape }): object;
  toXml(options?: { readonly timeDecimals?: 7 | 9; readonly guidCase?: "lower" | "upper" }): string;
}

export type Shape = "attributes" | "separate";
export const SHAPES: readonly Shape[] = ["attributes", "separate"];

/** What a reader tells its sink. */
export interface Told {
  readonly severity: string;
  readonly code: string;
  readonly offsetBytes: number;
  readonly recordId?: number;
  readonly message: string;
}

export interface ReadOptions {
  sink?(told: Told): void;
  readonly recover?: boolean;
  readonly templates?: object;
  readonly checksums?: boolean;
  readonly offsetBytes?: number;
  readonly dirty?: boolean;
  crc32?(bytes: Uint8Array, before?: number): number;
}

export interface Selection {
  read(record: Rec): void;
  value(index: number): unknown;
  raw(
    index: number,
  ): { readonly bytes: Uint8Array; readonly start: number; readonly end: number } | undefined;
  test(index: number, text: Text): boolean;
}

export interface Text {
  test(value: string): boolean;
}

export interface Writer {
  readonly sizeBytes: number;
  write(record: Rec): void;
  take(): Uint8Array;
}

/** Reads bytes that come in pieces. */
export interface Pieces {
  push(piece: Uint8Array): Iterable<Rec>;
  end(): Iterable<Rec>;
}

/** The exports of `@tocsin/evtx` that are checked. */
export interface Reader {
  readonly EVTX_DIAGNOSTIC_CODES: object;
  readFileHeader(
    bytes: Uint8Array,
  ): { readonly dirty: boolean; readonly noChecksums: boolean } | undefined;
  isEvtx(bytes: Uint8Array): boolean;
  readEvtx(bytes: Uint8Array, options?: ReadOptions): Iterable<Rec>;
  readChunk(bytes: Uint8Array, options?: ReadOptions): Iterable<Rec>;
  recoverEvtx(bytes: Uint8Array, options?: ReadOptions): Iterable<Rec>;
  createEvtxReader(options?: ReadOptions): Pieces;
  createEvtxCarver(options?: ReadOptions): Pieces;
  readonly EvtxTemplateCache: new () => object;
  readonly EvtxSelection: new (names: readonly string[]) => Selection;
  readonly EvtxText: new (text: string, options?: { readonly mode: "contains" }) => Text;
  readonly EvtxJsonWriter: new (options: {
    readonly shape: Shape;
    readonly bufferBytes: number;
  }) => Writer;
}
