import type { Campaign, CampaignSummary } from "@tocsin/model";

/** The warning in brief, with what it holds counted. */
export function summarizeCampaign(campaign: Campaign): CampaignSummary {
  return {
    id: campaign.id,
    title: campaign.title,
    documents: campaign.documents,
    issuers: campaign.issuers.map((issuer) => issuer.name),
    actors: campaign.actors.map((actor) => actor.name),
    ...(campaign.published !== undefined && { published: campaign.published }),
    ...(campaign.tlp !== undefined && { tlp: campaign.tlp }),
    counts: {
      indicators: campaign.indicators.length,
      techniques: campaign.techniques.length,
      vulnerabilities: campaign.vulnerabilities.length,
      software: campaign.software.length,
      sought: campaign.sought.length,
      mitigations: campaign.mitigations.length,
    },
  };
}
