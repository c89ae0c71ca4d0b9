import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Campaign, Indicator } from "@tocsin/model";
import type { Measure } from "../../area.ts";
import { readSet } from "./documents.ts";

const SETS = ["cisa", "tram", "anno-ctr", "cti-hal", "talos", "eset", "eset-readme"];
const NETWORK: ReadonlySet<string> = new Set(["domain", "url", "ipv4", "ipv6", "cidr", "email"]);
/** Lists of hosts that no report is about: a name on one of them is read by eye. */
const HARMLESS_LISTS = [
  "security-provider-blogpost",
  "automated-malware-analysis",
  "whats-my-ip",
  "alexa",
  "moz-top500",
  "university_domains",
  "bank-website",
  "common-contact-emails",
  "crl-hostname",
  "microsoft",
  "second-level-tlds",
];
const MAX_LISTED = 5000;

interface Listing {
  readonly lines: string[];
  count: number;
}

/**
 * What is offered of the network in prose, where no answer says what is right: every value to be read by eye, those on
 * the publisher's own site, and those whose host stands on a list of harmless ones. The last two should be none.
 */
export async function* measureProse(root: string): AsyncGenerator<Measure> {
  const harmless = readHarmless(join(root, "..", "knowledge", "misp-warninglists"));
  for (const set of SETS) {
    const offered: Listing = { lines: [], count: 0 };
    const own: Listing = { lines: [], count: 0 };
    const listed: Listing = { lines: [], count: 0 };
    const unsaid: Listing = { lines: [], count: 0 };
    let roles = 0;
    for await (const { id, name, truth, campaign } of readSet(root, set, ["document"])) {
      if (/\.(?:json|xml|csv|ioc)$/.test(name)) continue;
      const site = siteOf(truth.source?.address);
      for (const indicator of networkOf(campaign)) {
        const line = `${id}/${name}: ${describe(indicator)}`;
        push(offered, line);
        if (indicator.role !== undefined) roles++;
        const host = hostOf(indicator);
        if (site !== undefined && isBelow(host, site)) push(own, line);
        if (harmless.has(host) || harmless.has(parentOf(host))) push(listed, line);
      }
      for (const { observable, reason } of campaign?.context ?? [])
        if (reason === "") push(unsaid, `${id}/${name}: ${observable.type} ${observable.value}`);
    }
    if (offered.count === 0) continue;
    yield toMeasure(`${set}-prose-offered`, offered);
    yield {
      name: `${set}-prose-with-role`,
      value: roles / offered.count,
      n: offered.count,
      worst: [],
    };
    yield toMeasure(`${set}-prose-on-own-site`, own, offered.count);
    yield toMeasure(`${set}-prose-on-harmless-list`, listed, offered.count);
    yield toMeasure(`${set}-prose-screened-without-reason`, unsaid, offered.count);
  }
}

function toMeasure(name: string, { lines, count }: Listing, n = count): Measure {
  return { name, value: count, n, worst: lines };
}

function push(listing: Listing, line: string): void {
  listing.count++;
  if (listing.lines.length < MAX_LISTED) listing.lines.push(line);
}

function networkOf(campaign: Campaign | undefined): readonly Indicator[] {
  return (campaign?.indicators ?? []).filter(({ observable }) =>
    NETWORK.has(observable?.type ?? ""),
  );
}

function describe({ observable, role }: Indicator): string {
  return `${observable?.type} ${observable?.value} [${role ?? ""}]`;
}

function hostOf({ observable }: Indicator): string {
  const { type = "", value = "" } = observable ?? {};
  if (type === "email") return value.slice(value.lastIndexOf("@") + 1);
  return type === "url" ? (siteOf(value) ?? "") : value;
}

function siteOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  return new URL(address).hostname.replace(/^www\./, "");
}

function isBelow(host: string, site: string): boolean {
  return host === site || host.endsWith(`.${site}`);
}

function parentOf(host: string): string {
  return host.replace(/^www\./, "");
}

function readHarmless(folder: string): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const name of HARMLESS_LISTS) {
    const file = join(folder, `${name}.json`);
    if (!existsSync(file)) continue;
    const { list } = JSON.parse(readFileSync(file, "utf8")) as { readonly list: readonly string[] };
    for (const entry of list) hosts.add(entry.toLowerCase().replace(/^\./, ""));
  }
  return hosts;
}
