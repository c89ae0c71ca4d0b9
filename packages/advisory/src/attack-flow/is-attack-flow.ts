import { asObject, textOf } from "../misp/misp-json.ts";
import { objectsOfBundle } from "./flow-graph.ts";

/** Whether the JSON is a file of the Attack Flow Builder, before or since its version 3. */
export function isAfb(json: unknown): boolean {
  const file = asObject(json);
  if (file === undefined || !Array.isArray(file["objects"])) return false;
  const schema = file["schema"];
  return (
    (typeof schema === "string" && schema.startsWith("attack_flow")) ||
    textOf(asObject(schema), "page_template") === "attack_flow_page"
  );
}

/** Whether the JSON is a STIX bundle with an Attack Flow in it, or a file of the Attack Flow Builder. */
export function isAttackFlow(json: unknown): boolean {
  if (isAfb(json)) return true;
  return objectsOfBundle(json).some((object) =>
    /^attack-(?:flow|action)$/.test(textOf(object, "type") ?? ""),
  );
}
