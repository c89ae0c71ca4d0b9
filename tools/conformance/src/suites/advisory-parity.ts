import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Campaign } from "@tocsin/model";
import type { Case, Suite } from "../suite.ts";
import { loadPairs } from "./advisory-pairs.ts";
import { readBytes, tellDifference, toKey, valuesOf } from "./advisory-values.ts";

type Values = Readonly<Record<string, readonly string[]>>;

interface Truth {
  readonly files: readonly { readonly name: string; readonly format: string }[];
  readonly indicators?: Values;
  readonly twin_indicators?: Values;
  readonly to_ids?: Values;
  readonly context?: Values;
  readonly by_format?: Readonly<Record<string, Values>>;
  readonly format_notes?: { readonly stix1?: { readonly well_formed?: boolean } };
  readonly items?: readonly { readonly search: string; readonly value: string }[];
}

/**
 * What the answers leave out and the documents do hold, or hold as no observable, by case. Each was looked up in
 * the document.
 */
const ARGUED: Readonly<Record<string, readonly string[]>> = {
  // Pipe objects, which the answer does not list for this format.
  "citizenlab/citizenlab-201712_Cyberbit/stix.xml": [
    String.raw`named-pipe \\.\pipe\browseipc`,
    String.raw`named-pipe \\.\pipe\{82221195-6222-4854-8874-016aa4e9dd41}`,
  ],
  // Addresses of objects that join an address and a port, which the answer lists by neither.
  "talos/talos-mustang-panda/twin.json": [
    "ipv4 103.15.28.208",
    "ipv4 107.167.64.4",
    "ipv4 110.42.64.64",
    "ipv4 202.58.105.38",
    "ipv4 91.199.212.52",
  ],
  // A wallet of a currency that is no kind of observable.
  "eset/eset-kryptocibule-misp-kryptocibule/misp.json": ["dash xdsrfzrp3ggebtupk8o9rv9s7ligfdmtju"],
};

const FORM_CODES: ReadonlySet<string> = new Set(["DOCUMENT_XML_FORM", "ADVISORY_STIX1_NAMESPACE"]);

function keysOf(values: Values | undefined): Set<string> {
  return new Set(
    Object.entries(values ?? {}).flatMap(([type, list]) => list.map((value) => toKey(type, value))),
  );
}

function compare(
  id: string,
  wanted: ReadonlySet<string>,
  found: ReadonlySet<string>,
): string | undefined {
  const argued = new Set(ARGUED[id] ?? []);
  const leave = (keys: ReadonlySet<string>): Set<string> =>
    new Set([...keys].filter((key) => !argued.has(key)));
  return tellDifference(leave(wanted), leave(found));
}

/** Formats of one campaign against what the corpus says each holds. */
function judgeByFormat(
  id: string,
  truth: Truth,
  format: string,
  campaign: Campaign,
): string | undefined {
  if (format === "stix1" && truth.format_notes?.stix1?.well_formed === false) {
    if (!campaign.diagnostics.some(({ code }) => FORM_CODES.has(code)))
      return "nothing says that the XML is not well formed";
  }
  // Links to the publisher's own report are kept as context, and the answer counts them apart.
  const links = campaign.context.filter(({ role }) => role === "reference");
  const found = valuesOf(campaign, "all");
  for (const { observable } of links) found.delete(toKey(observable.type, observable.value));
  return compare(id, keysOf(truth.by_format?.[format]), found);
}

/** Every test of a definition comes to an indicator, a pattern, context or a diagnostic. */
function judgeItems(truth: Truth, campaign: Campaign): string | undefined {
  const wanted = keysOf(truth.indicators);
  const difference = tellDifference(wanted, valuesOf(campaign, "offered"));
  if (difference !== undefined) return difference;
  const texts = [
    ...campaign.indicators.flatMap(({ pattern }) => pattern?.text ?? []),
    ...valuesOf(campaign, "all"),
    ...campaign.indicators.flatMap(({ citations }) => citations.map(({ passage }) => passage)),
  ].map((text) => text.toLowerCase());
  const told = campaign.diagnostics.map(({ message }) => message);
  for (const { search, value } of truth.items ?? []) {
    const isFound = texts.some((text) => text.includes(value.toLowerCase()));
    if (!isFound && !told.some((message) => message.includes(search)))
      return `${search} ${value} is nowhere told`;
  }
  return undefined;
}

function judgeEvent(id: string, truth: Truth, campaign: Campaign): string | undefined {
  const found = valuesOf(campaign, "all");
  for (const key of keysOf(truth.context)) found.delete(key);
  const difference = compare(id, keysOf(truth.indicators), found);
  if (difference !== undefined || truth.to_ids === undefined) return difference;
  const offered = valuesOf(campaign, "offered");
  const marked = compare(id, keysOf(truth.to_ids), offered);
  return marked === undefined ? undefined : `marked for detection: ${marked}`;
}

function* loadSet(
  root: string,
  set: string,
  judge: (id: string, truth: Truth, format: string, campaign: Campaign) => string | undefined,
  formats: readonly string[],
): Generator<Case> {
  const folder = join(root, "documents", set);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).toSorted()) {
    const truth = JSON.parse(readFileSync(join(folder, name, "truth.json"), "utf8")) as Truth;
    for (const { name: file, format } of truth.files) {
      if (!formats.includes(format)) continue;
      const id = `${set}/${name}/${file}`;
      const run = async (): Promise<string | undefined> => {
        const campaign = await readBytes(file, readFileSync(join(folder, name, file)));
        return judge(id, truth, format.replace("-xml", ""), campaign);
      };
      yield { id, run };
    }
  }
}

/** What is offered for hunting is the same whichever format of the campaign is read. */
function* loadOffered(root: string): Generator<Case> {
  const folder = join(root, "documents", "citizenlab");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).toSorted()) {
    const files = ["stix.xml", "openioc.ioc"].map((file) => join(folder, name, file));
    if (!files.every((file) => existsSync(file))) continue;
    const run = async (): Promise<string | undefined> => {
      const [stix, openioc] = await Promise.all(
        files.map((file) => readBytes(basename(file), readFileSync(file))),
      );
      if (stix === undefined || openioc === undefined) return "not read";
      return tellDifference(valuesOf(openioc, "offered"), valuesOf(stix, "offered"));
    };
    yield { id: `citizenlab/${name}/stix.xml offers what openioc.ioc offers`, run };
  }
}

/** The same advisory as PDF, Word and web page: everything but what the pages themselves have apart. */
function* loadCopies(root: string): Generator<Case> {
  const folder = join(root, "documents", "cisa", "AA20-302A");
  if (!existsSync(folder)) return;
  const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth;
  for (const { name: file } of truth.files) {
    const run = async (): Promise<string | undefined> => {
      const campaign = await readBytes(file, readFileSync(join(folder, file)));
      const offered = valuesOf(campaign, "offered");
      const wanted = ["ipv4", "domain"].flatMap((type) => [
        ...keysOf({ [type]: truth.indicators?.[type] ?? [] }),
      ]);
      for (const key of wanted) if (!offered.has(key)) return `${key} is not offered`;
      for (const key of offered)
        if (/^(?:ipv4|domain|url|email|md5|sha1|sha256) /.test(key) && !wanted.includes(key))
          return `${key} is offered`;
      const ids = campaign.techniques.map(({ id }) => id).toSorted();
      return ids.length === COPIED_TECHNIQUES ? undefined : `techniques are ${ids.join(" ")}`;
    };
    yield { id: `cisa/AA20-302A/${file}`, run };
  }
}

/** Thirteen rows stand in the table of techniques. */
const COPIED_TECHNIQUES = 13;

/** Machine formats of the same campaign against one another and against what is known to be in them. */
export const suite: Suite = {
  name: "advisory-parity",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const root = join(corporaRoot, "advisory");
    yield* loadSet(root, "citizenlab", judgeByFormat, ["csv", "stix1-xml", "openioc", "misp"]);
    yield* loadSet(root, "openioc", (_, truth, __, campaign) => judgeItems(truth, campaign), [
      "openioc",
    ]);
    yield* loadSet(root, "eset", (id, truth, _, campaign) => judgeEvent(id, truth, campaign), [
      "misp",
    ]);
    yield* loadSet(
      root,
      "talos",
      (id, truth, _, campaign) =>
        compare(id, keysOf(truth.twin_indicators), valuesOf(campaign, "all")),
      ["stix1-json", "misp"],
    );
    yield* loadOffered(root);
    yield* loadCopies(root);
    yield* loadPairs(root);
  },
};
