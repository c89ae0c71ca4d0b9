import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readAdvisory } from "@tocsin/advisory";
import { builtinKnowledge } from "@tocsin/knowledge";
import type { Case, Suite } from "../suite.ts";

interface Node {
  readonly kind: string;
  readonly name?: string;
  readonly value?: string;
  readonly path?: string;
  readonly operator?: string;
  readonly technique_id?: string;
  readonly tactic_id?: string;
  readonly description?: string;
}

interface Flow {
  readonly name: string;
  readonly description?: string;
  readonly references?: readonly string[];
  readonly nodes: Readonly<Record<string, Node>>;
  readonly edges: readonly (readonly [string, string])[];
}

interface Truth {
  readonly techniques: readonly string[];
  readonly tactics: readonly string[];
  readonly before: readonly (readonly [string, string])[];
  readonly references: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  action: "attack-action",
  asset: "attack-asset",
  condition: "attack-condition",
  AND_operator: "attack-operator",
  OR_operator: "attack-operator",
};
const FOLLOWING: Readonly<Record<string, string>> = {
  "attack-action": "effect_refs",
  "attack-operator": "effect_refs",
  "attack-condition": "on_true_refs",
};

/** The flow of the corpus as a bundle of Attack Flow objects, as its builder publishes them. */
function toBundle(flow: Flow): unknown {
  const typeOf = (key: string): string => {
    const kind = flow.nodes[key]?.kind ?? "";
    return TYPES[kind] ?? kind.replaceAll("_", "-");
  };
  const idOf = (key: string): string => `${typeOf(key)}--${key}`;
  const isFlow = (key: string): boolean => Object.hasOwn(FOLLOWING, typeOf(key));
  const steps = Object.entries(flow.nodes).map(([key, { kind, ...properties }]) => {
    const type = TYPES[kind] ?? kind.replaceAll("_", "-");
    const targets = flow.edges.filter(([from]) => from === key).map(([, to]) => to);
    const list = FOLLOWING[type];
    const assets = targets.filter((to) => typeOf(to) === "attack-asset").map(idOf);
    return {
      ...properties,
      type,
      id: idOf(key),
      ...(list !== undefined && { [list]: targets.filter(isFlow).map(idOf) }),
      ...(type === "attack-action" && { asset_refs: assets }),
    };
  });
  const relations = flow.edges
    .filter(([from, to]) => !(isFlow(from) && typeOf(to).startsWith("attack-")))
    .map(([from, to], i) => ({
      type: "relationship",
      id: `relationship--${i}`,
      relationship_type: "related-to",
      source_ref: idOf(from),
      target_ref: idOf(to),
    }));
  const references = (flow.references ?? []).map((url) => ({ source_name: "report", url }));
  const { name, description } = flow;
  const head = {
    type: "attack-flow",
    id: "attack-flow--0",
    name,
    description,
    external_references: references,
  };
  return { type: "bundle", id: "bundle--0", objects: [head, ...steps, ...relations] };
}

async function judge(folder: string): Promise<string | undefined> {
  const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth;
  const flow = JSON.parse(readFileSync(join(folder, "flow.json"), "utf8")) as Flow;
  const bytes = new TextEncoder().encode(JSON.stringify(toBundle(flow)));
  const campaign = await readAdvisory({ name: "flow.json", bytes, sha256: "0".repeat(64) });
  const tactics = campaign.frameworks
    .filter(({ framework }) => framework === "attack-tactic")
    .map(({ id }) => id);
  return (
    differ(
      "technique",
      truth.techniques.map(current),
      campaign.techniques.map(({ id }) => id),
    ) ??
    // One flow of the corpus has a tactic "de"; what has not the form of an id is none.
    differ(
      "tactic",
      truth.tactics.filter((id) => /^TA\d{4}$/.test(id)),
      tactics,
    ) ??
    differ(
      "reference",
      truth.references,
      campaign.references.map(({ url }) => url),
    ) ??
    differ(
      "step",
      truth.before.map(([a, b]) => `${current(a)} before ${current(b)}`),
      campaign.order.map(({ before, after }) => `${before} before ${after}`),
    )
  );
}

/** Flows of past years have ids of past years. */
function current(id: string): string {
  const known = builtinKnowledge().techniqueById(id);
  return (known?.current ?? known?.technique)?.id ?? id;
}

function differ(
  what: string,
  expected: readonly string[],
  got: readonly string[],
): string | undefined {
  const missing = expected.find((one) => !got.includes(one));
  if (missing !== undefined) return `${what} ${missing} is not found`;
  const more = got.find((one) => !expected.includes(one));
  return more === undefined ? undefined : `${what} ${more} is a false find`;
}

/** Known intrusions as flows: techniques, tactics, references, and what comes before what. */
export const suite: Suite = {
  name: "attack-flow-order",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "advisory", "documents", "attack-flow");
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).toSorted())
      yield { id: `documents/attack-flow/${name}`, run: () => judge(join(folder, name)) };
  },
};
