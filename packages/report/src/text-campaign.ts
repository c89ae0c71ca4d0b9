import { countSources, formatPlace, OBSERVABLE_TYPES } from "@tocsin/model";
import type { Campaign, Indicator, VulnerabilityRef, VulnerabilityStatus } from "@tocsin/model";
import { count, formatCount, formatTime, shorten } from "./layout.ts";
import { createSheet } from "./sheet.ts";
import type { Sheet, TextOptions } from "./sheet.ts";
import { cite, putAgreement } from "./text-agreement.ts";

const MOST_CONTEXT = 5;
const STATUSES: readonly VulnerabilityStatus[] = [
  "exploited",
  "attempted",
  "possible",
  "researched",
  "mentioned",
  "not-observed",
  "not-affected",
];

/** What the warning says, as a person wants to read it; every indicator is listed. Ends with a newline. */
export function formatCampaignText(campaign: Campaign, options: TextOptions = {}): string {
  const sheet = createSheet(options);
  putHead(sheet, campaign);
  putActors(sheet, campaign);
  putAims(sheet, campaign);
  putMeans(sheet, campaign);
  putIndicators(sheet, campaign);
  putRules(sheet, campaign);
  putContext(sheet, campaign);
  putAgreement(sheet, campaign);
  putRest(sheet, campaign);
  return sheet.toString();
}

function putHead(sheet: Sheet, campaign: Campaign): void {
  sheet.put(campaign.title, "", "title");
  if (campaign.issuers.length > 0)
    sheet.pair("issued by", campaign.issuers.map(({ name }) => name).join(", "));
  if (campaign.published !== undefined) sheet.pair("published", formatTime(campaign.published));
  if (campaign.modified !== undefined && campaign.modified !== campaign.published)
    sheet.pair("modified", formatTime(campaign.modified));
  if (campaign.tlp !== undefined) sheet.pair("TLP", campaign.tlp);
  const { period } = campaign;
  if (period !== undefined)
    sheet.pair(
      "active",
      `${period.first === undefined ? "" : formatTime(period.first)} to ${period.last === undefined ? "not said" : formatTime(period.last)}`,
    );
  if (campaign.attackVersion !== undefined)
    sheet.pair("ATT&CK", `version ${campaign.attackVersion}`);
  for (const { name, format, number } of campaign.documents)
    sheet.pair("read from", `${name} (${[format, number].filter(Boolean).join(", ")})`);
  if (campaign.summary !== undefined) {
    sheet.blank();
    sheet.put(campaign.summary);
  }
}

function putActors(sheet: Sheet, { actors }: Campaign): void {
  if (actors.length === 0) return;
  sheet.heading("Who");
  for (const actor of actors) {
    sheet.item(`${actor.name}${cite(actor.citations)}`);
    if (actor.description !== undefined) sheet.put(actor.description, "  ");
    for (const { name, relation, by } of actor.aliases)
      sheet.item(
        `${relation === "unstated" ? "also named" : relation}: ${name}${by === undefined ? "" : ` (${by})`}`,
        "  ",
      );
    for (const goal of actor.goals ?? []) sheet.item(`goal: ${goal}`, "  ");
  }
}

function putAims(sheet: Sheet, { sectors, countries, sought }: Campaign): void {
  if (sectors.length + countries.length + sought.length === 0) return;
  sheet.heading("Against whom, and what they seek");
  if (sectors.length > 0) sheet.pair("sectors", sectors.map(({ text }) => text).join(", "));
  if (countries.length > 0) sheet.pair("countries", countries.map(({ text }) => text).join(", "));
  const groups = new Map<string, string[]>();
  for (const { sector, kind, information } of sought) {
    const group = `${kind === "topic" ? "Information" : "Documents"}${sector === undefined ? "" : `, ${sector}`}`;
    const known = groups.get(group);
    if (known) known.push(information);
    else groups.set(group, [information]);
  }
  for (const [group, entries] of groups) sheet.item(`${group}: ${entries.join("; ")}`);
}

function putMeans(sheet: Sheet, { vulnerabilities, techniques, software }: Campaign): void {
  if (vulnerabilities.length > 0) {
    sheet.heading(`Vulnerabilities: ${formatCount(vulnerabilities.length)}`);
    for (const status of STATUSES) {
      const some = vulnerabilities.filter((entry) => entry.status === status);
      if (some.length === 0) continue;
      sheet.put(`${status}:`);
      for (const one of some)
        sheet.item(`${describeVulnerability(one)}${cite(one.citations)}`, "  ");
    }
  }
  if (software.length > 0) {
    sheet.heading(`Malware and tools: ${formatCount(software.length)}`);
    for (const { name, kind, aliases, citations } of software)
      sheet.item(
        `${name} (${kind}${aliases.length > 0 ? `, also ${aliases.join(", ")}` : ""})${cite(citations)}`,
      );
  }
  if (techniques.length > 0) {
    sheet.heading(`Techniques: ${formatCount(techniques.length)}`);
    for (const { id, name, statedId, basis, citations } of techniques) {
      const stated = statedId === undefined ? "" : ` (stated as ${statedId})`;
      const named = basis === "name" ? " (by its name)" : "";
      sheet.item(`${id}${name === undefined ? "" : ` ${name}`}${stated}${named}${cite(citations)}`);
    }
  }
}

function describeVulnerability(one: VulnerabilityRef): string {
  const { id, product, affected, fixed, cvss, isKnownExploited, products = [] } = one;
  const about = [
    affected === undefined ? undefined : `affected ${affected}`,
    fixed === undefined ? undefined : `fixed ${fixed}`,
    cvss === undefined ? undefined : `CVSS ${cvss}`,
    isKnownExploited === true ? "known exploited" : undefined,
    products.length === 0 ? undefined : count(products.length, "product"),
  ].filter((text) => text !== undefined);
  return `${id}${product === undefined ? "" : ` ${product}`}${about.length === 0 ? "" : ` (${about.join("; ")})`}`;
}

function putIndicators(sheet: Sheet, { indicators, documents }: Campaign): void {
  if (indicators.length === 0) return;
  sheet.heading(`Indicators: ${formatCount(indicators.length)}`);
  const groups = new Map<string, Indicator[]>(OBSERVABLE_TYPES.map((type) => [type, []]));
  for (const indicator of indicators) {
    const group = indicator.observable?.type ?? `${indicator.pattern?.language ?? "other"} pattern`;
    const known = groups.get(group);
    if (known) known.push(indicator);
    else groups.set(group, [indicator]);
  }
  for (const [group, some] of groups) {
    if (some.length === 0) continue;
    sheet.put(`${group}: ${formatCount(some.length)}`);
    for (const indicator of some) {
      const sources = countSources(documents, indicator.citations);
      const voices = sources > 1 ? ` from ${count(sources, "source")}` : "";
      sheet.item(`${describeIndicator(indicator)}${voices}${cite(indicator.citations)}`, "  ");
    }
  }
}

function describeIndicator(indicator: Indicator): string {
  const { observable, pattern, name, role, malware, firstSeen, lastSeen, caution } = indicator;
  const about = [
    role?.replaceAll("-", " "),
    ...malware,
    firstSeen === undefined ? undefined : `first seen ${firstSeen}`,
    lastSeen === undefined ? undefined : `last seen ${lastSeen}`,
    caution === undefined ? undefined : `caution: ${shorten(caution, 120)}`,
  ].filter((text) => text !== undefined);
  const value = observable?.value ?? shorten(pattern?.text ?? name ?? "", 400);
  return `${value}${about.length > 0 ? ` (${about.join(", ")})` : ""}`;
}

function putRules(sheet: Sheet, { rules }: Campaign): void {
  if (rules.length === 0) return;
  sheet.heading(`Detection rules: ${formatCount(rules.length)}`);
  for (const { language, name, citations } of rules)
    sheet.item(`${language} ${shorten(name, 200)}${cite(citations)}`);
}

function putContext(sheet: Sheet, { context }: Campaign): void {
  if (context.length === 0) return;
  sheet.heading(`Values that are no indicators: ${formatCount(context.length)}`);
  const reasons = new Map<string, string[]>();
  for (const { reason, observable } of context) {
    const known = reasons.get(reason);
    if (known) known.push(observable.value);
    else reasons.set(reason, [observable.value]);
  }
  for (const [reason, values] of reasons) {
    const rest = values.length - MOST_CONTEXT;
    sheet.item(
      `${reason} (${formatCount(values.length)}): ${values
        .slice(0, MOST_CONTEXT)
        .map((value) => shorten(value, 80))
        .join(", ")}${rest > 0 ? ` and ${formatCount(rest)} more` : ""}`,
    );
  }
}

function putRest(sheet: Sheet, campaign: Campaign): void {
  const { mitigations, cautions, frameworks, revisions, references, diagnostics } = campaign;
  if (cautions.length > 0) {
    sheet.heading("What the warning cautions");
    for (const { text, citations } of cautions) sheet.item(`${text}${cite(citations)}`);
  }
  if (mitigations.length > 0) {
    sheet.heading("What the warning advises");
    for (const { text, citations } of mitigations) sheet.item(`${text}${cite(citations)}`);
  }
  if (frameworks.length > 0) {
    sheet.heading("Other identifiers");
    for (const { framework, id, name, citations } of frameworks)
      sheet.item(`${framework} ${id}${name === undefined ? "" : ` ${name}`}${cite(citations)}`);
  }
  if (revisions.length > 0) {
    sheet.heading("Revisions the warning tells of");
    for (const { date, text } of revisions)
      sheet.item(date === undefined ? text : `${formatTime(date)}: ${text}`);
  }
  if (references.length > 0) {
    sheet.heading("References");
    for (const { url, title } of references)
      sheet.item(title === undefined ? url : `${title}: ${url}`);
  }
  if (diagnostics.length > 0) {
    sheet.heading(`Notes from reading: ${count(diagnostics.length, "note")}`);
    for (const { message, place } of diagnostics.slice(0, 20))
      sheet.item(`${place === undefined ? "" : `${formatPlace(place)}: `}${message}`);
    if (diagnostics.length > 20) sheet.put(`${formatCount(diagnostics.length - 20)} more.`);
  }
}
