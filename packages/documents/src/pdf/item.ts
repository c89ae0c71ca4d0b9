/**
 * A run of text of one font on one line. Lengths are points of the page as it is shown, y counts downwards from its
 * top; text that is turned stands in a frame of its own, turned back.
 */
export interface Item {
  readonly text: string;
  readonly x: number;
  /** Right edge. */
  readonly right: number;
  /** Baseline. */
  readonly y: number;
  /** Font size. */
  readonly size: number;
  /** pdf.js's name of the font. */
  readonly font: string;
  readonly isBold: boolean;
  readonly isMono: boolean;
  /** Whether a blank stands before it. */
  readonly isSpaced: boolean;
  /** Angle in degrees, counter-clockwise; 0 for text that stands upright. */
  readonly angle: number;
  /** Marked content that a structure tree refers to. */
  readonly content?: string;
  /** Marked as no part of the text: page headers, footers, ornaments. */
  readonly isArtifact: boolean;
  /** Target of the link annotation it lies under. */
  readonly url?: string;
}

/** A straight line drawn on the page, as wide as it is drawn. */
export interface Ruling {
  readonly isHorizontal: boolean;
  /** y of a horizontal one, x of a vertical one. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Rectangle of a page, y downwards. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A link annotation. */
export interface LinkArea extends Area {
  readonly url: string;
}
