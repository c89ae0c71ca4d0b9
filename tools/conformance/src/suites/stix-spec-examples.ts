import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validateStix } from "@tocsin/stix";
import type { Case, Suite } from "../suite.ts";

/** Examples that break the text they stand in, with the reason. */
const CONTESTED: Readonly<Record<string, string>> = {
  "stix-spec-91eb82c0dc18": "one hyphen where an id has two; section 2.9",
  "stix-spec-b1f9f13b1560": "base64 that is cut with an ellipsis; section 2.1",
  "stix-spec-d0312f62f875": "an indicator without pattern_type; section 4.7",
  "stix-spec-f0e84bccd080": "base64 that is cut with an ellipsis; section 2.1",
};

interface Example {
  readonly id: string;
  readonly section: string;
  readonly objects: readonly unknown[];
}

/** The examples of the STIX 2.1 text are valid. */
export const suite: Suite = {
  name: "stix-spec-examples",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "advisory", "stix", "spec-example");
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).toSorted()) {
      if (!name.endsWith(".json")) continue;
      const one = JSON.parse(readFileSync(join(folder, name), "utf8")) as Example;
      yield {
        id: `${one.id} ${one.section}`,
        contested: Object.hasOwn(CONTESTED, one.id),
        run: () =>
          one.objects
            .flatMap((object) => validateStix(object).faults)
            .find(({ severity }) => severity === "error")?.message,
      };
    }
  },
};
