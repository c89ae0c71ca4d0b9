import type {
  CitedText,
  Diagnostic,
  FrameworkRef,
  Reference,
  VulnerabilityRef,
  VulnerabilityStatus,
} from "@tocsin/model";
import { asObject, objectsOf, textOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";
import { joinCitations } from "../read/cite.ts";
import { strongerStatus } from "../read/vulnerabilities.ts";
import type { Cite } from "./cite.ts";
import type { CsafView } from "./csaf-view.ts";
import { readExploitation, readStatements } from "./exploitation.ts";
import type { DatedExploitation, Statement } from "./exploitation.ts";
import { optional } from "./optional.ts";
import { describeVulnerability, readProductStatus } from "./product-status.ts";
import { addReference } from "./references.ts";
import { highestScore } from "./scores.ts";

/** What the vulnerabilities of a document come to. */
export interface ReadVulnerabilities {
  readonly vulnerabilities: readonly VulnerabilityRef[];
  readonly frameworks: readonly FrameworkRef[];
  readonly mitigations: readonly CitedText[];
  readonly references: readonly Reference[];
  /** The first exploitation the document dates, ISO 8601. */
  readonly firstExploited?: DatedExploitation;
  readonly diagnostics: readonly Diagnostic[];
}

interface State {
  readonly view: CsafView;
  readonly cite: Cite;
  readonly file: string;
  readonly vulnerabilities: Map<string, VulnerabilityRef>;
  readonly frameworks: Map<string, FrameworkRef>;
  readonly mitigations: Map<string, CitedText>;
  readonly references: Map<string, Reference>;
  readonly diagnostics: Diagnostic[];
  readonly statements: readonly Statement[];
  firstExploited: DatedExploitation | undefined;
  room: number;
}

/** Most statuses of products kept of one document. */
const MAX_STATUSES = 200_000;

/** Reads every vulnerability of the view; one without a CVE number is a diagnostic, and its remedies are read all the same. */
export function readVulnerabilities(view: CsafView, file: string, cite: Cite): ReadVulnerabilities {
  const state: State = {
    view,
    cite,
    file,
    vulnerabilities: new Map(),
    frameworks: new Map(),
    mitigations: new Map(),
    references: new Map(),
    diagnostics: [],
    statements: readStatements(view, cite),
    firstExploited: undefined,
    room: MAX_STATUSES,
  };
  for (const [i, one] of view.vulnerabilities.entries())
    readOne(state, one, `/vulnerabilities/${i}`);
  if (state.room <= 0)
    state.diagnostics.push({
      severity: "warning",
      code: "ADVISORY_CSAF_LIMIT",
      message: `expected at most ${MAX_STATUSES} statuses of products, got more: the rest is left out`,
      place: { file },
    });
  return {
    vulnerabilities: [...state.vulnerabilities.values()],
    frameworks: [...state.frameworks.values()],
    mitigations: [...state.mitigations.values()],
    references: [...state.references.values()],
    ...(state.firstExploited !== undefined && { firstExploited: state.firstExploited }),
    diagnostics: state.diagnostics,
  };
}

function readOne(state: State, one: JsonObject, at: string): void {
  const { cite, view } = state;
  const id = /^CVE-\d{4}-\d{4,19}$/i.exec(textOf(one, "cve") ?? "")?.[0].toUpperCase();
  readWeaknesses(state, one, at);
  readRemediations(state, one, at, id);
  for (const [i, reference] of objectsOf(one, "references").entries())
    addReference(state.references, reference, `${at}/references/${i}`, cite);
  if (id === undefined) {
    state.diagnostics.push(withoutNumber(one, at, state.file));
    return;
  }
  const { products, product, affected, fixed, isNotAffected } = readProductStatus(
    one,
    view.products,
    state.room,
  );
  state.room -= products.length;
  const said = readExploitation(one, at, id, state.statements, cite);
  const { first } = said;
  if (first !== undefined && first.date < (state.firstExploited?.date ?? "9"))
    state.firstExploited = first;
  const status = isNotAffected ? strongerDenial(said.status) : said.status;
  const cvss = highestScore(one);
  const before = state.vulnerabilities.get(id);
  const words = describeVulnerability(one);
  const own = cite(at, words === "" ? id : `${id}: ${words}`);
  state.vulnerabilities.set(id, {
    id,
    status: before === undefined ? status : strongerStatus(before.status, status),
    ...optional("product", before?.product ?? product),
    ...optional("affected", before?.affected ?? affected),
    ...optional("fixed", before?.fixed ?? fixed),
    ...optional("cvss", highest(before?.cvss, cvss)),
    ...((said.isKnownExploited || before?.isKnownExploited === true) && { isKnownExploited: true }),
    ...optional("products", join(before?.products, products)),
    citations: joinCitations(before?.citations ?? [], [own, ...said.citations]),
  });
}

function join<T>(before: readonly T[] | undefined, more: readonly T[]): readonly T[] | undefined {
  const all = [...(before ?? []), ...more];
  return all.length === 0 ? undefined : all;
}

function highest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}

/** Products that are not affected outweigh a bare mention; a stated exploitation of others stays. */
function strongerDenial(status: VulnerabilityStatus): VulnerabilityStatus {
  return status === "exploited" ? status : "not-affected";
}

function withoutNumber(one: JsonObject, at: string, file: string): Diagnostic {
  const ids = objectsOf(one, "ids")
    .slice(0, 5)
    .map((other) => `${textOf(other, "text") ?? "?"} (${textOf(other, "system_name") ?? "?"})`);
  const named = ids.length > 0 ? ids.join(", ") : (textOf(one, "title") ?? "none");
  return {
    severity: "note",
    code: "ADVISORY_CSAF_NO_CVE",
    message: `${at}: expected a CVE number, got ${named.slice(0, 300)}: it is not among the vulnerabilities`,
    place: { file },
    remedy: "Look for it by its name in the inventory",
  };
}

function readWeaknesses({ frameworks, cite }: State, one: JsonObject, at: string): void {
  const single = asObject(one["cwe"]);
  const weaknesses = [
    ...(single === undefined ? [] : [{ weakness: single, place: `${at}/cwe` }]),
    ...objectsOf(one, "cwes").map((weakness, i) => ({ weakness, place: `${at}/cwes/${i}` })),
  ];
  for (const { weakness, place } of weaknesses) {
    const id = /^CWE-\d{1,6}$/i.exec(textOf(weakness, "id") ?? "")?.[0].toUpperCase();
    if (id === undefined) continue;
    const name = textOf(weakness, "name");
    const before = frameworks.get(id);
    const citation = cite(place, name === undefined ? id : `${id}: ${name}`);
    frameworks.set(id, {
      framework: "cwe",
      id,
      ...optional("name", before?.name ?? name),
      citations: joinCitations(before?.citations ?? [], [citation]),
    });
  }
}

function readRemediations(state: State, one: JsonObject, at: string, id: string | undefined): void {
  for (const [i, remediation] of objectsOf(one, "remediations").entries()) {
    const details = textOf(remediation, "details")?.trim().slice(0, 4000);
    if (details === undefined || details === "") continue;
    const category = textOf(remediation, "category") ?? "remediation";
    const url = textOf(remediation, "url");
    const text = url === undefined || details.includes(url) ? details : `${details} (${url})`;
    const about = id === undefined ? category : `${category}, ${id}`;
    const citation = state.cite(`${at}/remediations/${i}`, `${about}: ${details}`);
    const before = state.mitigations.get(text);
    state.mitigations.set(text, {
      text,
      citations: joinCitations(before?.citations ?? [], [citation]),
    });
  }
}
