import {
  CAMPAIGN_FILE_VERSION,
  makeCampaign,
  makeId,
  NAMED_LISTS,
  normalizeObservable,
} from "@tocsin/model";
import type { Campaign, Citation, ObservableType } from "@tocsin/model";
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { Document as YamlDocument } from "yaml";
import { AdvisoryError } from "../errors.ts";

/** A campaign file with what it keeps of the reading it was made from. */
export interface CampaignFileContent {
  readonly campaign: Campaign;
  /** Digests of what was read, by kind and key; absent in files written by hand. */
  readonly reading?: ReadonlyMap<string, string>;
}

interface FileSource {
  readonly name: string;
  readonly sha256: string;
  readonly text: string;
}

type Entry = Record<string, unknown>;

const MAX_ALIASES = 100;
/** Lists whose entries hold citations, with what else may be left out. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  issuers: [],
  actors: ["aliases"],
  software: ["aliases"],
  techniques: [],
  vulnerabilities: [],
  indicators: ["labels", "malware"],
  context: [],
  sectors: [],
  countries: [],
  sought: [],
  mitigations: [],
  cautions: [],
  frameworks: [],
  rules: [],
  order: [],
  revisions: [],
  references: [],
};

/**
 * Reads a campaign that a person wrote or corrected. What leaves its citations out cites the file.
 * @throws {AdvisoryError} `ADVISORY_CAMPAIGN_FILE` with the line and what was expected
 */
export async function readCampaignFile(source: FileSource): Promise<CampaignFileContent> {
  const lines = new LineCounter();
  const yaml = parseDocument(source.text, { lineCounter: lines, uniqueKeys: true });
  const place: Placer = { source, yaml, lines };
  const [error] = yaml.errors;
  if (error !== undefined)
    throw refuse(
      source.name,
      lines.linePos(error.pos[0]).line,
      `expected YAML, got ${firstLine(error.message)}`,
    );
  const content = toContent(source, yaml);
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw refuse(source.name, 1, "expected names and their values");
  const { tocsin, version, reading, ...rest } = content as Entry;
  if (tocsin !== "campaign" || version !== CAMPAIGN_FILE_VERSION)
    throw refuse(
      source.name,
      lineOf(place, ["version"]),
      `expected a campaign file of version "${CAMPAIGN_FILE_VERSION}", got ${JSON.stringify(version)}`,
    );
  const campaign = await validate(place, complete(place, rest));
  return {
    campaign,
    ...(typeof reading === "object" &&
      reading !== null && {
        reading: new Map(Object.entries(reading).map(([name, value]) => [name, String(value)])),
      }),
  };
}

/** Aliases that stand for more aliases than a person writes are a bomb. */
function toContent({ name }: FileSource, yaml: YamlDocument): unknown {
  try {
    return yaml.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    throw refuse(name, 1, `expected at most ${MAX_ALIASES} aliases, got more`);
  }
}

interface Placer {
  readonly source: FileSource;
  readonly yaml: YamlDocument;
  readonly lines: LineCounter;
}

/** The campaign that the short forms stand for. */
function complete(place: Placer, file: Entry): Entry {
  const { name, sha256 } = place.source;
  const documents = Array.isArray(file["documents"]) ? (file["documents"] as unknown[]) : [];
  const whole: Entry = {
    ...makeCampaign({ id: makeId("campaign", sha256), title: "", documents: [] }),
    ...file,
    title: file["title"],
    documents: [...documents, { name, format: "campaign-file", sha256 }],
  };
  for (const [list, lists] of Object.entries(LISTS)) {
    const entries = file[list];
    if (!Array.isArray(entries)) continue;
    whole[list] = entries.map((entry: unknown, i) =>
      completeEntry(place, [list, i], toEntry(NAMED_LISTS[list], entry), lists),
    );
  }
  const { period } = file;
  if (isEntry(period)) whole["period"] = { citations: [], ...period };
  return whole;
}

function completeEntry(
  place: Placer,
  path: readonly (string | number)[],
  entry: unknown,
  lists: readonly string[],
): unknown {
  if (!isEntry(entry)) return entry;
  const [list] = path;
  const whole: Entry = { ...entry };
  for (const name of lists) whole[name] ??= [];
  whole["citations"] ??= [citeFile(place, path)];
  if (list === "actors" && Array.isArray(whole["aliases"]))
    whole["aliases"] = whole["aliases"].map((alias: unknown, i) => {
      const claim = typeof alias === "string" ? { name: alias, relation: "same" } : alias;
      return completeEntry(place, [...path, "aliases", i], claim, []);
    });
  const { type, value } = whole;
  if ((list === "indicators" || list === "context") && type !== undefined) {
    delete whole["type"];
    delete whole["value"];
    whole["observable"] = toObservable(place, path, type, value);
  }
  if (list === "indicators")
    whole["id"] ??= makeId(
      "indicator",
      JSON.stringify(whole["observable"] ?? whole["pattern"] ?? path),
    );
  return whole;
}

function toObservable(
  place: Placer,
  path: readonly (string | number)[],
  type: unknown,
  value: unknown,
): unknown {
  if (typeof type !== "string" || typeof value !== "string") return { type, value };
  const observable = normalizeObservable(type as ObservableType, value);
  if (observable === undefined)
    throw refuse(
      place.source.name,
      lineOf(place, [...path, "value"]),
      `expected a value of type ${type.slice(0, 40)}, got ${JSON.stringify(value.slice(0, 80))}`,
    );
  return observable;
}

function toEntry(name: string | undefined, entry: unknown): unknown {
  return name !== undefined && typeof entry === "string" ? { [name]: entry } : entry;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An entry without citations stands in the file itself. */
function citeFile(place: Placer, path: readonly (string | number)[]): Citation {
  const line = lineOf(place, path);
  const passage = (place.source.text.split("\n")[line - 1] ?? "").trim().slice(0, 400);
  return { document: place.source.name, line, passage };
}

/** The schemas take their time to load and are asked for by campaign files alone. */
async function validate(place: Placer, campaign: Entry): Promise<Campaign> {
  const { campaignSchema } = await import("@tocsin/model/schema");
  const result = campaignSchema.safeParse(campaign);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).map((step) => (typeof step === "symbol" ? String(step) : step));
  const shown = path.filter((step) => step !== "observable").join(".");
  throw refuse(
    place.source.name,
    lineOf(place, path),
    `${shown === "" ? "the file" : shown}: ${issue?.message ?? "expected a campaign"}`,
  );
}

/** The line of the deepest part of a path that stands in the file. */
function lineOf({ yaml, lines }: Placer, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const steps = path.slice(0, length).filter((step) => step !== "observable");
    const node: unknown = yaml.getIn(steps, true);
    if (isNode(node) && node.range) return lines.linePos(startOf(node)).line;
  }
  return 1;
}

function startOf(node: unknown): number {
  if (isMap(node)) {
    const key: unknown = node.items[0]?.key;
    if (isScalar(key) && key.range) return key.range[0];
  }
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/:$/, "");
}

function refuse(name: string, line: number, what: string): AdvisoryError {
  return new AdvisoryError(
    "ADVISORY_CAMPAIGN_FILE",
    `${name}: line ${line}: ${what}; correct the line or write the file anew by tocsin read --format yaml`,
  );
}
