// Writes binary XML token by token, so that a test says what stands in the bytes.
// MS-EVEN6 2.2.12 (BinXml); libevtx "Windows XML Event Log (EVTX)" for the offsets of names and
// definitions and for the dependency identifiers, which the file format adds.
const CHUNK_BYTES = 65_536;
export const CHUNK_HEADER_BYTES = 512;
const NO_DEPENDENCY = 0xffff;

/** Writes at the end of the chunk. `more`: another piece of the same content or list follows. */
export type Piece = (out: Output, more?: boolean) => void;

/** A value of a template instance. `size` overrides the size that its descriptor states, bytes. */
export interface Value {
  readonly type: number;
  readonly data: Uint8Array | Piece;
  readonly size?: number;
}

/** A template definition: written where it is first used in a chunk, referred to afterwards. */
export interface Template {
  readonly guid: Uint8Array;
  readonly body: Piece;
  /** Overrides the data size that the definition states, bytes. */
  readonly size?: number;
}

/** Where a chunk stands while it is written. Offsets are from the start of the chunk. */
export class Output {
  readonly bytes: Uint8Array = new Uint8Array(CHUNK_BYTES);
  readonly view: DataView = new DataView(this.bytes.buffer);
  at: number = CHUNK_HEADER_BYTES;
  /** Only elements of a template definition bear a dependency identifier (MS-EVEN6 4.4). */
  inDefinition = false;
  readonly names: Map<string, number> = new Map();
  readonly templates: Map<Template, number> = new Map();

  u8(...values: readonly number[]): void {
    for (const value of values) this.view.setUint8(this.at++, value);
  }

  u16(value: number): void {
    this.view.setUint16(this.at, value, true);
    this.at += 2;
  }

  u32(value: number): void {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }
}

export const raw =
  (...values: readonly number[]): Piece =>
  (out) =>
    out.u8(...values);

const all =
  (pieces: readonly Piece[]): Piece =>
  (out) =>
    pieces.forEach((piece, index) => piece(out, index < pieces.length - 1));

/** The offset of a name, and the name itself where the chunk does not have it yet. */
export const nameOf =
  (name: string): Piece =>
  (out) => {
    const known = out.names.get(name);
    out.u32(known ?? out.at + 4);
    if (known !== undefined) return;
    out.names.set(name, out.at);
    const { hash, bucket } = hashOf(name);
    const table = 128 + bucket * 4;
    out.u32(out.view.getUint32(table, true));
    out.view.setUint32(table, out.at - 4, true);
    out.u16(hash);
    out.u16(name.length);
    out.raw(utf16(`${name}\0`));
  };

function hashOf(name: string): { hash: number; bucket: number } {
  let hash = 0;
  for (let at = 0; at < name.length; at++)
    hash = (Math.imul(hash, 65_599) + name.charCodeAt(at)) >>> 0;
  return { hash: hash & 0xffff, bucket: hash % 64 };
}

/** How an element is written. `dependency`: the substitution it hangs on. `close`: `<a/>` or `<a></a>`. */
export interface ElementOptions {
  readonly attributes?: readonly Piece[];
  readonly dependency?: number;
  readonly close?: "empty" | "end";
  /** Overrides the size that the element states, bytes. */
  readonly size?: number;
}

export const element =
  (name: string, content: readonly Piece[], options: ElementOptions = {}): Piece =>
  (out) => {
    const attributes = options.attributes ?? [];
    out.u8(attributes.length > 0 ? 0x41 : 0x01);
    if (out.inDefinition) out.u16(options.dependency ?? NO_DEPENDENCY);
    const sizeAt = reserve(out);
    nameOf(name)(out);
    if (attributes.length > 0) {
      const listAt = reserve(out);
      all(attributes)(out);
      patch(out, listAt);
    }
    if (options.close === "empty") out.u8(0x03);
    else {
      out.u8(0x02);
      all(content)(out);
      out.u8(0x04);
    }
    patch(out, sizeAt, options.size);
  };

/** Attribute: its value is the pieces, one after the other. */
export const attribute =
  (name: string, ...value: readonly Piece[]): Piece =>
  (out, more) => {
    out.u8(more ? 0x46 : 0x06);
    nameOf(name)(out);
    all(value)(out);
  };

const token =
  (type: number, write: Piece): Piece =>
  (out, more) => {
    out.u8(more ? type | 0x40 : type);
    write(out);
  };

const counted =
  (text: string): Piece =>
  (out) => {
    out.u16(text.length);
    out.raw(utf16(text));
  };

export const text = (value: string): Piece => literal(0x01, counted(value));
/** A value token of any type; the specification knows strings only. */
export const literal = (type: number, data: Piece): Piece =>
  token(0x05, (out) => {
    out.u8(type);
    data(out);
  });
export const cdata = (value: string): Piece => token(0x07, counted(value));
export const charRef = (code: number): Piece => token(0x08, (out) => out.u16(code));
export const entityRef = (name: string): Piece => token(0x09, nameOf(name));
export const instruction =
  (target: string, data: string): Piece =>
  (out) => {
    out.u8(0x0a);
    nameOf(target)(out);
    out.u8(0x0b);
    counted(data)(out);
  };

const slot =
  (type: number) =>
  (index: number, valueType: number): Piece =>
  (out) => {
    out.u8(type);
    out.u16(index);
    out.u8(valueType);
  };
export const normal: (index: number, valueType: number) => Piece = slot(0x0d);
export const optional: (index: number, valueType: number) => Piece = slot(0x0e);

/** Fragment header, the pieces, end of file: a record, a definition or a BinXml value. */
export const fragment =
  (...pieces: readonly Piece[]): Piece =>
  (out) => {
    out.u8(0x0f, 1, 1, 0);
    all(pieces)(out);
    out.u8(0x00);
  };

export function template(seed: number, ...pieces: readonly Piece[]): Template {
  const guid = new Uint8Array(16).fill(0xa5);
  new DataView(guid.buffer).setUint32(0, seed, true);
  return { guid, body: fragment(...pieces) };
}

/** An instance of a template. `count` overrides the number of values it states. */
export const instance =
  (used: Template, values: readonly Value[], count: number = values.length): Piece =>
  (out) => {
    out.u8(0x0c, 0x01);
    out.raw(used.guid.subarray(0, 4));
    const known = out.templates.get(used);
    out.u32(known ?? out.at + 4);
    if (known === undefined) define(out, used);
    out.u32(count);
    const descriptors = out.at;
    out.at += values.length * 4;
    values.forEach((value, index) => {
      const start = out.at;
      if (value.data instanceof Uint8Array) out.raw(value.data);
      else inside(out, false, value.data);
      out.view.setUint16(descriptors + index * 4, value.size ?? out.at - start, true);
      out.view.setUint8(descriptors + index * 4 + 2, value.type);
    });
  };

function define(out: Output, used: Template): void {
  out.templates.set(used, out.at);
  const table = 384 + (new DataView(used.guid.buffer).getUint32(0, true) % 32) * 4;
  out.u32(out.view.getUint32(table, true));
  out.view.setUint32(table, out.at - 4, true);
  out.raw(used.guid);
  const sizeAt = reserve(out);
  inside(out, true, used.body);
  patch(out, sizeAt, used.size);
}

function inside(out: Output, inDefinition: boolean, piece: Piece): void {
  const before = out.inDefinition;
  out.inDefinition = inDefinition;
  piece(out);
  out.inDefinition = before;
}

function reserve(out: Output): number {
  out.at += 4;
  return out.at - 4;
}

function patch(out: Output, at: number, size: number = out.at - at - 4): void {
  out.view.setUint32(at, size, true);
}

export function utf16(value: string): Uint8Array {
  const bytes = new Uint8Array(value.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < value.length; at++) view.setUint16(at * 2, value.charCodeAt(at), true);
  return bytes;
}
