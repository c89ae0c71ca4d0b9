import type { Contestant } from "./contestant.ts";
import { createFields } from "./ours-fields.ts";
import { createJsonLines } from "./ours-jsonl.ts";
import { createWalk } from "./ours-walk.ts";

export type OurJob = "walk" | "walk-unchecked" | "fields" | "jsonl";

/** Our jobs. */
export const OURS: Readonly<Record<OurJob, () => Contestant>> = {
  walk: () => createWalk(),
  "walk-unchecked": () => createWalk(false),
  fields: createFields,
  jsonl: createJsonLines,
};

export function isOurJob(name: string | undefined): name is OurJob {
  return name !== undefined && Object.hasOwn(OURS, name);
}
