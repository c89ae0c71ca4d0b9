#!/usr/bin/env node
import { readFileSync } from "node:fs";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { sanitizeText } from "@tocsin/report";
import type { CommandSpec } from "./command.ts";
import { CommandError } from "./error.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { formatHelp, formatOverview } from "./help.ts";
import { connectIo, type Io } from "./io.ts";
import { isNear, parseInvocation } from "./parse.ts";
import { COMMANDS } from "./specs.ts";

// This thread loads rules and joins results. Left to itself the space for new objects grows to 134 MB, which makes
// neither faster: measured over 3,753 rules. A hunt that runs here alone lets it grow as far as it is of use.
setFlagsFromString("--semi-space-growth-factor=1");

async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const [first, second, ...others] = args;
  // A command of a group has two words.
  const pair = `${first} ${second}`;
  const isPair = COMMANDS.some((command) => command.name === pair);
  const name = isPair ? pair : first;
  const rest = isPair ? others : args.slice(1);
  if (name === undefined || name === "--help" || name === "help") {
    await io.out(formatOverview(COMMANDS, io.version, io.columns));
    return name === undefined ? EXIT.usage : EXIT.nothing;
  }
  if (name === "--version") {
    await io.out(`${io.version}\n`);
    return EXIT.nothing;
  }
  const spec = COMMANDS.find((command) => command.name === name);
  if (spec === undefined) {
    const group = COMMANDS.filter((command) => command.name.startsWith(`${name} `));
    if (group.length > 0) return tellGroup(name, group, rest, io);
    const near = COMMANDS.find((command) => isNear(command.name, name));
    const hint = near === undefined ? "" : `; did you mean ${near.name}?`;
    throw new CommandError("CLI_USAGE", `unknown command "${name}"${hint}`, "Read: tocsin --help");
  }
  const invocation = parseInvocation(spec, rest);
  if (invocation.values["help"] !== undefined) {
    await io.out(formatHelp(spec, io.columns));
    return EXIT.nothing;
  }
  return (await spec.load())(invocation, io);
}

/** The help of a group of commands; anything else that follows its name is wrong use. */
async function tellGroup(
  name: string,
  group: readonly CommandSpec[],
  rest: readonly string[],
  io: Io,
): Promise<ExitCode> {
  const [word] = rest;
  if (word !== "--help") {
    const names = group.map((spec) => `tocsin ${spec.name}`).join(", ");
    const got = word === undefined ? "" : `; got "${word}"`;
    throw new CommandError(
      "CLI_USAGE",
      `"${name}" is a group of commands${got}`,
      `Write one of: ${names}`,
    );
  }
  await io.out(group.map((spec) => formatHelp(spec, io.columns)).join("\n"));
  return EXIT.nothing;
}

const stop = new AbortController();
// The first Ctrl-C asks for the partial result, the second one ends at once.
process.once("SIGINT", () => {
  stop.abort();
  process.once("SIGINT", () => process.exit(130));
});
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader went away, as `head` does: nothing is lost.
  if (error.code === "EPIPE") process.exit(EXIT.nothing);
  process.stderr.write(`tocsin: stdout could not be written: ${error.message}\n`);
  process.exit(EXIT.failed);
});
const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
try {
  process.exitCode = await run(
    process.argv.slice(2),
    connectIo(process, stop.signal, manifest.version),
  );
} catch (error) {
  const known = error instanceof CommandError;
  const message = sanitizeText(error instanceof Error ? error.message : String(error));
  process.stderr.write(`tocsin: ${message}\n${known ? `        ${error.remedy}\n` : ""}`);
  process.exitCode =
    known && (error.code === "CLI_USAGE" || error.code === "CLI_INPUT") ? EXIT.usage : EXIT.failed;
}
