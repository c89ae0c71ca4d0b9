import { availableParallelism, totalmem } from "node:os";
import type { CommandBody } from "../command.ts";
import { EXIT } from "../exit-code.ts";

/** `tocsin doctor`: what is installed, what can be read, what is missing. */
export const runDoctor: CommandBody = async (_, io) => {
  const memory = (totalmem() / 1e9).toFixed(1);
  await io.out(`tocsin ${io.version} on node ${process.version} (20.11 or later is supported), ${process.platform} ${process.arch}
processors ${availableParallelism()}, memory ${memory} GB
reads      Windows event logs (EVTX)
missing    JSON, gzip and text logs; advisories; Sigma rules; the hunt and its answer
`);
  return EXIT.nothing;
};
