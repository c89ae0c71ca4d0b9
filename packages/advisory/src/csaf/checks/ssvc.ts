import { asObject, objectsOf, textOf, textsOf } from "../../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../../misp/misp-json.ts";
import type { CsafView } from "../csaf-view.ts";
import { compareInstants, parseInstant } from "../time.ts";
import { quote } from "./check.ts";
import type { CsafCheck, CsafProblem } from "./check.ts";
import { isReleased, lastRevision } from "./statuses.ts";

interface Decision {
  readonly ssvc: JsonObject;
  readonly one: JsonObject;
  readonly at: string;
}

function* decisions({ vulnerabilities }: CsafView): Generator<Decision> {
  for (const [i, one] of vulnerabilities.entries())
    for (const [j, metric] of objectsOf(one, "metrics").entries()) {
      const ssvc = asObject(asObject(metric["content"])?.["ssvc_v2"]);
      const at = `/vulnerabilities/${i}/metrics/${j}/content/ssvc_v2`;
      if (ssvc !== undefined) yield { ssvc, one, at };
    }
}

/** A decision must be about its vulnerability; the document's id may stand for its only one. */
function* foreignTargets(view: CsafView): Generator<CsafProblem> {
  const documentId = textOf(view.tracking, "id");
  for (const { ssvc, one, at } of decisions(view)) {
    const own = new Set(objectsOf(one, "ids").flatMap((id) => textsOf(id, "text")));
    for (const cve of textsOf(one, "cve")) own.add(cve);
    for (const target of textsOf(ssvc, "target_ids"))
      if (!own.has(target) || (target === documentId && view.vulnerabilities.length > 1))
        yield { at: `${at}/target_ids`, message: `expected its own number, got ${quote(target)}` };
  }
}

function* lateDecisions(view: CsafView): Generator<CsafProblem> {
  const last = lastRevision(view);
  if (last === undefined || !isReleased(view)) return;
  for (const { ssvc, at } of decisions(view)) {
    const time = parseInstant(textOf(ssvc, "timestamp") ?? "");
    if (time !== undefined && compareInstants(time, last) > 0)
      yield {
        at: `${at}/timestamp`,
        message: "expected a time before the last revision, got a later one",
      };
  }
}

/** Tests on SSVC decisions, whose vocabulary is kept elsewhere and not looked up. */
export const SSVC_CHECKS: readonly CsafCheck[] = [
  { id: "6.1.47", only: "2.1", run: foreignTargets },
  { id: "6.1.49", only: "2.1", run: lateDecisions },
];
