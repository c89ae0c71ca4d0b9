import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { AdvisoryError, readAdvisory } from "../src/index.ts";

type Campaign = Awaited<ReturnType<typeof readAdvisory>>;

function read(name: string, content: string | Uint8Array): Promise<Campaign> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return readAdvisory({ name, bytes, sha256: "ab".repeat(32) });
}

function indicatorsOf({ indicators }: Campaign): string[] {
  return indicators.map(({ observable }) => `${observable?.type} ${observable?.value}`);
}

function contextOf({ context }: Campaign): string[] {
  return context.map(
    ({ observable, role }) => `${observable.type} ${observable.value}${role ? ` (${role})` : ""}`,
  );
}

const BARE: readonly (readonly [text: string, expected: readonly string[]])[] = [
  ["The loader came from github[.]com/someone/payload.", ["http-uri github.com/someone/payload"]],
  [
    "## Payload URLs\n\n- github[.]com/someone/payload\n- github.com/other/payload\n",
    ["http-uri github.com/someone/payload", "http-uri github.com/other/payload"],
  ],
  [
    "It calls evil[.]example/gate.php?id=1, then sleeps.",
    ["http-uri evil.example/gate.php?id=1", "domain evil.example"],
  ],
  ["It calls 192[.]0[.]2[.]7:8080/a/b.", ["http-uri 192.0.2.7:8080/a/b", "ipv4 192.0.2.7"]],
  ["They hold 192[.]0[.]2[.]0/24.", ["cidr 192.0.2.0/24"]],
  ["It calls one[.]example/two[.]example.", ["domain one.example", "domain two.example"]],
  ["It calls one[.]example/443.", ["domain one.example"]],
  ["The guide is at microsoft[.]com/en-us/security.", []],
  ["The code is on github.com/someone/tool for all.", []],
  ["github.com/someone/tool\n", []],
];

test.each(BARE)(
  "an address without a scheme is read with its path in %j",
  async (text, expected) => {
    const campaign = await read("report.md", `# Quiet Heron uses malware\n\n${text}`);
    expect(indicatorsOf(campaign)).toEqual(expected);
  },
);

const ARTEFACTS: readonly (readonly [text: string, expected: readonly string[]])[] = [
  [
    '## Indicators\n\n- schtasks /create /sc minute /tn "Heron Update" /tr a.exe',
    ["scheduled-task Heron Update"],
  ],
  ["## Indicators\n\n- Service name: HeronSvc", ["service-name HeronSvc"]],
  ["## Indicators\n\n- Task name: HeronTask", ["scheduled-task HeronTask"]],
  ["## Indicators\n\n- schtasks /query /tn HeronTask", []],
  ["The actors ran schtasks /create /tn HeronTask to stay.", []],
  [
    "It ran schtasks /create /tn HeronTask and called evil[.]example.",
    ["scheduled-task HeronTask", "domain evil.example"],
  ],
];

test.each(ARTEFACTS)(
  "names of tasks and services are read where labelled: %j",
  async (text, expected) => {
    const campaign = await read("report.md", `# Quiet Heron uses malware\n\n${text}\n`);
    expect(indicatorsOf(campaign).filter((value) => !value.startsWith("file"))).toEqual(expected);
  },
);

const HEAD =
  "From: Jane Doe <jane@encc.example>\nTo: all@encc.example\nSubject: Quiet Heron\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n";

test("a mail's quoted links and its signature are no indicators", async () => {
  const campaign = await read(
    "warning.eml",
    `${HEAD}See what is going on below.\n\nIndicators:\nevil[.]example\n\nOn Mon, 2 Mar 2026, Jo Roe <jo@encc.example> wrote:\n> It is described here:\n>\n> https://blog.other-firm.net/quiet-heron\n>\n> Indicators of compromise\n> bad.heron-c2.net\n> 192.0.2.8\n\n-- \nJane Doe\nENCC | www.encc-site.net\njane@encc-site.net\n`,
  );
  expect(indicatorsOf(campaign)).toEqual([
    "domain evil.example",
    "domain bad.heron-c2.net",
    "ipv4 192.0.2.8",
  ]);
  expect(contextOf(campaign)).toEqual([
    "email jo@encc.example (contact)",
    "url https://blog.other-firm.net/quiet-heron (reference)",
    "domain blog.other-firm.net (reference)",
    "domain www.encc-site.net (contact)",
    "email jane@encc-site.net (contact)",
  ]);
});

test("a mail's closing line with a site is its signature", async () => {
  const campaign = await read(
    "warning.eml",
    `${HEAD}Indicators:\nbad.heron-c2.net\n\nKind regards\nJane Doe\nENCC | www.encc-site.net\n`,
  );
  expect(indicatorsOf(campaign)).toEqual(["domain bad.heron-c2.net"]);
  expect(contextOf(campaign)).toEqual(["domain www.encc-site.net (contact)"]);
});

test("what speaks of indicators behind a line of hyphens is no signature", async () => {
  const campaign = await read(
    "warning.eml",
    `${HEAD}Quiet Heron is back.\n--\nIndicators:\nbad.heron-c2.net\n`,
  );
  expect(indicatorsOf(campaign)).toEqual(["domain bad.heron-c2.net"]);
});

test("a row of a table in prose that says victim gives context", async () => {
  const table = [
    "| Indicator | Role | Type | Comment |",
    "|---|---|---|---|",
    "| 192.0.2.10 | victim | ip | patched since |",
    "| 192.0.2.11 | C2 | ip | contacts the victim |",
    "| shop.example | Victim host | domain | |",
  ].join("\n");
  const campaign = await read("report.md", `# Quiet Heron\n\n## Indicators\n\n${table}\n`);
  expect(indicatorsOf(campaign)).toEqual(["ipv4 192.0.2.11"]);
  expect(contextOf(campaign)).toEqual(["ipv4 192.0.2.10 (victim)", "domain shop.example (victim)"]);
  const list = "value,type,role\n192.0.2.10,ip,victim\n192.0.2.11,ip,C2\n";
  expect(contextOf(await read("list.csv", list))).toEqual(["ipv4 192.0.2.10 (victim)"]);
});

function tar(): Uint8Array {
  const bytes = new Uint8Array(1024);
  bytes.set(new TextEncoder().encode("report.txt"), 0);
  bytes.set(new TextEncoder().encode("ustar"), 257);
  return bytes;
}

test.each([
  ["a.tar", tar(), /TAR archive: unpack it/],
  ["a.tgz", Uint8Array.of(0x1f, 0x8b, 8, 0), /gzip file \(GZ, TGZ\): unpack it/],
] as const)("the archive %s is named with what to do", async (name, bytes, message) => {
  await expect(read(name, bytes)).rejects.toThrow(AdvisoryError);
  await expect(read(name, bytes)).rejects.toThrow(message);
});

test("files beyond the limit of an archive are told once with their number", async () => {
  const text = strToU8(`Quiet Heron uses evil[.]example.\n${"It sleeps for a day.\n".repeat(20)}`);
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}.txt`, text]));
  const campaign = await readAdvisory(
    { name: "a.zip", bytes: zipSync(files), sha256: "ab".repeat(32) },
    { maxBytes: text.length * 4 },
  );
  expect(indicatorsOf(campaign)).toEqual(["domain evil.example"]);
  const told = campaign.diagnostics.filter(({ code }) => code === "ADVISORY_PART_UNREAD");
  expect(told.map(({ message }) => message)).toEqual([
    expect.stringMatching(/8 files not read: .* f4\.txt, f5\.txt, .* and 3 more$/),
  ]);
});
