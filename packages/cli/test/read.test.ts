import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { folder, runIn } from "./support.ts";

const WARNING = `# Quiet Heron Targets Shipyards of the North

An Example Agency, AA24-999A, 25 July 2024. TLP:GREEN

The actors exploited CVE-2021-44228 [T1190] and left web shells [T1505.003].

## Indicators of compromise

The command and control servers are:

- evil[.]example[.]net
- 192[.]0[.]2[.]66
`;

test("read --show prints the passages on a technique, and nothing else", () => {
  const cwd = folder({ "warning.md": WARNING });
  const { stdout, status } = runIn(cwd, ["read", "warning.md", "--show", "t1505.003"]);
  expect(status).toBe(0);
  expect(stdout).toContain("technique: T1505.003");
  expect(stdout).toContain("warning.md line 5");
  expect(stdout).toContain("left web shells [T1505.003]");
  expect(stdout).not.toContain("evil.example.net");
});

test("read --show says on stderr when the warning says nothing of it", () => {
  const cwd = folder({ "warning.md": WARNING });
  expect(runIn(cwd, ["read", "warning.md", "--show", "T1003"])).toMatchObject({
    stdout: "",
    stderr: 'tocsin: the warning says nothing of "T1003"\n',
  });
});

test("read --format yaml writes a campaign file that fits its schema and reads back", () => {
  const cwd = folder({ "warning.md": WARNING });
  const { stdout } = runIn(cwd, ["read", "warning.md", "--format", "yaml"]);
  const schema: unknown = JSON.parse(
    readFileSync(
      new URL("../../model/schemas/campaign-file-1.schema.json", import.meta.url),
      "utf8",
    ),
  );
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema as object);
  validate(parse(stdout));
  expect(validate.errors).toBeNull();
  writeFileSync(join(cwd, "campaign.yaml"), stdout);
  const again = runIn(cwd, ["read", "campaign.yaml", "--format", "json"]);
  const first = runIn(cwd, ["read", "warning.md", "--format", "json"]);
  const { indicators } = JSON.parse(again.stdout) as { indicators: unknown };
  expect(indicators).toEqual((JSON.parse(first.stdout) as { indicators: unknown }).indicators);
});

test("read --corrections lays a person's corrections over the documents", () => {
  const cwd = folder({ "warning.md": WARNING });
  const { stdout } = runIn(cwd, ["read", "warning.md", "--format", "yaml"]);
  writeFileSync(join(cwd, "c.yaml"), stdout.replace("status: exploited", "status: researched"));
  const args = ["read", "warning.md", "--corrections", "c.yaml", "--format", "json"];
  const campaign = JSON.parse(runIn(cwd, args).stdout) as {
    vulnerabilities: readonly { status: string }[];
    diagnostics: readonly { code: string }[];
  };
  expect(campaign.vulnerabilities.map(({ status }) => status)).toEqual(["researched"]);
  expect(campaign.diagnostics.map(({ code }) => code)).toContain("ADVISORY_CORRECTED");
  expect(runIn(cwd, ["read", "warning.md", "--corrections", "no.yaml"])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("--corrections no.yaml") as string,
  });
});

const AUDIENCES: readonly (readonly [audience: string, status: number])[] = [
  ["CLEAR", 4],
  ["GREEN", 0],
  ["RED", 0],
];

test.each(AUDIENCES)("read for an audience of %s exits with %i when GREEN is read", (to, code) => {
  const cwd = folder({ "warning.md": WARNING });
  const { status, stdout, stderr } = runIn(cwd, ["read", "warning.md", "--audience", to]);
  expect(status).toBe(code);
  expect(stdout.includes("Quiet Heron")).toBe(code === 0);
  expect(stderr.includes("marked TLP:GREEN")).toBe(code !== 0);
});

test("read compares two formats of one warning and says what one lacks", () => {
  const cwd = folder({ "a.md": WARNING, "b.md": WARNING.replace("- 192[.]0[.]2[.]66\n", "") });
  const { stdout } = runIn(cwd, ["read", "a.md", "b.md"]);
  expect(stdout).toContain("a.md against b.md");
  expect(stdout).toContain("only in a.md: 1");
  expect(stdout).toContain("indicator ipv4 192.0.2.66");
});

test("read cites files of the same name by their paths", () => {
  const cwd = folder({ "a/warning.md": WARNING, "b/warning.md": WARNING });
  const { stdout } = runIn(cwd, ["read", "a/warning.md", "b/warning.md", "--format", "json"]);
  const { documents } = JSON.parse(stdout) as { documents: readonly { name: string }[] };
  expect(documents.map(({ name }) => name)).toEqual(["a/warning.md", "b/warning.md"]);
});

test("read takes back the JSON it wrote", () => {
  const cwd = folder({ "warning.md": WARNING });
  const { stdout } = runIn(cwd, ["read", "warning.md", "--format", "json"]);
  writeFileSync(join(cwd, "campaign.json"), stdout);
  const again = runIn(cwd, ["read", "campaign.json", "--format", "json"]).stdout;
  expect(JSON.parse(again)).toEqual(JSON.parse(stdout));
  writeFileSync(join(cwd, "bad.json"), stdout.replace('"exploited"', '"surely"'));
  expect(runIn(cwd, ["read", "bad.json"])).toMatchObject({
    status: 4,
    stderr: expect.stringContaining("vulnerabilities.0.status") as string,
  });
});

test("read takes a folder with the folders in it, and tells of links it does not follow", () => {
  const cwd = folder({ "all/a.md": WARNING, "all/sub/b.md": WARNING });
  symlinkSync(join(cwd, "all/a.md"), join(cwd, "all/link.md"));
  const { stdout, stderr } = runIn(cwd, ["read", "all", "--format", "json"]);
  const { documents } = JSON.parse(stdout) as { documents: readonly { name: string }[] };
  expect(documents.map(({ name }) => name)).toEqual(["a.md", "b.md"]);
  expect(stderr).toBe("tocsin: all: 1 symbolic link is not followed; name what they lead to\n");
});
