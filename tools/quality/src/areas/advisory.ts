import { join } from "node:path";
import type { Area } from "../area.ts";
import { measureNames } from "./advisory/names.ts";
import { measureProse } from "./advisory/prose.ts";
import { measureTechniques } from "./advisory/techniques.ts";
import { measureTwins } from "./advisory/twins.ts";

/**
 * Reading warnings: recall and precision per kind against the machine-readable twins, and what is offered in prose for
 * which there is no twin.
 */
export const area: Area = {
  name: "advisory",
  async *measure(corporaRoot) {
    const root = join(corporaRoot, "advisory", "documents");
    yield* measureTwins(root);
    yield* measureProse(root);
    yield* measureNames(root);
    yield* measureTechniques(root);
  },
};
