import { CHUNK_BYTES, HEADER_BYTES, seal, viewOf } from "../mutate/layout.ts";
import type { Random } from "../mutate/random.ts";
import { BinaryXml, type Part } from "./binary-xml.ts";

const NAMES: readonly string[] = [
  "Event",
  "System",
  "EventData",
  "UserData",
  "Data",
  "EventID",
  "Channel",
  "Provider",
  "A",
  "B",
  "__proto__",
];
const TEXTS: readonly string[] = [
  "",
  " ",
  "Security",
  "a<b>&'\"c",
  "]]>",
  "naïve – 𝄞",
  "\ud800",
  "\u0000\u0001",
  "<x y='1'>z</x>",
  "Microsoft-Windows-Sysmon",
];
const TYPES: readonly number[] = [
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f,
  0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x20, 0x21, 0x23, 0x81, 0x82, 0x84, 0x88, 0x8b, 0x8d, 0x8f,
  0x90, 0x91, 0x92, 0x93, 0x95,
];
const SLOTS = 6;
const MOST_USED_BYTES = 24_000;
const WRITTEN = 132_224_078_450_000_000n;

/**
 * A log of one or two chunks with records of every form that binary XML allows: values of all types, nested
 * documents, CDATA, references, instructions, elements with and without a template. All of it is sound.
 */
export function makeLog(random: Random): Uint8Array {
  const count = random.oneIn(4) ? 2 : 1;
  const log = new Uint8Array(HEADER_BYTES + count * CHUNK_BYTES);
  const view = viewOf(log);
  log.set(new TextEncoder().encode("ElfFile\0"));
  view.setUint32(16, count - 1, true);
  view.setUint32(32, 128, true);
  view.setUint16(36, 1, true);
  view.setUint16(38, 3, true);
  view.setUint16(40, HEADER_BYTES, true);
  view.setUint16(42, count, true);
  for (let n = 0; n < count; n++)
    log.set(makeChunk(random, 1 + 100 * n), HEADER_BYTES + n * CHUNK_BYTES);
  seal(log);
  return log;
}

function makeChunk(random: Random, firstId: number): Uint8Array {
  const out = new BinaryXml();
  const bodies = Array.from({ length: 3 }, () => fragment(makeNode(random, 0)));
  const inner = fragment(makeNode(random, 1));
  let id = firstId;
  let last = out.at;
  do {
    last = out.at;
    const start = out.at;
    out.at += 24;
    writeContent(out, random, bodies, inner);
    const size = out.at + 4 - start;
    out.u32(size);
    out.view.setUint32(start, 0x2a2a, true);
    out.view.setUint32(start + 4, size, true);
    out.view.setBigUint64(start + 8, BigInt(id++), true);
    out.view.setBigUint64(start + 16, WRITTEN, true);
  } while (!random.oneIn(8) && out.at < MOST_USED_BYTES);
  const { bytes, view } = out;
  bytes.set(new TextEncoder().encode("ElfChnk\0"));
  for (const at of [8, 24]) view.setBigUint64(at, BigInt(firstId), true);
  for (const at of [16, 32]) view.setBigUint64(at, BigInt(id - 1), true);
  view.setUint32(40, 128, true);
  view.setUint32(44, last, true);
  view.setUint32(48, out.at, true);
  return bytes.slice(0, CHUNK_BYTES);
}

function writeContent(out: BinaryXml, random: Random, bodies: readonly Part[], inner: Part): void {
  if (random.oneIn(6)) {
    fragment(makeNode(random, 0))(out);
    return;
  }
  const index = random.below(bodies.length);
  const values = Array.from({ length: random.below(SLOTS + 2) }, () => makeValue(random, inner));
  fragment((to) => to.instance(bodies[index] as Part, 0x1000 + index, values))(out);
}

/** `S-1-5-544`. */
function writeSid(out: BinaryXml): void {
  out.u8(1, 1, 0, 0, 0, 0, 0, 5, 32, 2, 0, 0);
}

/** A value of any type, of a size that its type allows. */
function makeValue(random: Random, inner: Part): readonly [type: number, data: Part] {
  const type = random.pick(TYPES);
  const text = random.pick(TEXTS);
  const utf16: Part = (out) => {
    for (let n = 0; n < text.length; n++) out.u16(text.charCodeAt(n));
  };
  const noise = (length: number): Part => {
    const bytes = Uint8Array.from({ length }, () => random.below(256));
    return (out) => out.raw(bytes);
  };
  if (type === 0x00) return [type, () => undefined];
  if (type === 0x21) {
    const values = Array.from({ length: 3 }, () => [0x08, noise(4)] as const);
    return [type, fragment((out) => out.instance(inner, 0x2000, values))];
  }
  if (type === 0x13 || type === 0x93) return [type, writeSid];
  if ((type & 0x7f) === 0x01 || type === 0x23) return [type, utf16];
  const width = random.pick([1, 2, 4, 8, 16]);
  return [type, noise(type & 0x80 ? width * random.below(4) : width)];
}

function fragment(part: Part): Part {
  return (out) => {
    out.u8(0x0f, 1, 1, 0);
    part(out);
    out.u8(0x00);
  };
}

function makeNode(random: Random, depth: number): Part {
  const name = depth === 0 && !random.oneIn(4) ? "Event" : random.pick(NAMES);
  const attributes = Array.from({ length: random.below(3) }, (_, n) => ({
    name: name === "Data" ? "Name" : `X${n}`,
    value: makePart(random),
  })).slice(0, name === "Data" ? 1 : 3);
  const children: Part[] = [];
  const most = depth === 0 ? 5 : depth > 3 ? 0 : 3;
  for (let n = random.below(most + 1); n > 0; n--) children.push(makeNode(random, depth + 1));
  if (children.length === 0 || random.oneIn(6)) children.push(makePart(random));
  const dependency = random.oneIn(3) ? random.below(SLOTS) : 0xffff;
  const isEmpty = random.oneIn(8);
  return (out) => {
    out.u8(attributes.length > 0 ? 0x41 : 0x01);
    if (out.inDefinition) out.u16(dependency);
    out.sized(() => {
      out.name(name);
      if (attributes.length > 0)
        out.sized(() => {
          for (const [n, attribute] of attributes.entries()) {
            out.u8(n + 1 < attributes.length ? 0x46 : 0x06);
            out.name(attribute.name);
            attribute.value(out);
          }
        });
      if (isEmpty) out.u8(0x03);
      else {
        out.u8(0x02);
        for (const child of children) child(out);
        out.u8(0x04);
      }
    });
  };
}

/** Character data of any kind. */
function makePart(random: Random): Part {
  const text = random.pick(TEXTS);
  const index = random.below(SLOTS);
  const type = random.pick(TYPES);
  const code = random.pick([0x26, 0x3c, 0x41, 0xd800, 0]);
  const entity = random.pick(["amp", "lt", "quot", "nbsp"]);
  switch (random.below(10)) {
    case 0:
      return (out) => (out.u8(0x07), out.counted(text));
    case 1:
      return (out) => (out.u8(0x08), out.u16(code));
    case 2:
      return (out) => (out.u8(0x09), out.name(entity));
    case 3:
      return (out) => (out.u8(0x0a), out.name("target"), out.u8(0x0b), out.counted(text));
    case 4:
    case 5:
      return (out) => (out.u8(0x05, 0x01), out.counted(text));
    case 6:
      return (out) => (out.u8(0x0e), out.u16(index), out.u8(0x21));
    default:
      return (out) => (out.u8(random.oneIn(2) ? 0x0d : 0x0e), out.u16(index), out.u8(type));
  }
}
