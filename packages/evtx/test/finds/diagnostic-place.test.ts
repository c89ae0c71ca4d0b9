// Found by mutation: the place of damage was taken from an offset in the evidence, and lay far behind the file.
import { expect, test } from "vitest";
import { type EvtxDiagnostic, readEvtx, recoverEvtx } from "../../src/index.ts";
import { fragment, instance, type Piece, raw, template, text } from "../binxml/builder.ts";
import { chunk, file } from "../binxml/log-file.ts";
import { data, eventOf } from "../binxml/reading.ts";

/** An instance of a template at this offset, without values. */
const instanceAt = (offset: number): Piece =>
  fragment((out) => {
    out.u8(0x0c, 0x01);
    out.u32(7);
    out.u32(offset);
    out.u32(0);
  });

/** An empty element whose name is at this offset. */
const elementAt = (offset: number): Piece =>
  fragment((out) => {
    out.u8(0x01);
    out.u32(5);
    out.u32(offset);
    out.u8(0x03);
  });

const OFFSETS = [0x1_0000, 0x4c4c_4c4c, 0x7fff_ffff, 0xffff_fff0, 0xffff_ffff];
const CASES = OFFSETS.flatMap((offset): [string, Piece][] => [
  [`template at 0x${offset.toString(16)}`, instanceAt(offset)],
  [`name at 0x${offset.toString(16)}`, elementAt(offset)],
]);

function tell(
  bytes: Uint8Array,
  read: typeof readEvtx | typeof recoverEvtx,
  recover: boolean,
): EvtxDiagnostic[] {
  const told: EvtxDiagnostic[] = [];
  const options = { recover, sink: (each: EvtxDiagnostic) => told.push(each) };
  for (const record of read(bytes, options)) record.check();
  return told;
}

test.each(CASES)("damage lies within the file when a record leads to a %s", (_, piece) => {
  const bytes = file(chunk([piece, fragment(eventOf(data("A", raw())))]));
  const lost = bytes.slice();
  // A chunk without its header: its records are recovered.
  lost.fill(0xee, 4096, 4096 + 128);
  const told = [
    ...tell(bytes, readEvtx, false),
    ...tell(lost, readEvtx, false),
    ...tell(bytes, recoverEvtx, true),
  ];
  const damage = told.filter(({ code }) => code === "EVTX_TEMPLATE" || code === "EVTX_NAME");
  expect(damage.length).toBeGreaterThanOrEqual(3);
  expect(damage.filter(({ offsetBytes }) => offsetBytes > bytes.length)).toEqual([]);
});

test("damage lies within the file when the chunk of a carved record began before it", () => {
  // The definition says where the chunk began; the last record leads to a name in what is not there.
  const dummy = fragment(eventOf(data("A", text("x".repeat(200)))));
  const first = fragment(instance(template(9, eventOf(data("A", raw()))), []));
  const last = fragment((out) => {
    out.u8(0x01);
    out.u16(0xffff);
    out.u32(5);
    out.u32(530);
    out.u8(0x03);
  });
  const whole = file(chunk([dummy, first, last]));
  const start = 4096 + 512;
  const sizeBytes = new DataView(whole.buffer, whole.byteOffset).getUint32(start + 4, true);
  const told = tell(whole.slice(start + sizeBytes), recoverEvtx, false);
  expect(told.filter((each) => each.offsetBytes < 0)).toEqual([]);
  expect(told.length).toBeGreaterThan(0);
});
