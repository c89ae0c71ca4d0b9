import type { Knowledge } from "@tocsin/knowledge";
import type { TechniqueRef } from "@tocsin/model";
import type { FoundIdentifier } from "../find/types.ts";
import { toPlainPlace } from "../text/emphasis.ts";
import { lineAt } from "../text/layout.ts";
import type { Line } from "../text/layout.ts";
import { splitCells } from "../text/tables.ts";
import { citePlace, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import { isDenied } from "./denials.ts";
import { tacticIn } from "./tactics.ts";
import { techniqueName } from "./technique-names.ts";

const USE_HEADER =
  /^(?:uses?|usage|descriptions?|procedures?|details|comments?|observed(?: activity)?|context|how (?:it is )?used)$/i;
const TACTIC_HEADER = /^tactics?(?: \(?(?:id|name)\)?)?$/i;
const MAX_USE = 600;

/** The techniques of a text, and the ids that it names only to deny them. */
export interface CollectedTechniques {
  readonly techniques: readonly TechniqueRef[];
  readonly denied: readonly string[];
}

/**
 * The techniques whose ids stand in a text, with what their rows, headings and captions say of them. A technique that
 * the text only says was not used is none of them.
 */
export function collectTechniques(
  source: TextSource,
  found: readonly FoundIdentifier[],
  knowledge: Knowledge,
): CollectedTechniques {
  const techniques = new Map<string, TechniqueRef>();
  const ids = found.filter(({ type }) => type === "technique");
  const spoken = new Map<number, Set<string>>();
  for (const { value, span } of ids) {
    const line = lineAt(source.layout, span[0]);
    if (line === undefined || isInLink(source.text, span[0])) continue;
    const onLine = spoken.get(line.number) ?? new Set();
    spoken.set(line.number, onLine.add(value).add(parentOf(value)));
  }
  const denied = new Set<string>();
  for (const { value: stated, span } of ids) {
    const line = lineAt(source.layout, span[0]);
    if (line === undefined) continue;
    // Where a line says its ids itself, its links only lead to them, and often to their parents too.
    if (isInLink(source.text, span[0]) && isSpoken(source.text, span[0], spoken.get(line.number)))
      continue;
    const linked = knowledge.techniqueById(stated) ? undefined : linkedId(source.text, span[1]);
    const isSlip = linked !== undefined && knowledge.techniqueById(linked) !== undefined;
    const value = isSlip ? linked : stated;
    if (isDenied(line, span)) {
      denied.add(value);
      continue;
    }
    const before = techniques.get(value);
    const name = before?.name ?? techniqueName(line, span[0], span[1] - span[0]);
    const row = readRow(line, span[0]);
    const use = before?.use ?? row.use;
    const tactic = row.tactic ?? tacticAbove(source, line);
    const tactics = [...new Set([...(before?.tactics ?? []), ...(tactic ? [tactic] : [])])];
    techniques.set(value, {
      id: value,
      ...(isSlip &&
        (before === undefined || before.statedId !== undefined) && { statedId: stated }),
      ...(name !== undefined && { name }),
      ...(tactics.length > 0 && { tactics }),
      ...(use !== undefined && { use }),
      citations: joinCitations(before?.citations ?? [], [citePlace(source, span[0])]),
    });
  }
  return {
    techniques: [...techniques.values()],
    denied: [...denied].filter((id) => !techniques.has(id)),
  };
}

function parentOf(id: string): string {
  return id.slice(0, 5);
}

const LINK_TEXT = /\[([^[\]\n]{0,300})\]\([^()\s]{0,200}$/;

/** Whether the line says what a link leads to: by the words of the link itself, or an id of the same technique. */
function isSpoken(text: string, place: number, onLine: ReadonlySet<string> | undefined): boolean {
  if (onLine === undefined) return false;
  const words = LINK_TEXT.exec(text.slice(Math.max(0, place - 520), place))?.[1];
  // The name in one link, the id in the next one or in brackets: `[Phishing](…) (T1566)`.
  return /T\d{4}/.test(words ?? "") || onLine.has(text.slice(place, place + 5));
}

/** Whether the id is a part of an address: `https://attack.mitre.org/techniques/T1566/001/`. */
function isInLink(text: string, place: number): boolean {
  return text.slice(Math.max(0, place - 16), place).endsWith("/techniques/");
}

const OWN_LINK =
  /^[^[\]\n]{0,160}\]\(https?:\/\/[^\s()]{1,100}\/techniques\/(T\d{4})(?:[/.](\d{3}))?\/?[)#?]/;

/** The id that the link of a stated id leads to. `place` is the end of the stated one. */
function linkedId(text: string, place: number): string | undefined {
  const match = OWN_LINK.exec(text.slice(place, place + 400));
  if (match === null) return undefined;
  return match[2] === undefined ? match[1] : `${match[1] ?? ""}.${match[2]}`;
}

/** What the cells beside the id say: the tactic of its own column, the use in words. */
function readRow(line: Line, place: number): { readonly use?: string; readonly tactic?: string } {
  if (line.kind !== "table") return {};
  const cells = splitCells(line.plain.text.slice(0, 20_000));
  const at = toPlainPlace(line.plain, place - line.start);
  const others = cells
    .map((cell, i) => ({ ...cell, header: line.header?.[i]?.trim() ?? "" }))
    .filter((cell) => at < cell.start || at >= cell.end);
  const use = others.find(({ header, text }) => USE_HEADER.test(header) && text !== "")?.text;
  const tactic = others
    .filter(({ header, text }) => TACTIC_HEADER.test(header) || text.length <= 40)
    .map(({ text }) => tacticIn(text, "whole"))
    .find((name) => name !== undefined);
  return {
    ...(use !== undefined && { use: use.slice(0, MAX_USE) }),
    ...(tactic !== undefined && { tactic }),
  };
}

/** The tactic that the heading above, or the caption of the table, names. */
function tacticAbove(source: TextSource, line: Line): string | undefined {
  const caption = line.kind === "table" ? captionOf(source.layout, line) : undefined;
  const inCaption = caption === undefined ? undefined : tacticIn(caption, "part");
  return inCaption ?? tacticIn(line.headings.at(-1) ?? "", "part");
}

const MAX_ROWS = 500;

/** The last line of words above a table. */
function captionOf(layout: readonly Line[], line: Line): string | undefined {
  for (let i = line.number - 2, rows = 0; i >= 0 && rows < MAX_ROWS; i--, rows++) {
    const above = layout[i];
    if (above === undefined || above.kind === "table" || above.kind === "blank") continue;
    return above.plain.text.length <= 200 ? above.plain.text : undefined;
  }
  return undefined;
}
