import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type EvtxJson, readEvtx } from "../src/index.ts";
import { readXml, textWithin, type XmlElement } from "./xml-tree.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ?? join(import.meta.dirname, "../../../../shared/corpora");
const FOLDER = join(CORPORA, "hunting");
/** Written in another form in JSON than in XML: times, GUIDs. */
const OTHER_FORM = /^\d{4}-\d\d-\d\dT|^[\dA-F]{8}-/u;

/** What XML cannot hold: a lockout policy of event 4739 has such. */
const ILLEGAL = /[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Fields of EventData by name, as XML has them. */
function namedData(root: XmlElement): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const part of root.children) {
    if (typeof part === "string" || part.name !== "EventData") continue;
    for (const data of part.children) {
      if (typeof data === "string" || data.name !== "Data") continue;
      const name = data.attributes.get("Name");
      if (name === undefined) continue;
      found.set(name, [...(found.get(name) ?? []), textWithin(data)]);
    }
  }
  return found;
}

function eventDataOf(json: EvtxJson): Readonly<Record<string, EvtxJson>> {
  const event = (json as Readonly<Record<string, EvtxJson>>)["Event"] ?? {};
  const data = (event as Readonly<Record<string, EvtxJson>>)["EventData"];
  return (data ?? {}) as Readonly<Record<string, EvtxJson>>;
}

// Needs the public corpora.
test.skipIf(!existsSync(FOLDER))(
  "every real record is one well-formed element with the texts of its JSON",
  () => {
    let records = 0;
    let fields = 0;
    const wrong: unknown[] = [];
    for (const file of globSync("**/*.evtx", { cwd: FOLDER })) {
      for (const record of readEvtx(readFileSync(join(FOLDER, file)))) {
        const [root, ...more] = readXml(record.toXml());
        if (record.damaged && root === undefined) continue;
        expect(more).toEqual([]);
        records++;
        const json = eventDataOf(record.toJson());
        for (const [name, texts] of namedData(root as XmlElement)) {
          const value = json[name] ?? "";
          if (typeof value === "object" || OTHER_FORM.test(String(value))) continue;
          const wanted = String(value).replaceAll(ILLEGAL, "\ufffd");
          if (texts.length !== 1 || texts[0] !== wanted)
            wrong.push([file, record.recordId, name, wanted, ...texts]);
          fields++;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(records).toBeGreaterThan(26_000);
    expect(fields).toBeGreaterThan(100_000);
  },
  120_000,
);
