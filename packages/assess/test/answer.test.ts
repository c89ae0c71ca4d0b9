import type { Finding } from "@tocsin/model";
import { expect, test } from "vitest";
import { compileAnswer } from "../src/index.ts";
import type { AnswerInput } from "../src/index.ts";
import {
  campaign,
  detection,
  finding,
  ledger,
  networkScope,
  sysmon1,
  sysmonScope,
} from "./sample.ts";

function input(findings: readonly Finding[], more: Partial<AnswerInput> = {}): AnswerInput {
  return {
    campaigns: [campaign],
    detections: [
      detection("i", [sysmonScope], { kind: "indicator", strength: "strong" }),
      detection("n", [networkScope], { techniques: ["T1059"] }),
    ],
    correlations: [],
    findings,
    ledger: ledger([sysmon1]),
    refused: [],
    toolVersion: "0.0.0",
    ...more,
  };
}

const strong = { kind: "indicator", strength: "strong" } as const;

test.each([
  ["a strong indicator", finding("a", strong), "hit"],
  ["a strong pattern", finding("a", { kind: "stix-pattern", strength: "strong" }), "hit"],
  ["a weak indicator", finding("a", { kind: "indicator", strength: "weak" }), "suspicious"],
  ["high behaviour", finding("a", { level: "high" }), "suspicious"],
  [
    "a low rule with a CVE of the warning",
    finding("a", { vulnerabilities: ["CVE-2021-44228"] }),
    "suspicious",
  ],
  [
    "a low rule with a CVE the warning denies",
    finding("a", { vulnerabilities: ["CVE-2020-0001"] }),
    "no-sign",
  ],
  [
    "a medium rule with its technique",
    finding("a", { level: "medium", techniques: ["T1059.003"] }),
    "suspicious",
  ],
  [
    "a low rule with its technique",
    finding("a", { level: "low", techniques: ["T1059"] }),
    "no-sign",
  ],
  [
    "a medium rule with another technique",
    finding("a", { level: "medium", techniques: ["T1190"] }),
    "no-sign",
  ],
])("the verdict on %s alone is as the rule says", (_name, one, verdict) => {
  expect(compileAnswer(input([one])).verdict.value).toBe(verdict);
});

test("the verdict is cannot-say when nothing could have matched or nothing was read", () => {
  const blind = compileAnswer(
    input([], { detections: [detection("n", [networkScope], { techniques: ["T1059"] })] }),
  );
  expect(blind.verdict.value).toBe("cannot-say");
  expect(compileAnswer(input([], { ledger: ledger([]) })).verdict.value).toBe("cannot-say");
  expect(compileAnswer(input([], { detections: [] })).verdict.value).toBe("cannot-say");
  expect(compileAnswer(input([finding("a")], { ledger: ledger([]) })).verdict.value).toBe(
    "cannot-say",
  );
});

test("an answer without findings says how much would have been visible", () => {
  const { verdict } = compileAnswer(input([]));
  expect(verdict.summary).toBe(
    "No sign found; 50 % of what the warning describes would have been visible.",
  );
});

test("every verdict has reasons and limits, and none speaks of clean", () => {
  for (const findings of [[], [finding("a", strong)], [finding("a", { level: "high" })]])
    for (const sources of [[], [sysmon1]])
      for (const campaigns of [[], [campaign]]) {
        const answer = compileAnswer(input(findings, { ledger: ledger(sources), campaigns }));
        expect(answer.verdict.reasons.length).toBeGreaterThan(0);
        expect(answer.verdict.limits.length).toBeGreaterThan(0);
        expect(JSON.stringify(answer)).not.toMatch(/\bclean\b/i);
      }
});

test("findings come worst first, then by time", () => {
  const findings = [
    finding("other"),
    finding("late", { level: "high" }, { firstSeen: "2024-03-05T00:00:00.000Z" }),
    finding("early", { level: "high" }),
    finding("weak", { kind: "indicator", strength: "weak", level: "critical" }),
    finding("strong", { ...strong, level: "medium" }),
  ];
  const order = compileAnswer(input(findings)).findings.map(({ id }) => id);
  expect(order).toEqual(["strong", "weak", "early", "late", "other"]);
  expect(compileAnswer(input(findings.toReversed())).findings.map(({ id }) => id)).toEqual(order);
});

test("what this version cannot ask is not asked, and the warning's own words stand there", () => {
  const { exposed, sought } = compileAnswer(input([])).questions;
  expect(exposed.status).toBe("not-asked");
  expect(JSON.stringify(exposed)).toContain("CVE-2021-44228: Apache Log4j 2");
  expect(JSON.stringify(exposed)).not.toContain("--inventory");
  expect(sought.status).toBe("not-asked");
  expect(JSON.stringify(sought)).toContain("hull designs");
});

test("the limits name what was not seen, not read and not loaded", () => {
  const refused = [{ severity: "error", code: "X", message: "m" }] as const;
  const hurt = ledger([sysmon1], { damaged: 3, partial: true, outsideWindow: 7 });
  const answer = compileAnswer(input([], { refused, ledger: hurt }));
  const limits = answer.verdict.limits.join("\n");
  for (const part of [
    "cut short",
    "Sysmon event 3",
    "3 records could not",
    "7 records outside",
    "1 rule or pattern",
    "1 pattern of the warning",
  ])
    expect(limits).toContain(part);
  expect(answer.partial).toBe(true);
});

test.each([
  [[finding("a", strong)], "Preserve the evidence", "national CSIRT"],
  [[finding("a", { level: "high" })], "Preserve the evidence", "can explain it"],
  [[], "Block what the warning names", "--format stix"],
])("the next steps depend on the verdict %#", (findings, first, also) => {
  const { next } = compileAnswer(input(findings)).questions;
  expect(next.points[0]?.text).toContain(first);
  expect(JSON.stringify(next)).toContain(also);
});

test("an answer to rules alone speaks of the rules", () => {
  const answer = compileAnswer(input([], { campaigns: [] }));
  expect(answer.verdict.summary).toContain("what the rules look for");
  expect(answer.campaigns).toEqual([]);
});

test("the verdict is cannot-say when the evidence ends before the activity that the warning tells of", () => {
  const early = { ...campaign, period: { first: "2199-01-01T00:00:00.000Z", citations: [] } };
  const dated = ledger([sysmon1], {
    first: "2024-05-13T00:00:00.000Z",
    last: "2024-05-19T00:00:00.000Z",
  });
  const { verdict } = compileAnswer(input([], { campaigns: [early], ledger: dated }));
  expect(verdict.value).toBe("cannot-say");
  expect(verdict.reasons[0]).toMatch(/activity from 2199-01-01 on, and the evidence tells of/);
  const within = { ...campaign, period: { first: "2020-01-01", last: "2199-01", citations: [] } };
  const other = compileAnswer(input([], { campaigns: [within], ledger: dated })).verdict;
  expect(other.value).toBe("no-sign");
  expect(other.limits.join("\n")).toMatch(
    /activity from 2020-01-01 to 2199-01; the evidence tells/,
  );
});

test("the verdict is cannot-say when a window is asked for and no record tells its time", () => {
  const timeless = ledger([{ ...sysmon1, timeless: sysmon1.records }]);
  const asked = input([], { ledger: timeless, since: "2024-01-01T00:00:00.000Z" });
  expect(compileAnswer(asked).verdict.value).toBe("cannot-say");
  expect(compileAnswer(input([], { ledger: timeless })).verdict).toMatchObject({
    value: "no-sign",
    limits: expect.arrayContaining([expect.stringMatching(/no time that can be read/)]),
  });
});

test("grave rules that have nothing to do with the warning are told apart", () => {
  const { verdict } = compileAnswer(
    input([
      finding("a", { level: "high", techniques: ["T1059.001"] }),
      finding("b", { level: "critical" }),
      finding("c", { level: "high" }),
    ]),
  );
  expect(verdict.summary).toMatch(
    /3 findings deserve a look: 1 bears what the warning describes, 2 are grave by rule and have nothing to do with it/,
  );
});
