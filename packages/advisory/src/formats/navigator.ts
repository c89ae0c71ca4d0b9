import { isNavigatorLayer, readNavigatorLayer } from "../navigator/read-navigator.ts";
import type { AdvisoryFormat } from "./format.ts";

/** Layers of the ATT&CK Navigator. */
export const navigator: AdvisoryFormat = {
  name: "navigator-layer",
  recognises: (content) => content.kind === "json" && isNavigatorLayer(content.json),
  read(content, { name, sha256 }) {
    if (content.kind !== "json") throw new TypeError("expected JSON");
    return readNavigatorLayer(content.json, { name, sha256 });
  },
};
