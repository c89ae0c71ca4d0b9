import type { CommandSpec } from "./command.ts";

const MAX_WIDTH = 100;

/** The help of the whole command, for a terminal of so many columns. */
export function formatOverview(
  specs: readonly CommandSpec[],
  version: string,
  columns: number,
): string {
  const width = Math.min(MAX_WIDTH, columns);
  const lines = [
    `tocsin ${version}: turns a published cyber warning into an answer.`,
    "",
    "Usage: tocsin COMMAND [ARGUMENTS]",
    "",
    ...table(
      specs.map((spec) => [spec.name, spec.summary]),
      width,
    ),
    "",
    ...wrap(
      "tocsin COMMAND --help shows options and examples. tocsin --version shows the version.",
      "",
      width,
    ),
    ...wrap(
      "Exit codes: 0 nothing found, 1 something found, 2 wrong use, 3 not everything could be read (a result is still given), 4 failed. Nothing leaves this machine.",
      "",
      width,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

/** The help of one command, with examples. */
export function formatHelp(spec: CommandSpec, columns: number): string {
  const width = Math.min(MAX_WIDTH, columns);
  const options = Object.entries(spec.options);
  const lines = [...wrap(`tocsin ${spec.name}: ${spec.summary}`, "", width), "", usageLine(spec)];
  if (spec.operand !== undefined)
    lines.push("", ...table([[spec.operand.name, spec.operand.describe]], width));
  lines.push(
    "",
    "Options:",
    ...table(
      options.map(([name, { value, many, choices, describe }]) => [
        `--${name}${value === undefined ? "" : ` ${value}${many === true ? "..." : ""}`}`,
        choices === undefined ? describe : `${describe} (${choices.join(", ")})`,
      ]),
      width,
    ),
  );
  if (spec.notes !== undefined)
    lines.push("", ...spec.notes.flatMap((note) => wrap(note, "", width)));
  lines.push("", "Examples:");
  for (const { describe, line } of spec.examples) lines.push(`  # ${describe}`, `  ${line}`);
  return `${lines.join("\n")}\n`;
}

function usageLine(spec: CommandSpec): string {
  const name = spec.operand && `${spec.operand.name}${spec.operand.many ? "..." : ""}`;
  const operand = name && (spec.operand?.optional === true ? ` [${name}]` : ` ${name}`);
  return `Usage: tocsin ${spec.name}${operand ?? ""} [OPTIONS]`;
}

function table(rows: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.max(...rows.map(([name]) => name.length)) + 4;
  return rows.flatMap(([name, text]) => {
    const [first = "", ...rest] = wrap(text, " ".repeat(left), width);
    return [`  ${name}`.padEnd(left) + first.slice(left), ...rest];
  });
}

function wrap(text: string, indent: string, width: number): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line.length > indent.length && line.length + word.length + 1 > width) {
      lines.push(line);
      line = indent;
    }
    line += (line.length > indent.length ? " " : "") + word;
  }
  return [...lines, line];
}
