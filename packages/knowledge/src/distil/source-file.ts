import type { Diagnostic, DiagnosticSink } from "@tocsin/model";
import { foldName, MAX_NAME } from "../fold.ts";
import type { JsonObject } from "../json.ts";
import type { KnowledgePart } from "../part.ts";

/** A file that knowledge is made of. */
export interface SourceFile {
  /** Its name, for messages. */
  readonly name: string;
  readonly text: string;
  /** SHA-256 of its bytes, lower-case hex: the version of a source that states none. */
  readonly sha256: string;
}

/** What came of a source file: what it says, or why it is not taken. */
export type Distilled =
  | { readonly part: KnowledgePart }
  | { readonly part?: undefined; readonly reason: string };

/** A parsed source file on its way to a part. */
export interface ParsedSource {
  readonly file: SourceFile;
  readonly json: unknown;
  readonly onDiagnostic: DiagnosticSink;
}

/** Whether a text can be the name of something. */
export function isName(text: string | undefined): text is string {
  return text !== undefined && text.length <= MAX_NAME && foldName(text) !== "";
}

/** Tells of an entry that is left out. */
export function leaveOut({ file, onDiagnostic }: ParsedSource, what: string): void {
  const diagnostic: Diagnostic = {
    severity: "warning",
    code: "KNOWLEDGE_ENTRY",
    message: `${file.name}: ${what}; expected a name of at most ${MAX_NAME} characters and a valid id; it is left out`,
    remedy: "Look at the source",
  };
  onDiagnostic(diagnostic);
}

/** The version a source states, or the beginning of its digest. */
export function versionOf(json: JsonObject, file: SourceFile): string {
  const { version } = json;
  return typeof version === "number" || typeof version === "string"
    ? String(version)
    : `sha256:${file.sha256.slice(0, 12)}`;
}
