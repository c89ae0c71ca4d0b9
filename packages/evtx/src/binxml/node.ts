import type { Instance } from "./instance.ts";
import type { EvtxValue } from "./value.ts";

/** An element of a template definition or of a fragment without template. */
export interface ElementNode {
  readonly kind: "element";
  readonly name: string;
  readonly attributes: readonly AttributeNode[];
  readonly children: readonly ContentNode[];
  /** Parts of attribute `Name` of a `Data` element: the field that the element is. */
  readonly dataName: readonly ContentNode[] | undefined;
  /** Slot whose null leaves the element out of XML (MS-EVEN6 2.2.12.3), or 0xFFFF. */
  readonly dependency: number;
  /** The tag closes itself: `<a/>`, not `<a></a>`. */
  readonly selfClosing: boolean;
}

export interface AttributeNode {
  readonly name: string;
  readonly parts: readonly ContentNode[];
}

/** Constant text or value; neighbours are already joined. */
interface ConstantNode {
  readonly kind: "constant";
  readonly value: EvtxValue;
  /** What the text consists of, for XML, where it is more than plain text. */
  readonly markup?: readonly MarkupPiece[];
}

/** Plain text, the inside of a CDATA section, or of a reference: `amp` for `&amp;`, `#38` for `&#38;`. */
export interface MarkupPiece {
  readonly kind: "text" | "cdata" | "reference";
  readonly text: string;
}

/** Place of a value of the record. */
export interface SlotNode {
  readonly kind: "slot";
  readonly index: number;
  readonly optional: boolean;
  /** Type that the template declares; the record's descriptor has the last word. */
  readonly type: number;
}

/** Processing instruction; no part of the data, kept for XML. */
interface InstructionNode {
  readonly kind: "instruction";
  readonly target: string;
  readonly data: string;
}

/** A template instance that stands among the tokens themselves. */
interface InstanceNode {
  readonly kind: "instance";
  readonly instance: Instance;
}

export type ContentNode = ElementNode | ConstantNode | SlotNode | InstructionNode | InstanceNode;
