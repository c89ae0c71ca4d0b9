import type { Logsource } from "@tocsin/model";
import type { FindInOne } from "../check.ts";
import type { LintDocument } from "../document.ts";
import { isMap, itemsOf } from "../selection.ts";
import { nearest } from "./near.ts";

const PARTS = ["product", "category", "service"] as const;

/** The logsource of a document, in small letters as the loader takes it; undefined where there is none. */
function logsourceOf({ map }: LintDocument): Logsource | undefined {
  const written = map["logsource"];
  if (!isMap(written)) return undefined;
  const found: { -readonly [part in keyof Logsource]: Logsource[part] } = {};
  for (const part of PARTS) {
    const value = written[part];
    if (typeof value === "string") found[part] = value.toLowerCase();
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** A logsource that the taxonomy does not know: its rules meet only records that say the same words. */
export const findUnknownLogsources: FindInOne = (document, report, { knownLogsource }) => {
  const logsource = logsourceOf(document);
  if (logsource === undefined || knownLogsource(logsource)) return;
  const words = PARTS.flatMap((part) => logsource[part] ?? []).join(" ");
  report(["logsource"], `the taxonomy does not know the logsource "${words.slice(0, 120)}"`);
};

/** Parts of a logsource with capitals: Sigma writes them small. */
export const findLogsourceCase: FindInOne = ({ map }, report) => {
  const written = map["logsource"];
  if (!isMap(written)) return;
  for (const part of PARTS) {
    const value = written[part];
    if (typeof value === "string" && value !== value.toLowerCase())
      report(["logsource", part], `the ${part} "${value.slice(0, 80)}" has capitals`, {
        part: "value",
      });
  }
  for (const key of Object.keys(written)) {
    if ((PARTS as readonly string[]).includes(key) || key === "definition") continue;
    const near = nearest(key, PARTS);
    if (near !== undefined && written[near] === undefined)
      report(["logsource", key], `unknown key "${key}" in the logsource`, {
        how: `Did you mean "${near}"?`,
      });
  }
};

/** A field that the records of the logsource do not have. */
export const findUnknownFields: FindInOne = (document, report, { knownFields }) => {
  const logsource = logsourceOf(document);
  const fields = logsource && knownFields(logsource);
  if (fields === undefined) return;
  const folded = new Map([...fields].map((name) => [name.toLowerCase(), name]));
  const told = new Set<string>();
  for (const { field, path } of itemsOf(document.selections)) {
    if (field === "" || fields.has(field) || told.has(field)) continue;
    told.add(field);
    const near = folded.get(field.toLowerCase()) ?? nearest(field, fields);
    report(
      path,
      `records of this logsource have no field "${field.slice(0, 80)}"`,
      near === undefined ? {} : { how: `Did you mean "${near}"?` },
    );
  }
};
