import type { Campaign } from "@tocsin/model";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

function cvrf(space: string, scores: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<cvrf:cvrfdoc xmlns:cvrf="${space}" xmlns:vuln="${space.replace("cvrf", "vuln")}">
  <cvrf:DocumentTitle xml:lang="en">Example Gateway</cvrf:DocumentTitle>
  <cvrf:DocumentType>Security Advisory</cvrf:DocumentType>
  <cvrf:DocumentPublisher Type="Vendor">
    <cvrf:ContactDetails>psirt@example.com</cvrf:ContactDetails>
    <cvrf:IssuingAuthority>Example Response Team</cvrf:IssuingAuthority>
  </cvrf:DocumentPublisher>
  <cvrf:DocumentTracking>
    <cvrf:Identification><cvrf:ID>EX-2012-1</cvrf:ID></cvrf:Identification>
    <cvrf:Status>Final</cvrf:Status><cvrf:Version>1.0</cvrf:Version>
    <cvrf:RevisionHistory>
      <cvrf:Revision><cvrf:Number>1.0</cvrf:Number><cvrf:Date>2012-03-14T16:00:00Z</cvrf:Date>
        <cvrf:Description>First release</cvrf:Description></cvrf:Revision>
    </cvrf:RevisionHistory>
    <cvrf:InitialReleaseDate>2012-03-14T16:00:00Z</cvrf:InitialReleaseDate>
    <cvrf:CurrentReleaseDate>2012-03-15T16:00:00Z</cvrf:CurrentReleaseDate>
  </cvrf:DocumentTracking>
  <cvrf:DocumentNotes><cvrf:Note Title="Summary" Type="Summary" Ordinal="1">Two flaws.</cvrf:Note></cvrf:DocumentNotes>
  <cvrf:DocumentDistribution>TLP:GREEN</cvrf:DocumentDistribution>
  <cvrf:DocumentReferences>
    <cvrf:Reference Type="Self"><cvrf:URL>https://example.com/EX-2012-1</cvrf:URL>
      <cvrf:Description>This</cvrf:Description></cvrf:Reference>
  </cvrf:DocumentReferences>
  <prod:ProductTree xmlns:prod="x">
    <prod:Branch Type="Vendor" Name="Example">
      <prod:Branch Type="Product Name" Name="Gateway">
        <prod:FullProductName ProductID="P1" CPE="cpe:/a:example:gateway:1">Example Gateway 1</prod:FullProductName>
        <prod:FullProductName ProductID="P2">Example Gateway 2</prod:FullProductName>
      </prod:Branch>
    </prod:Branch>
  </prod:ProductTree>
  <vuln:Vulnerability Ordinal="1">
    <vuln:Title>Memory</vuln:Title>
    <vuln:CVE>CVE-2012-1111</vuln:CVE>
    <vuln:CWE ID="CWE-119">Memory buffers</vuln:CWE>
    <vuln:ProductStatuses>
      <vuln:Status Type="Known Affected"><vuln:ProductID>P1</vuln:ProductID></vuln:Status>
      <vuln:Status Type="Fixed"><vuln:ProductID>P2</vuln:ProductID></vuln:Status>
    </vuln:ProductStatuses>
    <vuln:Threats><vuln:Threat Type="Exploit Status"><vuln:Description>Exploited:Yes</vuln:Description></vuln:Threat></vuln:Threats>
    ${scores}
    <vuln:Remediations><vuln:Remediation Type="Vendor Fix"><vuln:Description>Take version 2.</vuln:Description></vuln:Remediation></vuln:Remediations>
  </vuln:Vulnerability>
</cvrf:cvrfdoc>`;
}

function read(text: string): Promise<Campaign> {
  const bytes = new TextEncoder().encode(text);
  return readAdvisory({ name: "ex.xml", bytes, sha256: "0".repeat(64) });
}

test.each([
  [
    "cvrf-1.1",
    "http://www.icasi.org/CVRF/schema/cvrf/1.1",
    "<vuln:CVSSScoreSets><vuln:ScoreSet><vuln:BaseScore>9.3</vuln:BaseScore></vuln:ScoreSet></vuln:CVSSScoreSets>",
  ],
  [
    "cvrf-1.2",
    "http://docs.oasis-open.org/csaf/ns/csaf-cvrf/v1.2/cvrf",
    "<vuln:CVSSScoreSets><vuln:ScoreSetV2><vuln:BaseScoreV2>4</vuln:BaseScoreV2></vuln:ScoreSetV2><vuln:ScoreSetV3><vuln:BaseScoreV3>9.3</vuln:BaseScoreV3></vuln:ScoreSetV3></vuln:CVSSScoreSets>",
  ],
])("a %s document gives the same campaign as its CSAF would", async (format, space, scores) => {
  const campaign = await read(cvrf(space, scores));
  expect(campaign).toMatchObject({
    title: "Example Gateway",
    summary: "Two flaws.",
    published: "2012-03-14T16:00:00.000Z",
    modified: "2012-03-15T16:00:00.000Z",
    tlp: "GREEN",
    documents: [{ format }],
    issuers: [{ name: "Example Response Team" }],
    revisions: [{ date: "2012-03-14T16:00:00.000Z", text: "First release" }],
    references: [{ url: "https://example.com/EX-2012-1", title: "This" }],
    frameworks: [{ id: "CWE-119" }],
    mitigations: [{ text: "Take version 2." }],
    vulnerabilities: [
      {
        id: "CVE-2012-1111",
        status: "exploited",
        product: "Example Gateway",
        affected: "Example Gateway 1",
        fixed: "Example Gateway 2",
        cvss: 9.3,
        products: [
          { name: "Example Gateway 1", status: "known_affected", cpe: "cpe:/a:example:gateway:1" },
          { name: "Example Gateway 2", status: "fixed" },
        ],
        citations: [{ object: "EX-2012-1#/vulnerabilities/0" }, { passage: "Exploited:Yes" }],
      },
    ],
  });
});

test("a CVRF document that is cut off gives what stands before the cut", async () => {
  const whole = cvrf("http://www.icasi.org/CVRF/schema/cvrf/1.1", "");
  const campaign = await read(whole.slice(0, whole.indexOf("<vuln:Remediations>")));
  expect(campaign.vulnerabilities.map(({ id }) => id)).toEqual(["CVE-2012-1111"]);
  expect(campaign.diagnostics.map(({ code }) => code)).toContain("DOCUMENT_XML_FORM");
});
