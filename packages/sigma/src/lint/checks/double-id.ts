import type { FindInAll } from "../check.ts";
import type { LintDocument } from "../document.ts";

/** An id that another document has already. */
export const findDoubleIds: FindInAll = (documents, report) => {
  const first = new Map<string, LintDocument>();
  for (const document of documents) {
    const id: unknown = document.map["id"];
    if (typeof id !== "string") continue;
    const before = first.get(id.toLowerCase());
    if (before === undefined) {
      first.set(id.toLowerCase(), document);
      continue;
    }
    const { file, line } = before.spanOf(["id"]);
    report(["id"], `the id ${id.slice(0, 80)} stands at ${file}:${line} already`, {
      part: "value",
      document,
    });
  }
};
