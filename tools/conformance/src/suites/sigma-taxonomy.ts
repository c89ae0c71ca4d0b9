import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { walkPredicate } from "@tocsin/model";
import type { Detection, Logsource } from "@tocsin/model";
import { isKnownLogsource, knownFields, loadSigma } from "@tocsin/sigma";
import type { Case, Suite } from "../suite.ts";

const LIVE = ["rules", "rules-emerging-threats", "rules-threat-hunting"];
const PARTS = ["category", "service"] as const;

/** Products, categories and services with the fields SigmaHQ lists for them. */
type Listed = Readonly<
  Record<
    string,
    Readonly<Partial<Record<(typeof PARTS)[number], Readonly<Record<string, readonly string[]>>>>>
  >
>;

function key({ product = "", category = "", service = "" }: Logsource): string {
  return `${product}/${category}/${service}`;
}

/** Rules of the live trees by the logsource they name. */
function byLogsource(root: string): Map<string, Detection[]> {
  const sources = LIVE.flatMap((tree) =>
    readdirSync(join(root, tree), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".yml"))
      .toSorted()
      .map((name) => ({
        file: `${tree}/${name.replaceAll("\\", "/")}`,
        text: readFileSync(join(root, tree, name), "utf8"),
      })),
  );
  const found = new Map<string, Detection[]>();
  for (const detection of loadSigma(sources).detections) {
    const name = key(detection.logsource ?? {});
    found.set(name, [...(found.get(name) ?? []), detection]);
  }
  return found;
}

/** The reading that is written in the rule's own names. */
function ownNames(detection: Detection): ReadonlySet<string> {
  const names = detection.variants.map(({ predicate }) => {
    const of = new Set<string>();
    walkPredicate(predicate, (node) => void (node.kind === "field" && of.add(node.field)));
    return of;
  });
  const text = detection.variants.findIndex(({ scope }) => scope.category !== undefined);
  return names[Math.max(text, 0)] ?? new Set();
}

function judge(detections: readonly Detection[]): string | undefined {
  const [first] = detections;
  const logsource = first?.logsource ?? {};
  if (!isKnownLogsource(logsource)) return `${detections.length} rules: the logsource is not known`;
  const fields = knownFields(logsource);
  if (fields === undefined) return undefined;
  for (const detection of detections)
    for (const name of ownNames(detection))
      if (!fields.has(name)) return `${detection.origin?.file}: the field ${name} is not known`;
  return undefined;
}

/** Every logsource of the live rules has a reading and its fields; and the fields SigmaHQ lists are known. */
export const suite: Suite = {
  name: "sigma-taxonomy",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const sigma = join(corporaRoot, "hunting", "sigma");
    if (!existsSync(join(sigma, "rules"))) return;
    const live = [...byLogsource(join(sigma, "rules"))].toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, detections] of live)
      yield { id: `live/${name}`, run: () => judge(detections) };
    const { legit } = JSON.parse(
      readFileSync(join(sigma, "reference", "logsource.json"), "utf8"),
    ) as { readonly legit: Listed };
    for (const [product, parts] of Object.entries(legit))
      for (const part of PARTS)
        for (const [name, fields] of Object.entries(parts[part] ?? {})) {
          const logsource = { ...(product !== "empty" && { product }), [part]: name };
          if (fields.length > 0)
            yield { id: `listed/${key(logsource)}`, run: () => missing(logsource, fields) };
        }
  },
};

function missing(logsource: Logsource, fields: readonly string[]): string | undefined {
  const known = knownFields(logsource);
  // Where nothing can be listed, nothing is called unknown.
  const names = fields.flatMap((name) => name.split(","));
  const absent = names.filter((name) => known?.has(name) === false);
  return absent.length === 0 ? undefined : `not known: ${absent.join(", ")}`;
}
