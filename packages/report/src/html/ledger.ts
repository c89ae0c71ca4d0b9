import { formatPlace } from "@tocsin/model";
import type { Answer, Diagnostic } from "@tocsin/model";
import { count, formatBytes, formatCount } from "../layout.ts";
import { escapeHtml, htmlList, htmlTable } from "./escape.ts";
import { fold } from "./visibility.ts";

const MOST_ROWS = 500;

/** What was read and what was not: files, rules, notes. */
export function renderLedger({ ledger, rules, diagnostics }: Answer): string {
  // What went wrong comes first; within that, the order of the walk.
  const files = [...ledger.files].sort(
    (a, b) => Number(a.status === "read") - Number(b.status === "read"),
  );
  const kinds = Object.entries(rules.byKind).map(([kind, n]) => `${formatCount(n)} ${kind}`);
  return `<section class="block" id="ledger" aria-labelledby="ledger-title">
<h2 id="ledger-title">What was read, and with what</h2>
<p>${count(ledger.files.length, "file")}, ${formatBytes(ledger.sizeBytes)}, ${count(ledger.records, "record")}, ${count(ledger.hosts.length, "host")}; ${count(ledger.damaged, "damaged record")}${ledger.recovered === undefined ? "" : `, ${formatCount(ledger.recovered)} recovered`}, ${formatCount(ledger.outsideWindow)} outside the time window.</p>
<p>${count(rules.loaded, "rule and indicator", "rules and indicators")} stood ready${kinds.length > 0 ? escapeHtml(` (${kinds.join(", ")})`) : ""}; ${formatCount(rules.refused.length)} refused.</p>
${fold(
  `Files: ${formatCount(files.length)}`,
  htmlTable(
    "Files",
    ["File", "Taken for", "State", "Records", "Remarks"],
    files
      .slice(0, MOST_ROWS)
      .map((file) => [
        escapeHtml(file.file),
        escapeHtml(file.format),
        escapeHtml(file.status),
        formatCount(file.records),
        escapeHtml(file.diagnostics[0]?.message ?? ""),
      ]),
  ),
)}
${renderDiagnostics("Rules refused", rules.refused)}
${renderDiagnostics("Notes from reading the warning", diagnostics)}
</section>`;
}

function renderDiagnostics(title: string, diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return "";
  const items = diagnostics
    .slice(0, MOST_ROWS)
    .map(({ code, message, place, remedy }) =>
      escapeHtml(
        `${place === undefined ? "" : `${formatPlace(place)}: `}${message}${remedy === undefined ? "" : ` ${remedy}`} (${code})`,
      ),
    );
  const rest = diagnostics.length - items.length;
  return fold(
    `${title}: ${formatCount(diagnostics.length)}`,
    htmlList(items) +
      (rest > 0 ? `<p>${formatCount(rest)} more: --format json lists all.</p>` : ""),
  );
}
