import { rmSync, statSync } from "node:fs";
import { sanitizeText } from "@tocsin/report";
import type { CommandBody } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { copiesFile } from "../knowledge-copies.ts";

/** `tocsin knowledge reset`: forgets newer copies. */
export const runKnowledgeReset: CommandBody = async (_, io) => {
  const file = copiesFile(io.dataFolder);
  const isThere = statSync(file, { throwIfNoEntry: false }) !== undefined;
  if (isThere) rmSync(file, { force: true });
  await io.out(
    isThere
      ? `removed ${sanitizeText(file)}; names are those of this version again\n`
      : "there were no newer copies; names are those of this version\n",
  );
  return EXIT.nothing;
};
