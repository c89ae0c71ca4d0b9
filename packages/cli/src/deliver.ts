import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "@tocsin/hunt";
import type { Answer, Campaign } from "@tocsin/model";
import {
  answerJsonPieces,
  formatAnswerHtml,
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
    writeResult(out, "answer.html", [formatAnswerHtml(answer)]);
    writeResult(out, "answer.json", inBatches(answerJsonPieces(answer)));
  }
  const pieces = await render(answer, campaign, format, io);
  for (const batch of inBatches(pieces)) await io.out(batch);
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
): Promise<Iterable<string>> {
  switch (format) {
    case "json":
      return answerJsonPieces(answer);
    case "jsonl":
      return findingLines(answer);
    case "html":
      return [formatAnswerHtml(answer)];
    case "stix": {
      if (campaign === undefined)
        throw new CommandError(
          "CLI_USAGE",
          "--format stix needs a warning to share findings about",
          "Use tocsin check with an advisory",
        );
      // Seldom asked for, and it takes time to load.
      const { writeStix } = await import("@tocsin/stix");
      return [`${toSafeJson(writeStix(campaign, answer.findings), 2)}\n`];
    }
    default:
      return [formatAnswerText(answer, { columns: Math.min(100, io.columns), color: io.color })];
  }
}

function* findingLines({ findings }: Answer): Generator<string> {
  for (const finding of findings) yield `${formatFindingLine(finding)}\n`;
}

const BATCH_UNITS = 256 * 1024;

/** Pieces joined until they are worth a call of the system. */
function* inBatches(pieces: Iterable<string>): Generator<string> {
  let batch = "";
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH_UNITS) continue;
    yield batch;
    batch = "";
  }
  if (batch !== "") yield batch;
}

function writeResult(folder: string, name: string, batches: Iterable<string>): void {
  try {
    makeFolder(folder);
    const file = openSync(join(folder, name), "w");
    try {
      for (const batch of batches) writeFileSync(file, batch);
    } finally {
      closeSync(file);
    }
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
