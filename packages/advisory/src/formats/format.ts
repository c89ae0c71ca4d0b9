import type { XmlElement } from "@tocsin/documents";
import type { Knowledge } from "@tocsin/knowledge";
import type { Campaign, Diagnostic } from "@tocsin/model";

/** A document as it was given. */
export interface AdvisoryInput {
  /** File name; citations carry it. Of a file in an archive: `bundle.zip/report.pdf`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
}

/** What the content turned out to be, read once for all formats. */
export type Content =
  | { readonly kind: "json"; readonly json: unknown }
  | {
      readonly kind: "xml";
      readonly root: XmlElement;
      readonly text: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes" };

/** What a format may ask of its surroundings. */
export interface ReadContext {
  /** Names and techniques to read by. */
  readonly knowledge: Knowledge;
  /** Reads a document that stands inside this one, by the same rules and bounds. */
  readonly readPart: (name: string, bytes: Uint8Array) => Promise<Campaign | undefined>;
}

/** One format of advisories. The first of the list that recognises a content reads it. */
export interface AdvisoryFormat {
  /** As in `AdvisoryDocument.format`. */
  readonly name: string;
  /** By the content; the file name only where the content cannot tell (`.csv`, `.eml`). Cheap and total. */
  readonly recognises: (content: Content, input: AdvisoryInput) => boolean;
  /**
   * Bad parts are diagnostics of the campaign. What is large and only this format needs is loaded here, so that the
   * others do not wait for it.
   * @throws {AdvisoryError} nothing of it can be read
   */
  readonly read: (
    content: Content,
    input: AdvisoryInput,
    context: ReadContext,
  ) => Campaign | Promise<Campaign>;
}
