import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ??
  fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
const DOCUMENTS = join(CORPORA, "advisory", "documents");

type Campaign = Awaited<ReturnType<typeof readAdvisory>>;

function read(name: string, content: string | Uint8Array): Promise<Campaign> {
  const bytes = typeof content === "string" ? strToU8(content) : content;
  return readAdvisory({ name, bytes, sha256: name });
}

function valuesOf({ indicators }: Campaign): string[] {
  return indicators.map(({ observable }) => `${observable?.type} ${observable?.value}`);
}

test.each([
  [
    "type and value",
    "ioc_type,ioc,comment\nip-dst,192.0.2.1,C2\nsha256," + "ab".repeat(32) + ",x",
    ["ipv4 192.0.2.1", `sha256 ${"ab".repeat(32)}`],
  ],
  [
    "defanged values",
    "Indicator;Type\nevil[.]example[.]com;domain\nhxxp://192.0.2.7/a;url",
    ["domain evil.example.com", "url http://192.0.2.7/a"],
  ],
  [
    "columns of digests",
    `MD5;SHA1\n${"0a".repeat(16)};${"0b".repeat(20)}\n-;${"0c".repeat(20)}`,
    [`md5 ${"0a".repeat(16)}`, `sha1 ${"0b".repeat(20)}`, `sha1 ${"0c".repeat(20)}`],
  ],
  [
    "Korean words",
    "유형,지표\n도메인,evil.example.com\nIP 주소,192.0.2.9",
    ["domain evil.example.com", "ipv4 192.0.2.9"],
  ],
  [
    "Russian words",
    "Тип;Индикатор\nДомен;evil.example.com\nIP-адрес;192.0.2.9",
    ["domain evil.example.com", "ipv4 192.0.2.9"],
  ],
  [
    "Chinese words",
    "类型,指标\n域名,evil.example.com\n文件名,bad.exe",
    ["domain evil.example.com", "filename bad.exe"],
  ],
  [
    "types of MISP",
    `type,value\nfilename|md5,bad.exe|${"0a".repeat(16)}\nregkey,HKLM\\Software\\Bad`,
    ["filename bad.exe", `md5 ${"0a".repeat(16)}`, "registry-key HKLM\\Software\\Bad"],
  ],
  [
    "no header",
    "192.0.2.1,first\n192.0.2.2,second\n192.0.2.3,third",
    ["ipv4 192.0.2.1", "ipv4 192.0.2.2", "ipv4 192.0.2.3"],
  ],
  ["a title above the header", "Warning 1,\n,\nIOC,Type\n192.0.2.1,ip", ["ipv4 192.0.2.1"]],
  [
    "addresses with ports",
    "ioc,threat type\n192.0.2.1:443,botnet_cc\n192.0.2.2:80,botnet_cc",
    ["ipv4 192.0.2.1", "ipv4 192.0.2.2"],
  ],
])("a list with %s gives its values", async (_, text, expected) => {
  expect(valuesOf(await read("list.csv", text)).toSorted()).toEqual(expected.toSorted());
});

test("a row of a list gives what its other columns say, and its place", async () => {
  const campaign = await read(
    "iocs.csv",
    "indicator,type,description,first_seen,last seen,confidence,malware family,tags,tlp,technique,threat actor\n" +
      "192.0.2.1,ip,Command and control server,20240701,2024-07-20 10:00:00 UTC,high,ExampleRAT,apt;example,TLP:AMBER,T1071.001,Example Group\n" +
      "nothing of use,thing,,,,,,,,,\n",
  );
  expect(campaign.indicators).toMatchObject([
    {
      observable: { type: "ipv4", value: "192.0.2.1" },
      description: "Command and control server",
      role: "command-and-control",
      firstSeen: "2024-07-01",
      lastSeen: "2024-07-20T10:00:00Z",
      confidence: 85,
      malware: ["ExampleRAT"],
      labels: ["apt", "example"],
      techniques: ["T1071.001"],
      citations: [{ document: "iocs.csv", line: 2, table: 1, row: 2 }],
    },
  ]);
  expect(campaign.software).toMatchObject([{ name: "ExampleRAT", kind: "malware" }]);
  expect(campaign.actors).toMatchObject([{ name: "Example Group" }]);
  expect(campaign.techniques).toMatchObject([{ id: "T1071.001" }]);
  expect(campaign.tlp).toBe("AMBER");
  expect(campaign.diagnostics).toMatchObject([{ code: "ADVISORY_ROW_UNREAD", place: { line: 3 } }]);
});

test("a list that marks rows for detection keeps the others as context", async () => {
  const campaign = await read(
    "a.csv",
    "type,value,to_ids\ndomain,a.example.com,1\ndomain,b.example.com,0\nlink,https://www.example.org/report,0",
  );
  expect(valuesOf(campaign)).toEqual(["domain a.example.com"]);
  expect(campaign.context).toMatchObject([
    { observable: { value: "b.example.com" }, reason: "not marked for detection (to_ids)" },
  ]);
  expect(campaign.references).toMatchObject([{ url: "https://www.example.org/report" }]);
});

test("a list is read by its header when its name says nothing", async () => {
  const campaign = await read("feed.txt", "ioc,ioc_type\n192.0.2.1,ip\n192.0.2.2,ip");
  expect(campaign.documents).toMatchObject([{ format: "csv" }]);
  expect(valuesOf(campaign)).toHaveLength(2);
});

const PAGE =
  "<html><body><h2>Indicators of compromise</h2><ul><li>evil[.]example[.]com</li></ul></body></html>";
const MAIL =
  "From: a@example.org\nSubject: Warning\nDate: Thu, 25 Jul 2024 10:00:00 +0000\nMIME-Version: 1.0\n";

test("an archive becomes one campaign and tells which of its files are not read", async () => {
  const inner = zipSync({ "b.csv": strToU8("ioc,type\n192.0.2.2,ip") });
  const zip = zipSync({
    "page.html": strToU8(PAGE),
    "inner.zip": inner,
    "logo.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
  });
  const campaign = await read("all.zip", zip);
  expect(valuesOf(campaign).toSorted()).toEqual(["domain evil.example.com", "ipv4 192.0.2.2"]);
  expect(campaign.documents.map(({ name }) => name)).toEqual([
    "all.zip/page.html",
    "all.zip/inner.zip/b.csv",
  ]);
  expect(campaign.diagnostics).toMatchObject([
    { code: "ADVISORY_PART_UNREAD", place: { file: "all.zip/logo.png" } },
  ]);
});

test("a message is read with its attachment", async () => {
  const mail = `${MAIL}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nC2 servers\n192[.]0[.]2[.]1\n--b\nContent-Disposition: attachment; filename=b.csv\n\nioc,type\n192.0.2.2,ip\n--b--\n`;
  const campaign = await read("a.eml", mail);
  expect(valuesOf(campaign).toSorted()).toEqual(["ipv4 192.0.2.1", "ipv4 192.0.2.2"]);
  expect(campaign.documents).toMatchObject([
    { name: "a.eml", format: "email" },
    { name: "a.eml/b.csv" },
  ]);
});

const RUSSIAN = "индикаторы evil[.]example[.]com";

/** The Russian letters of windows-1251 and KOI8-R for the words above. */
function encode(text: string, table: "windows-1251" | "koi8-r"): Uint8Array {
  const decoder = new TextDecoder(table);
  const bytes = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(new Uint8Array([byte])), byte]),
  );
  return new Uint8Array(Array.from(text, (letter) => bytes.get(letter) ?? 0x3f));
}

test.each(["windows-1251", "koi8-r"] as const)(
  "a page in %s is decoded as it declares",
  async (charset) => {
    const page = `<html><head><meta charset="${charset}"></head><body><p>${RUSSIAN}</p></body></html>`;
    const campaign = await read("a.html", encode(page, charset));
    const [value] = [...campaign.indicators, ...campaign.context];
    expect(value?.citations[0]?.passage).toBe(RUSSIAN);
    expect(campaign.diagnostics.filter(({ code }) => code === "ADVISORY_ENCODING")).toEqual([]);
  },
);

test("a text that is no UTF-8 and declares nothing is told", async () => {
  const campaign = await read("a.txt", encode(`${RUSSIAN} malware`, "windows-1251"));
  expect(campaign.diagnostics.map(({ code }) => code)).toContain("ADVISORY_ENCODING");
});

const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

test.each([
  [
    "a.odt",
    zipSync({ mimetype: [strToU8("application/vnd.oasis.opendocument.text"), { level: 0 }] }),
    "OpenDocument",
  ],
  [
    "a.pptx",
    zipSync({ "[Content_Types].xml": strToU8(""), "ppt/presentation.xml": strToU8("") }),
    "presentation",
  ],
  [
    "a.doc",
    new Uint8Array([
      ...COMPOUND,
      ...Array.from("WordDocument", (letter) => [letter.charCodeAt(0), 0]).flat(),
    ]),
    "old Word document",
  ],
  [
    "a.msg",
    new Uint8Array([
      ...COMPOUND,
      ...Array.from("__substg1.0_", (letter) => [letter.charCodeAt(0), 0]).flat(),
    ]),
    "Outlook message",
  ],
  [
    "a.docx",
    new Uint8Array([
      ...COMPOUND,
      ...Array.from("EncryptedPackage", (letter) => [letter.charCodeAt(0), 0]).flat(),
    ]),
    "encrypted Office document",
  ],
  ["a.rtf", strToU8("{\\rtf1 x}"), "RTF"],
])("%s is refused by name", async (name, bytes, words) => {
  await expect(read(name, bytes)).rejects.toMatchObject({
    code: "ADVISORY_FORMAT",
    message: expect.stringContaining(words) as string,
  });
});

const CISA = join(DOCUMENTS, "cisa", "AA20-302A");

test.skipIf(!existsSync(CISA)).each(["html", "docx"])(
  "AA20-302A as %s gives the values of its truth",
  async (ending) => {
    const truth = JSON.parse(readFileSync(join(CISA, "truth.json"), "utf8"));
    const campaign = await read(
      `AA20-302A.${ending}`,
      readFileSync(join(CISA, `AA20-302A.${ending}`)),
    );
    const indicators = new Set(valuesOf(campaign));
    const context = new Set(
      campaign.context.map(({ observable }) => `${observable.type} ${observable.value}`),
    );
    for (const type of ["ipv4", "domain"])
      expect([...indicators].filter((value) => value.startsWith(`${type} `)).toSorted()).toEqual(
        truth.indicators[type].map((value: string) => `${type} ${value}`).toSorted(),
      );
    expect(truth.context.domain.filter((value: string) => !context.has(`domain ${value}`))).toEqual(
      [],
    );
    const all = [...indicators, ...context];
    expect(all.filter((value) => value.startsWith("sha1 "))).toHaveLength(16);
    expect(all.filter((value) => /^(?:md5|sha256) /.test(value))).toEqual([]);
    const techniques = new Set(campaign.techniques.map(({ id }) => id));
    expect(truth.techniques.filter((id: string) => !techniques.has(id))).toEqual([]);
  },
);

const CITIZENLAB = join(DOCUMENTS, "citizenlab");

test.skipIf(!existsSync(CITIZENLAB))(
  "the public lists as CSV give the values of their truth",
  async () => {
    for (const set of readdirSync(CITIZENLAB)) {
      const truth = JSON.parse(readFileSync(join(CITIZENLAB, set, "truth.json"), "utf8"));
      const { name } = truth.files.find(({ format }: { format: string }) => format === "csv");
      const campaign = await read(name, readFileSync(join(CITIZENLAB, set, name)));
      const level = (value: string): string => value.replace(/^(url https?:\/\/[^/]+)\/$/, "$1");
      const found = [...campaign.indicators, ...campaign.context].map(
        ({ observable }) => `${observable?.type} ${observable?.value}`,
      );
      const wanted = Object.entries(truth.by_format.csv as Record<string, string[]>).flatMap(
        ([type, values]) => values.map((value) => level(`${type} ${value}`)),
      );
      expect({ set, values: found.map(level).toSorted() }).toEqual({
        set,
        values: [...new Set(wanted)].toSorted(),
      });
    }
  },
);
