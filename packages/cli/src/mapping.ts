import { HuntError, readMappingFile } from "@tocsin/hunt";
import type { RecordMapping } from "@tocsin/model";
import { type Invocation, valueOf } from "./command.ts";
import { CommandError } from "./error.ts";

/** The mapping that `--mapping` names, if it does. @throws {CommandError} `CLI_INPUT` */
export function mappingOf(invocation: Invocation): RecordMapping | undefined {
  const path = valueOf(invocation, "mapping");
  if (path === undefined) return undefined;
  try {
    return readMappingFile(path);
  } catch (error) {
    if (!(error instanceof HuntError)) throw error;
    throw new CommandError("CLI_INPUT", error.message, "Correct the mapping", { cause: error });
  }
}
