import { Breach, difference } from "./breach.ts";
import { type Rec, SHAPES } from "./reader.ts";
import type { Session } from "./session.ts";
import { requireXml } from "./xml.ts";

const UTF8 = new TextDecoder();
const MOST_FIELDS = 48;

/**
 * Asks a record for everything, in every way but by a selection; the ways must agree.
 * @returns all that it says, as text: equal for equal records
 * @throws {Breach} and whatever the record throws
 */
export function checkRecord(record: Rec, session: Session): string {
  const said: string[] = [describeRecord(record)];
  for (const [shape, writer] of session.writers) {
    const json = JSON.stringify(record.toJson({ shape }));
    said.push(json);
    writer.take();
    writer.write(record);
    const line = UTF8.decode(writer.take());
    if (line !== `${json}\n`)
      throw new Breach("json-writer", `${shape}: ${difference(line, json)}`);
  }
  const xml = record.toXml();
  requireXml(xml);
  said.push(xml, checkFields(record), `sound ${record.check()}`);
  if (record.check() === record.damaged) throw new Breach("fields", "check() and damaged agree");
  return said.join("\n");
}

/**
 * Asks a record for what a hunt asks for: selected fields and JSON lines, before anything else of it is read.
 * @throws {Breach} and whatever the record throws
 */
export function checkFastWays(record: Rec, session: Session): void {
  const lines: string[] = [];
  for (const writer of session.writers.values()) {
    writer.take();
    writer.write(record);
    lines.push(UTF8.decode(writer.take()));
  }
  checkSelection(record, session);
  const wanted = SHAPES.map((shape) => `${JSON.stringify(record.toJson({ shape }))}\n`);
  for (const [n, line] of lines.entries()) {
    const own = wanted[n] ?? "";
    if (line !== own) throw new Breach("json-writer", `${SHAPES[n]}: ${difference(line, own)}`);
  }
  requireXml(record.toXml({ timeDecimals: 9, guidCase: "upper" }));
}

/** The most important of what a record says. */
export function describeRecord(record: Rec): string {
  return [
    `${record.recordId} ${record.writtenIso} ${record.writtenMs} ${record.timeMs}`,
    `${record.eventId} ${record.channel} ${record.provider} ${record.computer}`,
    JSON.stringify(record.toJson()),
  ].join("\n");
}

function checkFields(record: Rec): string {
  const fields = record.fields();
  const said: string[] = [];
  for (const [name, value] of fields) said.push(`${JSON.stringify(name)}: ${textOf(value)}`);
  // What a damaged record lacks depends on where the work ended.
  if (record.damaged) return said.join("\n");
  let left = MOST_FIELDS;
  for (const [name, value] of fields) {
    if (left-- === 0) break;
    const own = textOf(record.field(name));
    if (own !== textOf(value))
      throw new Breach("fields", `${JSON.stringify(name)}: ${difference(own, textOf(value))}`);
  }
  return said.join("\n");
}

function checkSelection(record: Rec, session: Session): void {
  const { selection, names, texts } = session;
  selection.read(record);
  for (const [index, name] of names.entries()) {
    const wanted = record.field(name);
    const got = selection.value(index);
    if (textOf(got) !== textOf(wanted))
      throw new Breach("selection", `${name}: ${difference(textOf(got), textOf(wanted))}`);
    const raw = selection.raw(index);
    if (
      raw !== undefined &&
      !(0 <= raw.start && raw.start <= raw.end && raw.end <= raw.bytes.length)
    )
      throw new Breach("selection", `${name}: bytes ${raw.start} to ${raw.end}`);
    for (const text of texts) {
      const isThere = listOf(wanted).some((each) => text.test(String(each)));
      if (selection.test(index, text) !== isThere)
        throw new Breach("selection", `${name}: test is ${!isThere} for ${textOf(wanted)}`);
    }
  }
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string {
  return value === undefined ? "undefined" : JSON.stringify(value);
}
