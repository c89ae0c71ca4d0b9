import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

function read(text: string): ReturnType<typeof readAdvisory> {
  return readAdvisory({
    name: "a.md",
    bytes: new TextEncoder().encode(text),
    sha256: "ab".repeat(32),
  });
}

const TABLE = `## Indicators

| Type | Value | Comment |
|---|---|---|
| User agent | PGClient/1.4 (Win64) | C2 |
| Service | PaneGlassSvc | persistence |
| Mutex | \`PGMTX-771\` | |
| Registry | HKCU\\Software\\PaneGlass | |
| Named pipe | pgpipe | |
| File name | pane helper.exe | dropped by the loader |
| Domain | evil[.]example[.]net | exfil |
| Process | paneglass helper | |
`;

test("rows of a table of indicators are read by the type column", async () => {
  const { indicators } = await read(TABLE);
  expect(
    indicators.map(({ observable, role, description }) => [
      observable?.type,
      observable?.value,
      role,
      description,
    ]),
  ).toEqual([
    ["user-agent", "PGClient/1.4 (Win64)", "command-and-control", "C2"],
    ["service-name", "PaneGlassSvc", "persistence", "persistence"],
    ["mutex", "PGMTX-771", undefined, undefined],
    ["registry-key", "HKCU\\Software\\PaneGlass", undefined, undefined],
    ["named-pipe", "pgpipe", undefined, undefined],
    ["filename", "pane helper.exe", "dropped-file", "dropped by the loader"],
    ["domain", "evil.example.net", "exfiltration", "exfil"],
  ]);
});

test("a row of a table of indicators is told as a note when the model has no type for it", async () => {
  expect((await read(TABLE)).diagnostics).toMatchObject([
    {
      severity: "note",
      code: "ADVISORY_ROW_UNREAD",
      message: expect.stringMatching(/line 12.*paneglass helper/) as string,
      place: { file: "a.md", line: 12 },
    },
  ]);
});

test("rows are read by their first cell when the table has no header", async () => {
  const { indicators } = await read(
    "## Indicators\n\n| User agent | PGClient/1.4 (Win64) |\n| Mutex | PGMTX |\n",
  );
  expect(indicators.map(({ observable }) => observable?.value)).toEqual([
    "PGClient/1.4 (Win64)",
    "PGMTX",
  ]);
});

test("a document of names of files alone is told as no warning", async () => {
  const passwd =
    "root:x:0:0:root:/root:/bin/bash\ngames:x:5:60:games:/usr/games:/usr/sbin/nologin\n";
  for (const text of [passwd, "The tool writes C:\\Users\\x\\panegls.exe once."])
    expect((await read(text)).diagnostics).toMatchObject([
      { severity: "error", code: "ADVISORY_UNLIKELY" },
    ]);
  expect((await read("## Indicators\n\n- a1.exe\n- b2.exe\n- c3.exe\n")).diagnostics).toEqual([]);
});
