// Found by mutation: a recovered record believes a name only where its hash is right, but a template cache that
// had met the same bytes in a log of today gave the template with the name all the same.
import { expect, test } from "vitest";
import { CHUNK_BYTES, EvtxTemplateCache, HEADER_BLOCK_BYTES, readEvtx } from "../../src/index.ts";
import { fragment, instance, template, text, utf16 } from "../binxml/builder.ts";
import { chunk, file, mend } from "../binxml/log-file.ts";
import { data, eventOf } from "../binxml/reading.ts";

const event = template(7, eventOf(data("Colour", text("red"))));

/** A log of three records whose template has a name with another text than its hash says. */
function log(): Uint8Array {
  const bytes = file(chunk(Array.from({ length: 3 }, () => fragment(instance(event, [])))));
  const at = Buffer.from(bytes.buffer).indexOf(Buffer.from(utf16("EventData")));
  bytes[at] = "X".charCodeAt(0);
  mend(bytes.subarray(HEADER_BLOCK_BYTES, HEADER_BLOCK_BYTES + CHUNK_BYTES));
  return bytes;
}

function read(bytes: Uint8Array, templates: EvtxTemplateCache): string[] {
  return [...readEvtx(bytes, { templates })].map((record) => JSON.stringify(record.toJson()));
}

test("a recovered record says the same whatever the template cache has met before", () => {
  const today = log();
  const lost = today.slice();
  lost.fill(0xee, HEADER_BLOCK_BYTES, HEADER_BLOCK_BYTES + 128);
  const alone = read(lost, new EvtxTemplateCache());
  const templates = new EvtxTemplateCache();
  expect(read(today, templates).join()).toContain("XventData");
  expect(read(lost, templates)).toEqual(alone);
  expect(alone).toHaveLength(3);
});
