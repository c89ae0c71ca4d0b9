import { expect, test } from "vitest";
import { AdvisoryError, readAdvisory } from "../src/index.ts";

type Read = ReturnType<typeof readAdvisory>;

function read(name: string, text: string): Read {
  const bytes = new TextEncoder().encode(text);
  return readAdvisory({ name, bytes, sha256: "ab".repeat(32) });
}

function readEvent(attributes: readonly object[]): Read {
  return read(
    "event.json",
    JSON.stringify({ Event: { info: "Quiet Heron", Attribute: attributes } }),
  );
}

function valuesOf({ indicators }: Awaited<Read>): string[] {
  return indicators.map(({ observable }) => `${observable?.type} ${observable?.value}`);
}

const LISTED: readonly (readonly [type: string, value: string, expected: readonly string[]])[] = [
  ["url", "http://evil.example.net/a", ["url http://evil.example.net/a"]],
  ["url", "evil.example.net/a.php", ["http-uri evil.example.net/a.php"]],
  ["url", "evil[.]example[.]net/a.php", ["http-uri evil.example.net/a.php"]],
  ["url", "192.0.2.1:8080/a", ["http-uri 192.0.2.1:8080/a"]],
  ["url", "github.com/someone/payload", ["http-uri github.com/someone/payload"]],
  ["url", "evil.example.net", ["domain evil.example.net"]],
  ["url", "no address", []],
  ["hostname", "*.evil.example.net", ["domain evil.example.net"]],
];

test.each(LISTED)("an attribute of MISP of the type %s reads %s", async (type, value, expected) => {
  expect(valuesOf(await readEvent([{ type, value, to_ids: true }]))).toEqual(expected);
});

const URLS = LISTED.filter(([type, , expected]) => type === "url" && expected.length > 0);

test.each(URLS)("a row of a list of the type %s reads %s", async (type, value, expected) => {
  expect(valuesOf(await read("list.csv", `type,value\n${type},${value}\nip,192.0.2.9\n`))).toEqual([
    ...expected,
    "ipv4 192.0.2.9",
  ]);
});

const RANGES: readonly (readonly [text: string, expected: readonly string[]])[] = [
  ["192.0.2.20-192.0.2.29", ["cidr 192.0.2.20/30", "cidr 192.0.2.24/30", "cidr 192.0.2.28/31"]],
  ["192.0.2.0 - 192.0.2.255", ["cidr 192.0.2.0/24"]],
  ["192.0.2.255-7", ["ipv4 192.0.2.255"]],
  ["192.0.2.7 – 192.0.2.8", ["ipv4 192.0.2.7", "ipv4 192.0.2.8"]],
  ["192[.]0[.]2[.]4-5", ["cidr 192.0.2.4/31"]],
  ["192.0.2.1", ["ipv4 192.0.2.1"]],
];

test.each(RANGES)("a list reads the range %s whole", async (text, expected) => {
  const campaign = await read("list.csv", `type,value\nip range,${text}\nip,192.0.2.200\n`);
  const found = valuesOf(campaign).filter((value) => value !== "ipv4 192.0.2.200");
  expect(found).toEqual(expected);
});

const REMARKS: readonly (readonly [remark: string, isContext: boolean])[] = [
  ["legitimate scanner, benign", true],
  ["victim - do not block", true],
  ["False positive", true],
  ["known good", true],
  ["not benign", false],
  ["loader that drops a benign decoy", false],
  ["looks benign", false],
  ["victims connect to it", false],
  ["C2 server", false],
];

test.each(REMARKS)("a list whose remark says %s is held to it", async (remark, isContext) => {
  const { indicators, context } = await read(
    "list.csv",
    `type,value,comment\nip,192.0.2.1,"${remark}"\nip,192.0.2.2,\n`,
  );
  expect(indicators).toHaveLength(isContext ? 1 : 2);
  expect(context.map(({ reason }) => reason)).toEqual(
    isContext ? [`its row says: comment: ${remark}`] : [],
  );
});

test("a list whose remark warns of blocking gives its words as a caution", async () => {
  const { indicators } = await read(
    "list.csv",
    "type,value,comment\nip,192.0.2.1,shared hosting; vet before blocking\nip,192.0.2.2,C2\n",
  );
  expect(indicators.map(({ caution }) => caution)).toEqual([
    "comment: shared hosting; vet before blocking",
    undefined,
  ]);
});

test("an attribute of MISP about those attacked is context although it is marked", async () => {
  const { indicators, context } = await readEvent([
    { type: "ip-dst", value: "192.0.2.1", to_ids: true, category: "Targeting data" },
    { type: "ip-dst", value: "192.0.2.2", to_ids: true, category: "Network activity" },
  ]);
  expect(indicators).toHaveLength(1);
  expect(context).toMatchObject([
    { role: "victim", reason: "of the category Targeting data: those attacked" },
  ]);
});

test.each([
  ["attributes", { Attribute: [{ type: "ip-dst", value: "192.0.2.1", to_ids: true }] }],
  [
    "objects",
    [
      {
        Object: {
          name: "file",
          Attribute: [{ type: "ip-dst", value: "192.0.2.1", to_ids: true }],
        },
      },
    ],
  ],
])("the answer of a search of MISP for %s is read", async (_, response) => {
  expect(valuesOf(await read("answer.json", JSON.stringify({ response })))).toEqual([
    "ipv4 192.0.2.1",
  ]);
});

test("a campaign file whose aliases multiply is refused by its name", async () => {
  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
  for (const [from, to] of ["ab", "bc", "cd", "de", "ef"])
    bomb.push(`${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(", ")}]`);
  const text = `tocsin: campaign\nversion: "1"\ntitle: x\n${bomb.join("\n")}\n`;
  const reading = read("bomb.yaml", text);
  await expect(reading).rejects.toBeInstanceOf(AdvisoryError);
  await expect(reading).rejects.toThrow("bomb.yaml: line 1: expected at most 100 aliases");
});

test("a message that a mail forwards is read as a message", async () => {
  const inner = "From: a@example.org\nSubject: inner\nContent-Type: text/plain\n\nC2 is 192.0.2.1";
  const { documents, indicators } = await read("inner.eml", inner);
  expect(documents[0]?.format).toBe("email");
  expect(indicators).toHaveLength(1);
});

test.each([
  [["C2"], "command-and-control"],
  [["C2", "IP Watchlist"], "command-and-control"],
  [["Malicious E-mail"], "phishing"],
  [["C2", "Exfiltration"], undefined],
  [["IP Watchlist"], undefined],
])("an indicator of STIX 1 of the types %s has the role %s", async (types, role) => {
  const kinds = types.map((type) => `<i:Type>${type}</i:Type>`).join("");
  const { indicators } = await read(
    "package.xml",
    `<stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1" xmlns:i="http://stix.mitre.org/Indicator-2" xmlns:cybox="http://cybox.mitre.org/cybox-2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><stix:Indicators><stix:Indicator id="ex:i">${kinds}<i:Observable><cybox:Object><cybox:Properties xsi:type="o:AddressObjectType" category="ipv4-addr"><o:Address_Value>192.0.2.1</o:Address_Value></cybox:Properties></cybox:Object></i:Observable></stix:Indicator></stix:Indicators></stix:STIX_Package>`,
  );
  expect(indicators).toHaveLength(1);
  expect(indicators[0]?.role).toBe(role);
});
