import { EvtxTemplateCache } from "./binxml/template-cache.ts";
import type { EvtxDiagnosticSink } from "./diagnostic.ts";
import { EvtxError } from "./error.ts";
import { crc32 } from "./log/crc32.ts";

/** Bounds on what one record or chunk of hostile bytes may cost. */
export interface EvtxLimits {
  /** Open elements and nested fragments. Default 128. */
  readonly maxDepth?: number;
  /** Elements and values that rendering one record may visit. Default 20,000. */
  readonly maxNodes?: number;
  /** Bytes of values and constants that rendering one record may decode. Default 2 MiB. */
  readonly maxValueBytes?: number;
  /** Bytes of template definitions parsed for one chunk, and of names; sound chunks need 64 KiB at most. Default 512 KiB. */
  readonly maxTemplateBytes?: number;
}

/** How EVTX is read. */
export interface EvtxOptions {
  /** Receives damage and notes. Default: dropped. */
  readonly sink?: EvtxDiagnosticSink;
  /** Label (WHATWG) of the code page of AnsiString values. Default `windows-1252`. */
  readonly ansiEncoding?: string;
  /** Test checksums, unless the file header says that there are none. Default true. */
  readonly checksums?: boolean;
  readonly limits?: EvtxLimits;
  /**
   * Also give old records from the slack of chunks, behind those of the chunk that holds them; each says
   * `recovered`. Default false.
   */
  readonly recover?: boolean;
  /** Templates parsed before, for all files that one thread reads. Default: those of this call. */
  readonly templates?: EvtxTemplateCache;
  /**
   * A CRC-32 faster than the built-in one, such as `crc32` of `node:zlib`: `before` is what the bytes before
   * these gave. Default: built in, some 1 GB/s.
   */
  readonly crc32?: (bytes: Uint8Array, before?: number) => number;
}

/** Options with every default filled in. */
export interface Settings {
  readonly sink: EvtxDiagnosticSink;
  readonly ansi: TextDecoder;
  readonly checksums: boolean;
  readonly maxDepth: number;
  readonly maxNodes: number;
  readonly maxValueBytes: number;
  readonly maxTemplateBytes: number;
  readonly recover: boolean;
  readonly templates: EvtxTemplateCache;
  readonly crc32: (bytes: Uint8Array, before?: number) => number;
}

/** @throws {EvtxError} `EVTX_OPTION` for an unknown code page or a limit that is no positive whole number */
export function settle(options: EvtxOptions): Settings {
  const limits = options.limits ?? {};
  return {
    sink: options.sink ?? drop,
    ansi: ansiDecoder(options.ansiEncoding ?? "windows-1252"),
    checksums: options.checksums ?? true,
    maxDepth: limit("maxDepth", limits.maxDepth, 128, 512),
    maxNodes: limit("maxNodes", limits.maxNodes, 20_000),
    maxValueBytes: limit("maxValueBytes", limits.maxValueBytes, 2 * 1024 * 1024),
    maxTemplateBytes: limit("maxTemplateBytes", limits.maxTemplateBytes, 512 * 1024),
    recover: options.recover ?? false,
    templates: options.templates ?? new EvtxTemplateCache(),
    crc32: options.crc32 ?? crc32,
  };
}

function drop(): void {}

/** Decoders made so far: one is dear, and readers of single chunks ask for the same again and again. */
const decoders = new Map<string, TextDecoder>();

function ansiDecoder(label: string): TextDecoder {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  try {
    const decoder = new TextDecoder(label, { ignoreBOM: true });
    decoders.set(label, decoder);
    return decoder;
  } catch (cause) {
    throw new EvtxError(
      "EVTX_OPTION",
      `ansiEncoding: expected a code page label such as windows-1252, got ${JSON.stringify(label)}`,
      { cause },
    );
  }
}

function limit(
  name: string,
  value: number | undefined,
  fallback: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (value === undefined) return fallback;
  if (Number.isSafeInteger(value) && value > 0 && value <= most) return value;
  throw new EvtxError(
    "EVTX_OPTION",
    `limits.${name}: expected a whole number from 1 to ${most}, got ${value}`,
  );
}
