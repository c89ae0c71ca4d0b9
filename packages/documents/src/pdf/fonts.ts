import type { PdfPage } from "./open-pdf.ts";

/** What the names of fonts say of their weight and pitch. */
export interface FontLook {
  readonly isBold: boolean;
  readonly isMono: boolean;
}

const BOLD = /bold|black|heavy|semibold|demi(?!light)|[-,]bd\b/i;
const MONO = /mono|courier|consol|menlo|typewriter|code|fixed|lucida ?console|terminal/i;

/**
 * Tells weight and pitch of a font by its own name. pdf.js knows the name once the page's operators were listed;
 * before that, and of a font without a name, nothing is told.
 */
export function lookOfFont(page: PdfPage, font: string): FontLook {
  if (!page.commonObjs.has(font)) return { isBold: false, isMono: false };
  const data = page.commonObjs.get(font) as {
    readonly name?: unknown;
    readonly bold?: unknown;
    readonly black?: unknown;
    readonly isMonospace?: unknown;
  } | null;
  const name = typeof data?.name === "string" ? data.name.slice(0, 200) : "";
  return {
    isBold: data?.bold === true || data?.black === true || BOLD.test(name),
    isMono: data?.isMonospace === true || MONO.test(name),
  };
}
