import type { Campaign, Citation } from "@tocsin/model";
import { objectsOf, textOf } from "../misp/misp-json.ts";
import { readText } from "../read-text.ts";
import type { CsafView } from "./csaf-view.ts";

/** Profiles whose notes tell a story: what happened, by whom, with what. */
const TOLD: ReadonlySet<string> = new Set([
  "csaf_security_incident_response",
  "csaf_informational_advisory",
]);
const MAX_NOTES = 2000;
const MAX_TEXT = 4_000_000;

type Told = Pick<
  Campaign,
  | "actors"
  | "software"
  | "techniques"
  | "indicators"
  | "context"
  | "sectors"
  | "countries"
  | "rules"
>;

/**
 * Reads the notes of an incident report as the text they are: indicators, techniques, names, rules. Other profiles are
 * about products; their prose is not searched. Citations name the note by its JSON pointer.
 */
export function readNotesAsText(
  view: CsafView,
  document: { readonly name: string; readonly sha256: string },
): Partial<Told> {
  if (!TOLD.has(view.category)) return {};
  const lines: string[] = [];
  const owners: number[] = [];
  let length = 0;
  for (const [i, note] of objectsOf(view.document, "notes").slice(0, MAX_NOTES).entries()) {
    if (textOf(note, "category") === "legal_disclaimer") continue;
    const title = textOf(note, "title");
    const text = `${title === undefined ? "" : `## ${title.replaceAll(/\s+/g, " ")}\n\n`}${textOf(note, "text") ?? ""}\n`;
    length += text.length;
    if (length > MAX_TEXT) break;
    for (const line of text.split("\n")) {
      lines.push(line);
      owners.push(i);
    }
  }
  if (lines.length === 0) return {};
  const id = textOf(view.tracking, "id") ?? "";
  const place = ({ line, passage }: Citation): Citation => ({
    document: document.name,
    object: `${id}#/document/notes/${owners[(line ?? 1) - 1] ?? 0}`,
    passage,
  });
  const read = readText({ ...document, text: lines.join("\n") });
  return {
    actors: read.actors.map((actor) => ({
      ...move(actor, place),
      aliases: actor.aliases.map((alias) => move(alias, place)),
    })),
    software: read.software.map((one) => move(one, place)),
    techniques: read.techniques.map((one) => move(one, place)),
    indicators: read.indicators.map((one) => move(one, place)),
    context: read.context.map((one) => move(one, place)),
    sectors: read.sectors.map((one) => move(one, place)),
    countries: read.countries.map((one) => move(one, place)),
    rules: read.rules.map((one) => move(one, place)),
  };
}

function move<T extends { readonly citations: readonly Citation[] }>(
  fact: T,
  place: (citation: Citation) => Citation,
): T {
  return { ...fact, citations: fact.citations.map(place) };
}
