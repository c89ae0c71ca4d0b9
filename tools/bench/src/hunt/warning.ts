import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A synthetic warning with 24 indicators of the usual kinds; none is real, and none stands in the evidence of the race. Hosts
 * and addresses are those of documentation (RFC 2606, RFC 5737).
 * @returns its path
 */
export function writeWarning(scratch: string): string {
  const numbers = Array.from({ length: 6 }, (_, n) => n);
  const indicators = [
    ...numbers.map((n) => `198.51.100.${200 + n}`),
    ...numbers.map((n) => `update-${n}.harrow.example`),
    ...numbers.map((n) => `http://harrow.example/${n}/gate-${n}.php`),
    ...numbers.map((n) => createHash("sha256").update(`synthetic ${n}`).digest("hex")),
  ];
  const path = join(scratch, "warning.md");
  writeFileSync(
    path,
    `# Synthetic warning of a race\n\n## Indicators of compromise\n\n${indicators.map((one) => `- ${one}\n`).join("")}`,
  );
  return path;
}
