import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the data sets beside the repository; `TOCSIN_CORPORA` overrides. */
export function defaultCorporaFolder(environment: NodeJS.ProcessEnv): string {
  const beside = fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
  return environment["TOCSIN_CORPORA"] ?? beside;
}

/** The 288 event logs of attacks, as they are. */
export function samplesFolder(corpora: string): string {
  return join(corpora, "hunting", "evtx", "samples");
}

/** The folders whose event logs the tiler takes where none are named. */
export function tileFolders(corpora: string): readonly string[] {
  return [samplesFolder(corpora), join(corpora, "hunting", "sigma", "regression")];
}

/** The trees of live Sigma rules. */
export function ruleFolders(corpora: string): readonly string[] {
  const trees = ["rules", "rules-emerging-threats", "rules-threat-hunting"];
  return trees.map((tree) => join(corpora, "hunting", "sigma", "rules", tree));
}

/** Logs as compressed JSON lines. */
export function jsonFolder(corpora: string): string {
  return join(corpora, "hunting", "json", "otrf");
}
