import { walkXml } from "@tocsin/documents";
import type { XmlElement } from "@tocsin/documents";
import type { Diagnostic } from "@tocsin/model";

const MAX_ELEMENTS = 100_000;

/**
 * What is wrong with the prefixes of a document's names, at most one diagnostic a fault: a declaration without a
 * prefix (`xmlns:=`), and prefixes that no element declares. Namespaces are told by prefix only where they must be.
 * @see Namespaces in XML 1.0, 3 and 7
 */
export function checkPrefixes(root: XmlElement, file: string): Diagnostic[] {
  const declared = new Set(["xml"]);
  const used = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  let count = 0;
  let emptyAt: number | undefined;
  for (const { qualifiedName, attributes, line } of walkXml(root)) {
    if (++count > MAX_ELEMENTS) break;
    const at = qualifiedName.indexOf(":");
    if (at >= 0 && !used.has(qualifiedName.slice(0, at)))
      used.set(qualifiedName.slice(0, at), line);
    for (const name of Object.keys(attributes)) {
      if (name === "xmlns:") emptyAt ??= line;
      else if (name.startsWith("xmlns:")) declared.add(name.slice("xmlns:".length));
    }
  }
  const tell = (line: number, got: string): void => {
    diagnostics.push({
      severity: "warning",
      code: "ADVISORY_STIX1_NAMESPACE",
      message: `expected XML that is well formed by namespaces, got ${got}; the document is read by its names alone`,
      place: { file, line },
    });
  };
  if (emptyAt !== undefined) tell(emptyAt, "a namespace declaration without a prefix (xmlns:=)");
  for (const [prefix, line] of used)
    if (!declared.has(prefix) && diagnostics.length < 5)
      tell(line, `the prefix ${JSON.stringify(prefix.slice(0, 40))}, which is not declared`);
  return diagnostics;
}
