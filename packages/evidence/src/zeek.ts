// Zeek's own log format: tab-separated values under a header of `#` lines.
import type { FieldValue, Scalar } from "@tocsin/model";
import { type Decoded, lazyTable } from "./decoded.ts";
import { parseTime } from "./time.ts";

/** What the header of a Zeek log says. */
export interface ZeekHeader {
  readonly separator: string;
  readonly setSeparator: string;
  readonly empty: string;
  readonly unset: string;
  readonly path?: string;
  readonly columns?: readonly string[];
  readonly types: readonly string[];
}

const MAX_COLUMNS = 2000;

/** The header after one more line of it. A `#separator` line begins a new one. */
export function updateZeekHeader(
  before: ZeekHeader | undefined,
  line: string,
): ZeekHeader | undefined {
  if (line.startsWith("#separator "))
    return {
      separator: unescape(line.slice("#separator ".length)),
      setSeparator: ",",
      empty: "(empty)",
      unset: "-",
      types: [],
    };
  if (before === undefined) return undefined;
  const [key, ...values] = line.split(before.separator, MAX_COLUMNS);
  const first = values[0] ?? "";
  switch (key) {
    case "#set_separator":
      return { ...before, setSeparator: unescape(first) || "," };
    case "#empty_field":
      return { ...before, empty: first };
    case "#unset_field":
      return { ...before, unset: first };
    case "#path":
      return { ...before, path: first };
    case "#fields":
      return { ...before, columns: values };
    case "#types":
      return { ...before, types: values };
    default:
      return before;
  }
}

/** A record of a line under a header with columns; undefined if it has another number of values. */
export function decodeZeek(line: string, header: ZeekHeader): Decoded | undefined {
  const columns = header.columns ?? [];
  if (header.separator === "") return undefined;
  const values = line.split(header.separator, columns.length + 1);
  if (values.length !== columns.length) return undefined;
  return {
    source: {
      format: "zeek",
      product: "zeek",
      ...(header.path === undefined ? {} : { service: header.path }),
    },
    timeMs: parseTime(numberOf(values[columns.indexOf("ts")] ?? "")),
    fields: lazyTable(() => {
      const fields = new Map<string, FieldValue>([["line", line]]);
      for (const [at, column] of columns.entries()) {
        const value = valueOf(values[at] ?? "", header.types[at] ?? "string", header);
        if (value !== undefined) fields.set(column, value);
      }
      return fields;
    }),
  };
}

/** The value in its type; undefined if it is not set, null for an empty set. */
function valueOf(text: string, type: string, header: ZeekHeader): FieldValue | undefined {
  if (text === header.unset) return undefined;
  if (!/^(?:set|vector)\[/.test(type)) return text === header.empty ? "" : scalarOf(text, type);
  if (text === header.empty) return null;
  const inner = type.slice(type.indexOf("[") + 1, -1);
  const values = text.split(header.setSeparator).map((one) => scalarOf(one, inner));
  return values.length === 1 ? (values[0] ?? null) : values;
}

function scalarOf(text: string, type: string): Scalar {
  if (type === "bool") return text === "T" ? true : text === "F" ? false : text;
  if (/^(?:time|interval|double|count|int|port)$/.test(type)) return numberOf(text);
  return unescape(text);
}

/** A number, unless it does not fit one or is none. */
function numberOf(text: string): Scalar {
  if (!/^-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?$/i.test(text)) return text;
  const number = Number(text);
  return text.includes(".") || Number.isSafeInteger(number) ? number : text;
}

/** `\x09` is the byte it names, `\\` a backslash. */
function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|\\)/g, (_, hex: string | undefined) =>
    hex === undefined ? "\\" : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
