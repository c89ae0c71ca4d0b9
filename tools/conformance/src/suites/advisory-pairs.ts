import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Campaign } from "@tocsin/model";
import type { Case } from "../suite.ts";
import { readBytes, tellDifference, valuesOf } from "./advisory-values.ts";

interface Pair {
  readonly pair: { readonly MISP?: unknown; readonly STIX?: unknown };
}

/** Pairs whose two sides differ by what the exporter did to the value, with the cause. */
const ARGUED: ReadonlyMap<string, string> = new Map([
  ["misp-stix-attributes-cdhash", "a hash of code is written as a SHA-1 of a file"],
  ["misp-stix-attributes-pehash", "the hash of a structure is written as a SHA-1 of a file"],
  ["misp-stix-attributes-filename-imphash", "the hash of imports is written as an MD5 of a file"],
  ["misp-stix-attributes-filename-vhash", "a similarity hash is written as a SHA-256 of a file"],
  ["misp-stix-attributes-filename-sha512-224", "SHA-512/224 is written as SHA-224"],
  ["misp-stix-attributes-sha512-224", "SHA-512/224 is written as SHA-224"],
  ["misp-stix-attributes-malware-sample", "the file's name stands in the title only"],
  [
    "misp-stix-objects-file-with-references-to-pe-pe-section-s",
    "the hash of imports is written as an MD5 of a header, the fuzzy hash of a section has a stray backslash",
  ],
]);

const NAMESPACES = [
  "stix",
  "indicator",
  "cybox",
  "stixCommon",
  "incident",
  "ttp",
  "coa",
  "et",
  "ta",
]
  .map((prefix) => `xmlns:${prefix}="http://stix.mitre.org/${prefix}"`)
  .join(" ");

/** The same thing as MISP and as STIX 1: both sides give the same observables. */
export function* loadPairs(root: string): Generator<Case> {
  const folder = join(root, "stix", "misp-pairs");
  if (existsSync(folder))
    for (const name of readdirSync(folder).toSorted())
      for (const file of readdirSync(join(folder, name)).toSorted()) {
        if (!file.endsWith("_to_stix1.json")) continue;
        const contested = ARGUED.has(name);
        const run = (): Promise<string | undefined> => judgePair(join(folder, name, file));
        yield { id: `misp-pairs/${name}/${file}`, run, ...(contested && { contested }) };
      }
  yield* loadFiles(root);
}

async function judgePair(path: string): Promise<string | undefined> {
  const { pair } = JSON.parse(readFileSync(path, "utf8")) as Pair;
  if (pair.MISP === undefined || typeof pair.STIX !== "string")
    return "expected a pair of MISP and STIX 1 as XML";
  const event = JSON.stringify({ Event: toEvent(pair.MISP) });
  const encoder = new TextEncoder();
  const misp = await readBytes("event.json", encoder.encode(event));
  const stix = await readBytes("package.xml", encoder.encode(toPackage(pair.STIX)));
  return tellDifference(partsOf(misp), partsOf(stix));
}

/** The observables, and what is named by an identifier or stands as a whole. */
function partsOf(campaign: Campaign): Set<string> {
  return new Set([
    ...valuesOf(campaign, "all"),
    ...campaign.vulnerabilities.map(({ id }) => `vulnerability ${id}`),
    ...campaign.techniques.map(({ id }) => `technique ${id}`),
    ...campaign.software.map(({ name, kind }) => `${kind} ${name.toLowerCase()}`),
    ...campaign.actors.map(({ name }) => `actor ${name.toLowerCase()}`),
    ...campaign.frameworks.map(({ id }) => id),
    ...campaign.mitigations.map(({ text }) => `mitigation ${text}`),
    ...campaign.rules.map(({ language, text }) => `${language} ${text}`),
  ]);
}

/** An attribute, an object, a list of objects or a galaxy in an event of its own. */
function toEvent(part: unknown): Record<string, unknown> {
  const about = { uuid: "00000000-0000-4000-8000-000000000000", info: "pair", Attribute: [] };
  if (Array.isArray(part)) return { ...about, Object: part as unknown[] };
  const one = part as Record<string, unknown>;
  if ("Attribute" in one) return { ...about, Object: [one] };
  if ("GalaxyCluster" in one) return { ...about, Galaxy: [one] };
  return { ...about, Attribute: [one] };
}

/** The corpus prints a part by the name of its type; in a package it stands by the name of its element. */
function toPackage(fragment: string): string {
  const named = fragment
    .replaceAll(/(<\/?)cybox:ObservableType\b/g, "$1cybox:Observable")
    .replaceAll(/(<\/?)stixCommon:RelatedObservableType\b/g, "$1incident:Related_Observable")
    .replaceAll(/(<\/?)incident:HistoryItemType\b/g, "$1incident:History_Item");
  return `<stix:STIX_Package ${NAMESPACES} version="1.1.1">${named}</stix:STIX_Package>`;
}

/** Whole files: STIX 1.1 and 1.2 of the same events are the same. */
function* loadFiles(root: string): Generator<Case> {
  const folder = join(root, "stix", "misp-files");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).toSorted()) {
    const files = readdirSync(join(folder, name)).filter((file) =>
      /_stix(?:12|20|21)\./.test(file),
    );
    const first = readdirSync(join(folder, name)).find((file) => file.endsWith("_stix11.xml"));
    if (first === undefined) continue;
    for (const file of files.toSorted())
      yield {
        id: `misp-files/${name}/${file}`,
        run: async () => {
          const [one, other] = await Promise.all(
            [first, file].map((each) => readBytes(each, readFileSync(join(folder, name, each)))),
          );
          if (one === undefined || other === undefined) return "not read";
          return tellDifference(valuesOf(one, "all"), valuesOf(other, "all"));
        },
      };
  }
}
