import type { Citation } from "@tocsin/model";

/** Cites a part of the document by its JSON pointer. */
export type Cite = (at: string, passage: string) => Citation;
