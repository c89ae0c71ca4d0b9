import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readAdvisory } from "@tocsin/advisory";
import type { Campaign, VulnerabilityRef } from "@tocsin/model";
import type { Case, Suite } from "../suite.ts";

interface StatedVulnerability {
  readonly cve: string;
  readonly cwe?: string;
  readonly status: Readonly<Record<string, readonly string[]>>;
  readonly scores: readonly string[];
  readonly remediations: number;
}

interface Truth {
  readonly title: string;
  readonly cves: readonly string[];
  readonly published: string;
  readonly revisions: number;
  readonly publisher: string;
  readonly tlp: string;
  readonly vulnerabilities: readonly StatedVulnerability[];
  readonly products: Readonly<Record<string, string>>;
}

/** Citations of one mitigation are cut there; behind it they do not count its remedies. */
const MAX_CITATIONS = 20;

async function judge(folder: string): Promise<string | undefined> {
  const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth;
  const bytes = readFileSync(join(folder, "advisory.json"));
  const sha256 = "0".repeat(64);
  const campaign = await readAdvisory({ name: "advisory.json", bytes, sha256 });
  return (
    judgeHead(truth, campaign) ??
    truth.vulnerabilities
      .map((one, i) => judgeVulnerability(one, i, truth, campaign))
      .find((why) => why !== undefined)
  );
}

function judgeHead(truth: Truth, campaign: Campaign): string | undefined {
  const published = new Date(truth.published).toISOString();
  const tlp = truth.tlp === "WHITE" ? "CLEAR" : truth.tlp;
  return (
    differ("title", truth.title, campaign.title) ??
    differ("publication", published, campaign.published) ??
    differ("publisher", truth.publisher, campaign.issuers.map(({ name }) => name).join(", ")) ??
    differ("TLP", tlp, campaign.tlp) ??
    differ("revisions", String(truth.revisions), String(campaign.revisions.length)) ??
    differ(
      "CVEs",
      truth.cves.toSorted().join(" "),
      campaign.vulnerabilities
        .map(({ id }) => id)
        .toSorted()
        .join(" "),
    )
  );
}

function judgeVulnerability(
  stated: StatedVulnerability,
  number: number,
  { products }: Truth,
  campaign: Campaign,
): string | undefined {
  const read = campaign.vulnerabilities.find(({ id }) => id === stated.cve);
  const expected = Object.entries(stated.status).flatMap(([status, ids]) =>
    ids.map((id) => `${status} ${products[id] ?? id}`),
  );
  const score = Math.max(...stated.scores.map(Number));
  const weaknesses = campaign.frameworks.map(({ id }) => id);
  // None of these documents says that a vulnerability was exploited; most say what exploitation could do.
  if (read?.status === "exploited" || read?.status === "possible")
    return `${stated.cve} is ${read.status}: the document does not say so`;
  if (stated.cwe !== undefined && !weaknesses.includes(stated.cwe)) return `no ${stated.cwe}`;
  return (
    differ(`products of ${stated.cve}`, level(expected), level(statusesOf(read))) ??
    differ(`score of ${stated.cve}`, String(score), String(read?.cvss)) ??
    judgeRemedies(stated, number, campaign)
  );
}

function statusesOf(read: VulnerabilityRef | undefined): string[] {
  return (read?.products ?? []).map(({ status, name }) => `${status} ${name}`);
}

function judgeRemedies(
  stated: StatedVulnerability,
  number: number,
  { mitigations }: Campaign,
): string | undefined {
  if (mitigations.some(({ citations }) => citations.length >= MAX_CITATIONS)) return undefined;
  const places = mitigations
    .flatMap(({ citations }) => citations.map(({ object }) => object ?? ""))
    .filter((object) => object.includes(`#/vulnerabilities/${number}/remediations/`));
  return differ(`remedies of ${stated.cve}`, String(stated.remediations), String(places.length));
}

function level(list: readonly string[]): string {
  return [...new Set(list)].toSorted().join("; ");
}

function differ(what: string, expected: string, got: string | undefined): string | undefined {
  return expected === got ? undefined : `${what}: expected ${expected}, got ${got ?? "none"}`;
}

/** Published CSAF documents: numbers, products by status, scores, weaknesses, remedies, revisions. */
export const suite: Suite = {
  name: "csaf-documents",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "advisory", "documents", "csaf");
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).toSorted())
      yield { id: `documents/csaf/${name}`, run: () => judge(join(folder, name)) };
  },
};
