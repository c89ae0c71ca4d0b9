import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "@tocsin/hunt";
import type { Answer, Campaign } from "@tocsin/model";
import {
  formatAnswerHtml,
  formatAnswerJson,
  formatAnswerText,
  formatFindingLine,
  sanitizeText,
  toSafeJson,
} from "@tocsin/report";
import { CommandError } from "./error.ts";
import type { Io } from "./io.ts";

/** Writes the answer to stdout and, where a folder is named, as `answer.html` and `answer.json` into it. */
export async function deliver(
  answer: Answer,
  campaign: Campaign | undefined,
  options: { readonly format: string; readonly out: string | undefined },
  io: Io,
): Promise<void> {
  const { format, out } = options;
  if (out !== undefined) {
    writeResult(out, "answer.html", formatAnswerHtml(answer));
    writeResult(out, "answer.json", formatAnswerJson(answer));
  }
  await io.out(await render(answer, campaign, format, io));
  if (out !== undefined && format === "text") {
    const [page, json] = ["answer.html", "answer.json"].map((name) =>
      sanitizeText(join(out, name)),
    );
    await io.out(`\nwritten  ${page}\n         ${json}\n`);
  }
}

async function render(
  answer: Answer,
  campaign: Campaign | undefined,
  format: string,
  io: Io,
): Promise<string> {
  switch (format) {
    case "json":
      return formatAnswerJson(answer);
    case "jsonl":
      return answer.findings.map((finding) => `${formatFindingLine(finding)}\n`).join("");
    case "html":
      return formatAnswerHtml(answer);
    case "stix": {
      if (campaign === undefined)
        throw new CommandError(
          "CLI_USAGE",
          "--format stix needs a warning to share findings about",
          "Use tocsin check with an advisory",
        );
      // Seldom asked for, and it takes time to load.
      const { writeStix } = await import("@tocsin/stix");
      return `${toSafeJson(writeStix(campaign, answer.findings), 2)}\n`;
    }
    default:
      return formatAnswerText(answer, { columns: Math.min(100, io.columns), color: io.color });
  }
}

function writeResult(folder: string, name: string, text: string): void {
  try {
    makeFolder(folder);
    writeFileSync(join(folder, name), text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(
      "CLI_OUTPUT",
      `${join(folder, name)} could not be written: ${reason}`,
      (cause as NodeJS.ErrnoException).code === "ENOSPC"
        ? "Free some space or name another folder with --out, and run again"
        : "Name a folder that can be written with --out, and run again",
      { cause },
    );
  }
}
