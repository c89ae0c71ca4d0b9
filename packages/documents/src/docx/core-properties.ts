import type { DocumentProperties } from "../document.ts";
import { toIsoTime } from "../iso-time.ts";
import { saidOnly } from "../said.ts";
import { childOf } from "../xml/find.ts";
import { readPart } from "./package-parts.ts";
import type { OfficePackage } from "./package-parts.ts";

/** What an Office document says of itself (`docProps/core.xml`, `app.xml`). Times are UTC. */
export function readCoreProperties(office: OfficePackage): DocumentProperties {
  const core = readPart(office, "docProps/core.xml");
  const app = readPart(office, "docProps/app.xml");
  const textOf = (root: typeof core, name: string): string | undefined => {
    const text = childOf(root, name)?.text.replaceAll(/\s+/g, " ").trim().slice(0, 2000);
    return text === "" ? undefined : text;
  };
  const title = textOf(core, "title");
  const author = textOf(core, "creator");
  const subject = textOf(core, "subject");
  const keywords = textOf(core, "keywords");
  const language = textOf(core, "language");
  const publisher = textOf(app, "Company");
  const created = toIsoTime(textOf(core, "created") ?? "");
  const modified = toIsoTime(textOf(core, "modified") ?? "");
  return saidOnly({ title, author, subject, keywords, created, modified, language, publisher });
}
