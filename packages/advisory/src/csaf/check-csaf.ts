import type { Diagnostic } from "@tocsin/model";
import type { CsafCheck } from "./checks/check.ts";
import { HEAD_CHECKS } from "./checks/head.ts";
import { PRODUCT_CHECKS } from "./checks/products.ts";
import { PROFILE_CHECKS } from "./checks/profiles.ts";
import { REVISION_CHECKS } from "./checks/revisions.ts";
import { SCORE_CHECKS } from "./checks/scores.ts";
import { SSVC_CHECKS } from "./checks/ssvc.ts";
import { STATUS_CHECKS } from "./checks/statuses.ts";
import type { CsafView } from "./csaf-view.ts";

const CHECKS: readonly CsafCheck[] = [
  ...PRODUCT_CHECKS,
  ...STATUS_CHECKS,
  ...SCORE_CHECKS,
  ...REVISION_CHECKS,
  ...HEAD_CHECKS,
  ...PROFILE_CHECKS,
  ...SSVC_CHECKS,
];
/** Most findings told of one test; of the rest the number. */
const MOST_TOLD = 5;
const MOST_LOOKED_AT = 10_000;

/** Numbers of the mandatory tests that {@link checkCsaf} runs, for a version of CSAF. */
export function csafChecks(version: string): readonly string[] {
  return CHECKS.filter(({ only }) => only === undefined || only === version).map(({ id }) => id);
}

/**
 * Runs the mandatory tests that a document alone decides (CSAF 2.0 and 2.1, 6.1). What fails is a warning with the
 * test's number: the document is read all the same.
 */
export function checkCsaf(view: CsafView, file: string): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  if (view.products.isCut)
    diagnostics.push({
      severity: "warning",
      code: "ADVISORY_CSAF_LIMIT",
      message:
        "expected a product tree within the limits, got a deeper or larger one: its rest is not read",
      place: { file },
    });
  for (const { id, only, run } of CHECKS) {
    if (only !== undefined && only !== view.version) continue;
    let found = 0;
    for (const { at, message } of run(view)) {
      found++;
      if (found <= MOST_TOLD) diagnostics.push(toDiagnostic(id, `${at}: ${message}`, view, file));
      if (found >= MOST_LOOKED_AT) break;
    }
    if (found > MOST_TOLD)
      diagnostics.push(toDiagnostic(id, `${found - MOST_TOLD} more of this kind`, view, file));
  }
  return diagnostics;
}

function toDiagnostic(id: string, message: string, view: CsafView, file: string): Diagnostic {
  return {
    severity: "warning",
    code: "ADVISORY_CSAF_INVALID",
    message: `CSAF ${view.version} test ${id}: ${message}`,
    place: { file },
    remedy: "It is read all the same; tell the publisher",
  };
}
