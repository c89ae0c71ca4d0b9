import { readFileSync, statSync } from "node:fs";
import type { RuleOptions } from "@tocsin/hunt";
import { formatPlace } from "@tocsin/model";
import { readPlaceholders } from "@tocsin/sigma";
import type { SigmaOptions } from "@tocsin/sigma";
import { type Invocation, valueOf } from "./command.ts";
import { CommandError } from "./error.ts";
import type { Io } from "./io.ts";

const MAX_FILE_BYTES = 16 * 1024 * 1024;
const CORRECT = "Correct the file of placeholders; docs/sigma.md has its form";

/** How rules are read: placeholders as `--placeholders` says, a cache but for `--no-cache`. @throws {CommandError} `CLI_INPUT` */
export function ruleOptionsOf(invocation: Invocation, io: Io): RuleOptions {
  return {
    ...placeholdersOf(invocation),
    ...(valueOf(invocation, "no-cache") === undefined && { cache: io.cacheFolder }),
  };
}

/** The placeholders that `--placeholders` names, if it does. @throws {CommandError} `CLI_INPUT` */
export function placeholdersOf(invocation: Invocation): Pick<SigmaOptions, "placeholders"> {
  const path = valueOf(invocation, "placeholders");
  if (path === undefined) return {};
  const file = path.replaceAll("\\", "/");
  const { placeholders, diagnostics } = readPlaceholders(readText(path, file), file);
  if (placeholders !== undefined) return { placeholders };
  const [first] = diagnostics;
  const where = first?.place === undefined ? file : formatPlace(first.place);
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  const remedy = first?.remedy?.startsWith("Correct") === false ? first.remedy : CORRECT;
  const message = `${where}: ${first?.message ?? "has no placeholders"}${more}`;
  throw new CommandError("CLI_INPUT", message, remedy);
}

function readText(path: string, file: string): string {
  try {
    const { size } = statSync(path);
    if (size <= MAX_FILE_BYTES) return readFileSync(path, "utf8");
  } catch (cause) {
    throw new CommandError("CLI_INPUT", `${file}: cannot be read`, "Correct the path", { cause });
  }
  const most = `a file of placeholders has ${MAX_FILE_BYTES} bytes at most`;
  throw new CommandError("CLI_INPUT", `${file}: ${most}`, CORRECT);
}
