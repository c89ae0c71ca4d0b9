import type { Campaign, ObservableType } from "@tocsin/model";
import { makeCampaign } from "@tocsin/model";
import { expect, test } from "vitest";
import { emptyScore, judge, measuresOf, offeredValues } from "../src/areas/advisory/score.ts";

function campaignOf(...values: readonly (readonly [ObservableType, string])[]): Campaign {
  return makeCampaign({
    id: "c",
    title: "t",
    documents: [],
    indicators: values.map(([type, value]) => {
      return { id: value, observable: { type, value }, labels: [], malware: [], citations: [] };
    }),
  });
}

test("a score counts found, missed and wrong values when precision is measured", () => {
  const score = emptyScore();
  const found = offeredValues(
    campaignOf(["domain", "a.example"], ["domain", "wrong.example"], ["domain", "host.example"]),
    "domain",
  );
  judge(
    score,
    {
      id: "doc",
      wanted: ["a.example", "b.example"],
      allowed: ["host.example"],
      isPrecise: true,
    },
    found,
  );
  expect(measuresOf("x", score)).toEqual([
    { name: "x-recall", value: 0.5, n: 2, worst: ["missed in doc: b.example"] },
    { name: "x-precision", value: 0.5, n: 2, worst: ["extra in doc: wrong.example"] },
    { name: "x-f1", value: 0.5, n: 2, worst: [] },
  ]);
});

test("a score counts no wrong values when precision is not measured", () => {
  const score = emptyScore();
  const found = offeredValues(campaignOf(["url", "http://a.example/"]), "url");
  judge(score, { id: "d", wanted: ["http://a.example"], allowed: [], isPrecise: false }, found);
  expect(measuresOf("x", score).map(({ name, value }) => [name, value])).toEqual([["x-recall", 1]]);
});

test("names of files are also those at the end of paths", () => {
  const campaign = campaignOf(["filename", "a.exe"], ["filepath", "C:\\x\\b.lnk"]);
  expect([...offeredValues(campaign, "filename")]).toEqual(["a.exe", "b.lnk"]);
});
