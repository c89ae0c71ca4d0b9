import type { Campaign, Finding } from "@tocsin/model";
import { makeId } from "@tocsin/model";
import type { StixObject } from "./stix-object.ts";
import { TLP_EXTENSION, TLP_MARKINGS } from "./tlp.ts";
import { writeActors, writeIssuers, writeSoftware } from "./write-actors.ts";
import { writeFindings } from "./write-findings.ts";
import { writeIndicators } from "./write-indicators.ts";
import { extensionDefinition, startWriting, toObjectId, toolIdentity } from "./write-object.ts";
import type { StixBundle } from "./write-object.ts";
import { toReportId, writeNotes, writeReport } from "./write-report.ts";
import {
  writeMitigations,
  writeRules,
  writeTargets,
  writeTechniques,
  writeVulnerabilities,
} from "./write-weaknesses.ts";

/**
 * Writes a campaign as a STIX 2.1 bundle that stands by itself; `readStix` reads it back without losing anything
 * but the name of the document it was read from, which then is the bundle's. Properties and objects of STIX are
 * used where it has them, our extension for the rest. Ids are made from the campaign and times are taken from
 * it: same campaign, same bytes. Of all that should be, two things are not met: ids are made, not random (section
 * 2.9), and references have no digests, since nothing is fetched (section 2.5).
 * @param findings become sightings with the observed values, where the bundle has what was sighted
 */
export function writeStix(campaign: Campaign, findings: readonly Finding[] = []): StixBundle {
  const marking = campaign.tlp && TLP_MARKINGS[campaign.tlp];
  const [issuer] = campaign.issuers;
  const producer = issuer && toObjectId(campaign, "identity", "issuer", issuer.name);
  const writing = startWriting(campaign, marking, producer);
  const issuers = writeIssuers(writing);
  const actors = writeActors(writing);
  const software = writeSoftware(writing);
  const techniques = writeTechniques(writing, actors);
  writeVulnerabilities(writing, actors);
  writeTargets(writing, actors);
  writeMitigations(writing);
  const indicators = writeIndicators(writing, { software, techniques });
  writeRules(writing);
  const sightings = writing.objects.length;
  writeFindings(writing, findings, indicators);
  const content = writing.objects.slice(0, sightings).map(({ id }) => id);
  const context = writing.objects.length;
  const report = writeReport(writing, content, issuers);
  writeNotes(writing, toReportId(campaign));
  return {
    type: "bundle",
    id: `bundle--${makeId("stix-bundle", campaign.id, ...findings.map(({ id }) => id))}`,
    objects: [
      extensionDefinition(),
      toolIdentity(),
      ...writeMarking(campaign),
      report,
      ...writing.objects.slice(0, context),
      ...writing.objects.slice(context).filter((object) => object !== report),
    ],
  };
}

/** The TLP statement as all producers write it. */
function writeMarking({ tlp }: Campaign): StixObject[] {
  if (tlp === undefined) return [];
  return [
    {
      type: "marking-definition",
      spec_version: "2.1",
      id: TLP_MARKINGS[tlp],
      created: "2022-10-01T00:00:00.000Z",
      name: `TLP:${tlp}`,
      extensions: {
        [TLP_EXTENSION]: { extension_type: "property-extension", tlp_2_0: tlp.toLowerCase() },
      },
    },
  ];
}
