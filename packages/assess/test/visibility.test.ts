import { expect, test } from "vitest";
import { assessVisibility } from "../src/index.ts";
import {
  anyScope,
  campaign,
  detection,
  ledger,
  networkScope,
  plainText,
  sysmon1,
  sysmonScope,
} from "./sample.ts";

const indicator = detection("i", [networkScope, anyScope], {
  kind: "indicator",
  strength: "strong",
  observable: { type: "domain", value: "lantern.example" },
});

test("a detection could match if one of its readings takes a source with records", () => {
  const detections = [
    detection("a", [sysmonScope]),
    detection("b", [networkScope]),
    detection("c", [networkScope, sysmonScope]),
  ];
  const visibility = assessVisibility({ detections, ledger: ledger([sysmon1]) });
  expect(visibility).toMatchObject({ total: 3, couldMatch: 2, percent: 67 });
  expect(visibility.unseen.map(({ id }) => id)).toEqual(["b"]);
  expect(visibility.missing).toEqual([{ needs: "Sysmon event 3", detections: 1 }]);
});

test("a source without records shows nothing", () => {
  const visibility = assessVisibility({
    detections: [detection("a", [sysmonScope])],
    ledger: ledger([{ ...sysmon1, records: 0 }]),
  });
  expect(visibility.couldMatch).toBe(0);
});

test.each([
  ["Windows events", [sysmon1], 0],
  ["plain text", [plainText], 1],
  ["JSON", [{ ...plainText, format: "json" }], 1],
  ["web access logs", [{ ...plainText, format: "web-access", category: "webserver" }], 0],
])("an indicator's catch-all reading over %s counts %#", (_name, sources, couldMatch) => {
  const visibility = assessVisibility({
    campaign,
    detections: [indicator],
    ledger: ledger(sources),
  });
  expect(visibility.couldMatch).toBe(couldMatch);
  expect(visibility.missing).toEqual(
    couldMatch === 1 ? [] : [{ needs: "Sysmon event 3", detections: 1 }],
  );
});

test("visibility of a warning leaves out rules that have nothing to do with it", () => {
  const detections = [
    indicator,
    detection("bears", [sysmonScope], { techniques: ["T1059.001"] }),
    detection("cve", [sysmonScope], { vulnerabilities: ["CVE-2021-44228"] }),
    detection("denied", [sysmonScope], { vulnerabilities: ["CVE-2020-0001"] }),
    detection("other", [sysmonScope], { techniques: ["T1190"] }),
  ];
  const visibility = assessVisibility({ campaign, detections, ledger: ledger([sysmon1]) });
  expect(visibility).toMatchObject({ total: 3, couldMatch: 2 });
  expect(visibility.byKind).toEqual([
    { of: "indicator", total: 1, couldMatch: 0 },
    { of: "sigma", total: 2, couldMatch: 2 },
    { of: "domain", total: 1, couldMatch: 0 },
  ]);
  expect(visibility.byTechnique).toEqual([{ of: "T1059", total: 1, couldMatch: 1 }]);
});

test("the percentage is 100 only if everything could match, and 0 only if nothing could", () => {
  const seen = Array.from({ length: 999 }, (_, index) => detection(`s${index}`, [sysmonScope]));
  const detections = [...seen, detection("u", [networkScope])];
  expect(assessVisibility({ detections, ledger: ledger([sysmon1]) }).percent).toBe(99);
  expect(assessVisibility({ detections: seen, ledger: ledger([sysmon1]) }).percent).toBe(100);
  expect(assessVisibility({ detections: [], ledger: ledger([sysmon1]) }).percent).toBe(0);
});

test.each([
  [{ since: "2024-03-01T00:00:00Z", until: "2024-03-02T00:00:00Z" }, 24],
  [{}, 4],
  [{ since: "2024-03-01T00:00:00Z" }, 14],
])("hours are counted in the window %j", (window, hours) => {
  const times = { first: "2024-03-01T10:59:00.000Z", last: "2024-03-01T13:01:00.000Z" };
  const visibility = assessVisibility({
    detections: [],
    ledger: ledger([sysmon1], times),
    ...window,
  });
  expect(visibility.hoursTotal).toBe(hours);
  expect(visibility.hoursCovered).toBe(2);
});
