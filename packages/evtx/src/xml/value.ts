// Values as XML text: MS-EVEN6 3.1.4.7.3, and what EvtRender of Windows writes.
import { textOf } from "../binxml/content.ts";
import { fileTimeIso } from "../binxml/file-time.ts";
import type { Instance } from "../binxml/instance.ts";
import { type EvtxValue, TYPE_ARRAY, TYPE_FILETIME, TYPE_GUID } from "../binxml/value.ts";

const GUID_BYTES = 16;
const FILETIME_BYTES = 8;

/** In what Windows versions differ. */
export interface EvtxXmlOptions {
  /**
   * Decimals of the second of a FILETIME, which has seven. Windows 11 and late Windows 10 write seven,
   * earlier versions and Windows Server 2019 nine, of which the last two are 0. Default 7.
   */
  readonly timeDecimals?: 7 | 9;
  /** Case of GUID values: late Windows 10 and what follows write lower, earlier versions upper. Default `lower`. */
  readonly guidCase?: "lower" | "upper";
}

/** Text of a slot's value, not escaped; of each item where it is an array. Not for binary XML. */
export function slotText(
  instance: Instance,
  slot: number,
  options: EvtxXmlOptions,
): string | readonly string[] {
  const type = instance.type(slot);
  const size = instance.size(slot);
  const base = type & ~TYPE_ARRAY;
  const width = base === TYPE_GUID ? GUID_BYTES : base === TYPE_FILETIME ? FILETIME_BYTES : 0;
  const value = instance.value(slot);
  // The plain reading knows what to do with a value whose size is wrong.
  if (width === 0 || size < width || (base !== type && size % width !== 0)) return plain(value);
  if (base === TYPE_GUID) return mapTexts(value, (guid) => bracedGuid(guid, options));
  const { view } = instance.chunk;
  const at = instance.offset(slot);
  const time = (index: number): string => {
    const start = at + FILETIME_BYTES * index;
    return timeText(view.getUint32(start, true), view.getUint32(start + 4, true), options);
  };
  return base === type ? time(0) : Array.from({ length: size / width }, (_, index) => time(index));
}

function plain(value: EvtxValue): string | readonly string[] {
  return mapTexts(value, (text) => text);
}

function mapTexts(value: EvtxValue, map: (text: string) => string): string | readonly string[] {
  return Array.isArray(value)
    ? (value as readonly EvtxValue[]).map((each) => map(textOf(each)))
    : map(textOf(value));
}

function bracedGuid(guid: string, { guidCase = "lower" }: EvtxXmlOptions): string {
  return `{${guidCase === "lower" ? guid.toLowerCase() : guid}}`;
}

function timeText(low: number, high: number, { timeDecimals = 7 }: EvtxXmlOptions): string {
  const text = fileTimeIso(low, high);
  return timeDecimals === 7 ? text : `${text.slice(0, -1)}00Z`;
}
