import type { Point, QuestionAnswer, SoughtInformation } from "@tocsin/model";
import type { Case } from "./input.ts";

/** "What do they want here?": holdings are not read in this version; the warning's own words are given by sector. */
export function askSought({ campaign }: Case): QuestionAnswer {
  const points: Point[] = [];
  const bySector = new Map<string, SoughtInformation[]>();
  for (const entry of campaign?.sought ?? []) {
    const sector = entry.sector ?? "";
    const known = bySector.get(sector);
    if (known) known.push(entry);
    else bySector.set(sector, [entry]);
  }
  for (const [sector, entries] of bySector) {
    for (const kind of ["topic", "document-type"] as const) {
      const some = entries.filter((entry) => entry.kind === kind);
      if (some.length === 0) continue;
      const what = kind === "topic" ? "Information sought" : "Kinds of documents sought";
      points.push({
        text: sector === "" ? `${what}:` : `${what}, sector ${sector}:`,
        details: some.map((entry) => entry.information),
        citations: some.flatMap((entry) => entry.citations.slice(0, 1)).slice(0, 3),
      });
    }
  }
  const sectors = campaign?.sectors ?? [];
  if (sectors.length > 0)
    points.push({
      text: "Sectors the warning names:",
      details: sectors.map((sector) => sector.text),
      citations: sectors.flatMap((sector) => sector.citations.slice(0, 1)).slice(0, 3),
    });
  return {
    status: "not-asked",
    toAsk:
      points.length > 0
        ? "This version does not look through documents. By hand: find where you hold what is listed here, who can read it, and whether it left."
        : "This version does not look through documents, and nothing read here says what the actors seek.",
    points,
  };
}
