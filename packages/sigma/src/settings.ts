import type { Diagnostic } from "@tocsin/model";
import { Refusal, refused } from "./diagnostic.ts";
import type { SigmaDiagnosticCode } from "./diagnostic.ts";
import { readYaml } from "./yaml.ts";

/** Reads a part of a file; what is wrong with it is told, and the next part is read. */
export type Attempt = (read: () => void) => void;

/**
 * Reads a file of a user's own words: one document, taken whole or not at all. Gives what is wrong, each with
 * its place; nothing if the file may be taken.
 * @param code for a file that is not one document
 * @param read throws a {@link Refusal} for what is wrong
 */
export function readSettings(
  text: string,
  file: string,
  code: SigmaDiagnosticCode,
  read: (value: unknown, attempt: Attempt) => void,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const documents = readYaml(text, file, (one) => diagnostics.push(one));
  const [document] = documents;
  if (diagnostics.length > 0) return diagnostics;
  if (document === undefined || documents.length > 1)
    return [refused(code, `expected one document, got ${documents.length}`, { file })];
  const attempt: Attempt = (part) => {
    try {
      part();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      diagnostics.push(refused(error.code, error.message, document.placeOf(error.path)));
    }
  };
  attempt(() => read(document.value, attempt));
  return diagnostics;
}
