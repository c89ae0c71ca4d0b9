import { isAttackFlow } from "../attack-flow/is-attack-flow.ts";
import type { AdvisoryFormat } from "./format.ts";

/** Attack Flow: STIX bundles with its objects, and files of its builder. Before `stix` in the list. */
export const attackFlow: AdvisoryFormat = {
  name: "attack-flow",
  recognises: (content) => content.kind === "json" && isAttackFlow(content.json),
  async read(content, { name, sha256 }) {
    if (content.kind !== "json") throw new TypeError("expected JSON");
    const { readAttackFlow } = await import("../attack-flow/read-attack-flow.ts");
    return readAttackFlow(content.json, { name, sha256 });
  },
};
