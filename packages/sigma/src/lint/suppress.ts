import type { LintFinding } from "./lint.ts";

/** Codes of what can be wrong with a suppression itself. */
export const SUPPRESSION_CHECKS = {
  LINT_SUPPRESSION: {
    severity: "warning",
    what: "A suppression names no code that there is, or gives no reason; it is not heeded.",
    how: "Write: # tocsin-lint: ignore CODE reason",
  },
  LINT_SUPPRESSION_UNUSED: {
    severity: "note",
    what: "A suppression stands where nothing is to suppress.",
    how: "Take it away.",
  },
} as const;

interface Suppression {
  readonly code: string;
  /** Of the comment. */
  readonly line: number;
  readonly column: number;
  readonly width: number;
  /** The line it speaks of. */
  readonly target: number;
}

const COMMENT = /(^|\s)#\s*tocsin-lint:(.*)$/;

/**
 * Takes away the findings of one file that its comments `# tocsin-lint: ignore CODE reason` speak of: those on the
 * comment's own line, or on the next line that is no comment where it stands alone. A reason is demanded.
 */
export function suppress(
  text: string,
  file: string,
  findings: readonly LintFinding[],
  isKnown: (code: string) => boolean,
): { readonly kept: LintFinding[]; readonly suppressed: number } {
  if (!text.includes("tocsin-lint:")) return { kept: [...findings], suppressed: 0 };
  const { suppressions, faults } = readSuppressions(text, file, isKnown);
  const used = new Set<Suppression>();
  const kept = findings.filter(({ code, place }) => {
    const found = suppressions.filter((one) => one.code === code && one.target === place.line);
    for (const one of found) used.add(one);
    return found.length === 0;
  });
  const unused = suppressions
    .filter((one) => !used.has(one))
    .map((one) =>
      fault("LINT_SUPPRESSION_UNUSED", file, one, `there is no ${one.code} to suppress`),
    );
  return {
    kept: [...kept, ...faults, ...unused],
    suppressed: findings.length - kept.length,
  };
}

function readSuppressions(
  text: string,
  file: string,
  isKnown: (code: string) => boolean,
): { readonly suppressions: Suppression[]; readonly faults: LintFinding[] } {
  const lines = text.split(/\r?\n/);
  const suppressions: Suppression[] = [];
  const faults: LintFinding[] = [];
  for (const [index, line] of lines.entries()) {
    const match = COMMENT.exec(line);
    if (match === null) continue;
    const start = match.index + (match[1]?.length ?? 0);
    const at = { line: index + 1, column: start + 1, width: Math.max(1, line.length - start) };
    const [, code = "", reason = ""] = /^\s*ignore\s+(\S+)\s*(.*)$/.exec(match[2] ?? "") ?? [];
    if (!isKnown(code))
      faults.push(
        fault("LINT_SUPPRESSION", file, at, `"${code.slice(0, 60)}" is no code of a check`),
      );
    else if (reason.trim() === "")
      faults.push(
        fault("LINT_SUPPRESSION", file, at, `the suppression of ${code} gives no reason`),
      );
    else {
      const alone = line.slice(0, start).trim() === "";
      let target = index;
      if (alone) for (target++; /^\s*(?:#|$)/.test(lines[target] ?? "x"); target++);
      suppressions.push({ code, ...at, target: target + 1 });
    }
  }
  return { suppressions, faults };
}

function fault(
  code: keyof typeof SUPPRESSION_CHECKS,
  file: string,
  { line, column, width }: Pick<Suppression, "line" | "column" | "width">,
  message: string,
): LintFinding {
  const { severity, how } = SUPPRESSION_CHECKS[code];
  return { severity, code, message, remedy: how, place: { file, line, column }, width };
}
