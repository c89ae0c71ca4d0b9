import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

function read(text: string): ReturnType<typeof readAdvisory> {
  return readAdvisory({
    name: "a.md",
    bytes: new TextEncoder().encode(text),
    sha256: "ab".repeat(32),
  });
}

const ROWS = "## MITRE ATT&CK techniques\n\n| Tactic | Technique | Use |\n|---|---|---|\n";
const CASES: readonly (readonly [text: string, techniques: readonly string[]])[] = [
  ["The loader uses Process Hollowing to hide.", ["T1055.012 name"]],
  ["They came by way of HTML Smuggling and went on.", ["T1027.006 name"]],
  ["- OS Credential Dumping: LSASS Memory", ["T1003.001 name"]],
  [`${ROWS}| Execution | PowerShell | scripts |`, ["T1059.001 name"]],
  [`${ROWS}| Initial Access | Valid Accounts | bought |`, ["T1078 name"]],
  // The id is there already, or the one of the sub-technique.
  ["They used Process Hollowing. Later T1055.012 again.", ["T1055.012 id"]],
  ["The loader uses Process Injection. Later: T1055.012.", ["T1055.012 id"]],
  ["They used Process Hollowing (T1055.012).", ["T1055.012 id"]],
  // Things, not acts.
  ["They rely on Windows Management Instrumentation and Remote Desktop Protocol.", []],
  ["It is written in Visual Basic and sent from Email Accounts.", []],
  ["The script is run by PowerShell at night.", []],
  // Not as ATT&CK prints it, a piece of another name, a tactic, a mitigation.
  ["They used process hollowing of files.", []],
  ["The Windows Process Hollowing Protection was off.", []],
  ["They went on to Lateral Movement and Privilege Escalation.", []],
  ["They turned off Network Segmentation and User Training.", []],
  // Advice, asides, references.
  ["Administrators should prevent Process Hollowing.", []],
  ["## Mitigations\n\nStop Process Hollowing where it starts.", []],
  ["It is similar to Process Hollowing in its effect.", []],
  ["## References\n\n- Process Hollowing, explained", []],
];

test.each(CASES)("techniques in words are read from %j", async (text, techniques) => {
  const found = (await read(text)).techniques.map(({ id, basis }) => `${id} ${basis ?? "id"}`);
  expect(found).toEqual(techniques);
});

const LINK = "https://attack.mitre.org/versions/v7/techniques/T1547/001/";

test("an id that no version has becomes the one its own link leads to, with the stated one beside it", async () => {
  const { techniques, diagnostics } = await read(`- Registry Run Keys [[T1047.001](${LINK})]`);
  expect(techniques).toMatchObject([{ id: "T1547.001", statedId: "T1047.001" }]);
  expect(diagnostics).toEqual([]);
});

test("an id stays as it is when it is known, whatever its link leads to", async () => {
  const { techniques } = await read(`- WMI [[T1047](${LINK})]`);
  expect(techniques.map(({ id, statedId }) => [id, statedId])).toEqual([["T1047", undefined]]);
});

test("an id that no version has is told when its link leads to none either", async () => {
  const text = "- X [[T1047.001](https://attack.mitre.org/techniques/T1047/009/)]";
  const { techniques, diagnostics } = await read(text);
  expect(techniques.map(({ id }) => id)).toEqual(["T1047.001"]);
  expect(diagnostics.map(({ code }) => code)).toEqual(["ADVISORY_TECHNIQUE_UNKNOWN"]);
});
