import type { Reference } from "@tocsin/model";
import { textOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";
import { joinCitations } from "../read/cite.ts";
import type { Cite } from "./cite.ts";
import { optional } from "./optional.ts";

/** Adds a reference of the document or of a vulnerability, each URL once. */
export function addReference(
  references: Map<string, Reference>,
  reference: JsonObject,
  at: string,
  cite: Cite,
): void {
  const url = textOf(reference, "url")?.trim();
  if (url === undefined || !/^https?:\/\/\S+$/i.test(url)) return;
  const title = textOf(reference, "summary");
  const before = references.get(url);
  references.set(url, {
    url,
    ...optional("title", before?.title ?? title),
    citations: joinCitations(before?.citations ?? [], [
      cite(at, title === undefined ? url : `${title}: ${url}`),
    ]),
  });
}
