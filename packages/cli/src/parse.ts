import { parseArgs } from "node:util";
import type { CommandSpec, Invocation } from "./command.ts";
import { CommandError } from "./error.ts";

/**
 * Reads the arguments of one command. An option that takes many values takes the arguments that follow it
 * (`--evidence A B --rules C`); `--option=value` takes that one alone; `--` ends all options.
 * @throws {CommandError} `CLI_USAGE`
 */
export function parseInvocation(spec: CommandSpec, args: readonly string[]): Invocation {
  const options = Object.fromEntries(
    Object.entries(spec.options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const), multiple: true },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const values: Record<string, string[]> = {};
  let follower: string[] | undefined;
  for (const token of tokens) {
    if (token.kind === "option-terminator") {
      follower = undefined;
    } else if (token.kind === "positional") {
      (follower ?? operands).push(token.value);
    } else {
      const known = Object.hasOwn(spec.options, token.name) ? spec.options[token.name] : undefined;
      if (known === undefined) throw unknownOption(spec, token.rawName);
      if (known.value !== undefined && (token.value === undefined || token.value === ""))
        throw usage(spec, `${token.rawName} needs a value: ${token.rawName} ${known.value}`);
      if (known.value === undefined && token.value !== undefined)
        throw usage(spec, `${token.rawName} takes no value`);
      const value = token.value ?? "";
      if (known.choices !== undefined && !known.choices.includes(value))
        throw usage(spec, `${token.rawName} is one of ${known.choices.join(", ")}; got "${value}"`);
      const list = (values[token.name] ??= []);
      list.push(value);
      follower = known.many === true && !token.inlineValue ? list : undefined;
    }
  }
  checkOperands(spec, operands, values);
  return { operands, values };
}

function checkOperands(
  spec: CommandSpec,
  operands: readonly string[],
  values: Readonly<Record<string, readonly string[]>>,
): void {
  const { operand } = spec;
  if (operand === undefined) {
    if (operands[0] !== undefined) throw usage(spec, `unexpected argument "${operands[0]}"`);
    return;
  }
  if (operands.length === 0 && operand.optional !== true && values["help"] === undefined) {
    const many = Object.entries(spec.options).find(
      ([name, option]) => option.many === true && (values[name]?.length ?? 0) > 1,
    );
    const hint =
      many === undefined
        ? ""
        : `; what follows --${many[0]} belongs to it, so put ${operand.name} first`;
    throw usage(spec, `${operand.name} is missing: ${operand.describe}${hint}`);
  }
  if (!operand.many && operands.length > 1)
    throw usage(spec, `one ${operand.name} is expected, got ${operands.length}`);
}

function unknownOption(spec: CommandSpec, rawName: string): CommandError {
  const near = Object.keys(spec.options).find((name) => isNear(name, rawName.replace(/^-+/, "")));
  return usage(
    spec,
    `unknown option ${rawName}${near === undefined ? "" : `; did you mean --${near}?`}`,
  );
}

function usage(spec: CommandSpec, message: string): CommandError {
  return new CommandError("CLI_USAGE", message, `Read: tocsin ${spec.name} --help`);
}

/** Whether one is the beginning of the other, or they differ in one place. */
export function isNear(a: string, b: string): boolean {
  if (a.length > 2 && b.length > 2 && (a.startsWith(b) || b.startsWith(a))) return true;
  if (Math.abs(a.length - b.length) > 1 || a.length > 40) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end))
    end++;
  return Math.max(a.length, b.length) - start - end <= 1;
}
