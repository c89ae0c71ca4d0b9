import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "@tocsin/model";
import { loadSigma } from "@tocsin/sigma";
import type { SigmaOptions, SigmaSet } from "@tocsin/sigma";
import type { Case, Suite } from "../suite.ts";

/** The trees of SigmaHQ's rules; those that are in use must load whole. */
const TREES: readonly { readonly tree: string; readonly live: boolean }[] = [
  { tree: "rules", live: true },
  { tree: "rules-emerging-threats", live: true },
  { tree: "rules-threat-hunting", live: true },
  { tree: "rules-compliance", live: true },
  { tree: "rules-placeholder", live: false },
  { tree: "deprecated", live: false },
  { tree: "unsupported", live: false },
];

/** A placeholder has whatever values its user gives it; one each is enough to load a rule. */
const VALUE = /%([\p{L}\p{N}_.-]+)%/gu;
const MOST_REASONS = 12;

interface Counts {
  documents: number;
  loaded: number;
  translated: number;
  refused: number;
  /** Rules that a user must give values for. */
  expanding: number;
  /** How often a reason was given, what is special to one rule left out. */
  readonly reasons: Map<string, number>;
}

interface Run {
  readonly name: string;
  readonly folder: string;
  readonly live: boolean;
  readonly withValues: boolean;
}

/** Documents that hold a rule, correlation or filter: by their marks, not by the parser that is tested. */
function countDocuments(text: string): number {
  const parts = text.split(/^---[ \t]*\r?$/m).filter((part) => /^ *[a-z]/m.test(part));
  return parts.filter((part) => !/^ *action:\s*(?:global|reset)\s*$/m.test(part)).length;
}

function optionsFor(text: string, { withValues }: Run): SigmaOptions {
  if (!withValues) return {};
  const names = [...text.matchAll(VALUE)].map(([, name = ""]) => [name, ["192.0.2.1"]] as const);
  return { placeholders: Object.fromEntries(names) };
}

function judge(file: string, run: Run, counts: Counts): string | undefined {
  const text = readFileSync(join(run.folder, file), "utf8");
  const set = loadSigma([{ file, text }], optionsFor(text, run));
  const refusals = set.diagnostics.filter(({ severity }) => severity === "error");
  const translated = set.diagnostics.filter(({ severity }) => severity === "note");
  const documents = countDocuments(text);
  const loaded = countLoaded(set);
  counts.documents += documents;
  counts.loaded += loaded;
  counts.translated += translated.length;
  if (/\|expand\b/.test(text)) counts.expanding += documents;
  counts.refused += refusals.length;
  for (const one of refusals) {
    const reason = reasonOf(one);
    counts.reasons.set(reason, (counts.reasons.get(reason) ?? 0) + 1);
  }
  const silent = refusals.find(({ place, remedy }) => place?.line === undefined || !remedy);
  if (silent !== undefined) return `refused without place or remedy: ${silent.message}`;
  if (loaded + refusals.length < documents)
    return `${documents} documents, ${loaded} loaded, ${refusals.length} refused: a rule is lost`;
  const [refusal] = refusals;
  const unfilled = refusals.every(({ code }) => code === "SIGMA_PLACEHOLDER") && !run.withValues;
  return run.live && refusal !== undefined && !unfilled ? `refused: ${refusal.message}` : undefined;
}

/** Rules of files, as they were written: what only feeds a translated one is part of that. */
function countLoaded({ detections, correlations, silent }: SigmaSet): number {
  return correlations.length + detections.filter(({ id }) => !silent.has(id)).length;
}

function reasonOf({ code, message }: Diagnostic): string {
  const general = message
    .replace(/^"[^"]*" (?=has|holds|aggregates)/, "")
    .replace(/%[^%\s]+%/g, "%…%")
    .replace(/in the condition ".*$/s, "in the condition")
    .replace(/"[^"]*"/g, "…");
  return `${code} ${general.slice(0, 110)}`;
}

function toNotes(results: ReadonlyMap<string, Counts>): string[] {
  const notes: string[] = [];
  for (const [name, counts] of results) {
    const { documents, loaded, translated, refused, expanding, reasons } = counts;
    notes.push(
      `${name}: ${documents} rules, ${loaded} loaded (${translated} translated), ${refused} refused; ${expanding} have placeholders`,
    );
    const sorted = [...reasons].toSorted(([, a], [, b]) => b - a);
    for (const [reason, count] of sorted.slice(0, MOST_REASONS))
      notes.push(`  ${count} × ${reason}`);
    if (sorted.length > MOST_REASONS)
      notes.push(`  and ${sorted.length - MOST_REASONS} more reasons`);
  }
  return notes;
}

const results = new Map<string, Counts>();

/** Every rule of SigmaHQ loads or is refused with place, reason and remedy; those in use load. */
export const suite: Suite = {
  name: "sigma-load",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const root = join(corporaRoot, "hunting", "sigma", "rules");
    results.clear();
    for (const { tree, live } of TREES)
      for (const withValues of tree === "rules-placeholder" ? [false, true] : [live]) {
        const name = withValues && !live ? `${tree} with values` : tree;
        const run: Run = { name, folder: join(root, tree), live: live || withValues, withValues };
        if (!existsSync(run.folder)) continue;
        const counts: Counts = {
          documents: 0,
          loaded: 0,
          translated: 0,
          refused: 0,
          expanding: 0,
          reasons: new Map(),
        };
        results.set(name, counts);
        const files = readdirSync(run.folder, { recursive: true, encoding: "utf8" });
        for (const file of files.toSorted())
          if (/\.ya?ml$/.test(file))
            yield { id: `${name}/${file}`, run: () => judge(file, run, counts) };
      }
  },
  notes: () => toNotes(results),
};
