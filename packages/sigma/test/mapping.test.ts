import fc from "fast-check";
import { expect, test } from "vitest";
import { readMapping } from "../src/index.ts";

const read = (text: string) => readMapping(text, "map.yml");

test("a mapping is read into plain data", () => {
  const { mapping, diagnostics } = read(`mappings:
  - name: processes of our EDR
    when:
      format: json
      has: proc.path
      equals: {kind: ProcessStart, version: 2}
    logsource: {product: windows, category: process_creation}
    fields:
      Image: proc.path
      User: [user.upn, user.name]
    time: [event_time, received]
    host: device.name
`);
  expect(diagnostics).toEqual([]);
  expect(mapping).toEqual({
    entries: [
      {
        when: { format: "json", has: ["proc.path"], equals: { kind: "ProcessStart", version: 2 } },
        product: "windows",
        category: "process_creation",
        fields: { Image: ["proc.path"], User: ["user.upn", "user.name"] },
        time: ["event_time", "received"],
        host: ["device.name"],
      },
    ],
  });
  expect(structuredClone(mapping)).toEqual(mapping);
});

test("a service of Windows is its channel, for rules ask for that", () => {
  const { mapping } = read(
    "mappings:\n  - when: {has: id}\n    logsource: {product: windows, service: security}\n    event-id: 4624\n",
  );
  expect(mapping?.entries[0]).toMatchObject({ channel: "Security", eventId: 4624, fields: {} });
});

const ENTRY = "mappings:\n  - when: {has: a}\n    fields: {B: c}\n";

test.each([
  ["nothing", "", undefined, "document"],
  ["no mappings", "other: 1\n", 1, '"other"'],
  ["an empty list", "mappings: []\n", 1, "no list"],
  ["an entry that is no map", "mappings:\n  - a\n", 2, "entry 1 is no map"],
  ["no condition", "mappings:\n  - fields: {A: b}\n", 2, "when is missing"],
  ["an empty condition", "mappings:\n  - when: {}\n    fields: {A: b}\n", 2, "says nothing"],
  ["a misspelt key", `${ENTRY}    tim: x\n`, 4, '"tim"'],
  ["a field without path", "mappings:\n  - when: {has: a}\n    fields:\n      A: 5\n", 4, "A 5"],
  ["an event id that is none", `${ENTRY}    event-id: x\n`, 4, "event-id"],
  ["nothing to say", "mappings:\n  - when: {has: a}\n", 2, "neither"],
  ["broken YAML", "mappings: [\n", undefined, ""],
  ["a value that is a list", "mappings:\n  - when:\n      equals:\n        a: [1]\n", 4, "a is to"],
])("readMapping refuses %s with its place", (_, text, line, message) => {
  const { mapping, diagnostics } = read(text);
  expect(mapping).toBeUndefined();
  expect(diagnostics[0]?.severity).toBe("error");
  expect(diagnostics[0]?.message).toContain(message);
  const { place } = diagnostics[0] ?? {};
  expect(place?.file).toBe("map.yml");
  expect(line === undefined || (place?.line === line && (place.column ?? 0) > 0)).toBe(true);
});

test("each entry that is wrong is told", () => {
  const { diagnostics } = read(`${ENTRY}  - when: 1\n  - {}\n`);
  expect(diagnostics.map(({ place }) => place?.line)).toEqual([4, 5]);
});

test("no text makes readMapping throw, and it gives a mapping or a reason", () => {
  const piece = fc.constantFrom(
    "mappings:",
    "\n",
    "  - ",
    "when: ",
    "{has: a}",
    "fields: ",
    "__proto__: b",
    "[",
    "'",
    "&a ",
    "*a",
    "equals: ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const { mapping, diagnostics } = read(pieces.join(""));
      expect(mapping === undefined).toBe(diagnostics.length > 0);
    }),
  );
});
