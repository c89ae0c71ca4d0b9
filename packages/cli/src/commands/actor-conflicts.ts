import { foldName, type NameConflict } from "@tocsin/knowledge";
import type { Sheet } from "@tocsin/report";
import type { ActorView } from "./actor.ts";

/** Where sources do not agree on a name. */
export function putConflicts(sheet: Sheet, { answer }: ActorView): void {
  if (answer.conflicts.length === 0) return;
  sheet.heading("Who disagrees");
  for (const conflict of answer.conflicts)
    if (conflict.kind === "several-entries")
      sheet.item(
        `${conflict.source.title} gives the name to ${conflict.entries.length} actors: ${joinAnd(conflict.entries)}.`,
      );
  for (const { entry, sources, others } of groupApart(answer.conflicts)) {
    const verb = sources.length === 1 ? "joins" : "join";
    sheet.item(
      `Under ${entry}, ${joinAnd(sources)} ${verb} the name with names that other sources give to other actors:`,
    );
    for (const { otherEntry, titles, names } of others) {
      const further = names.filter((name) => foldName(name) !== foldName(otherEntry));
      const list = further.length === 0 ? "" : `: ${further.join(", ")}`;
      sheet.item(`${otherEntry} in ${joinAnd(titles)}${list}`, "  ");
    }
  }
}

interface Apart {
  readonly entry: string;
  readonly sources: string[];
  readonly others: {
    readonly otherEntry: string;
    readonly titles: string[];
    readonly names: string[];
  }[];
}

/** Conflicts of one entry together; sources that say the same, together. */
function groupApart(conflicts: readonly NameConflict[]): Apart[] {
  const groups = new Map<string, Apart>();
  for (const conflict of conflicts) {
    if (conflict.kind !== "kept-apart") continue;
    const { entry, source, otherEntry, otherSource, names } = conflict;
    const group = groups.get(entry) ?? { entry, sources: [], others: [] };
    groups.set(entry, group);
    if (!group.sources.includes(source.title)) group.sources.push(source.title);
    const other = group.others.find((one) => one.otherEntry === otherEntry);
    if (other === undefined)
      group.others.push({ otherEntry, titles: [otherSource.title], names: [...names] });
    else {
      if (!other.titles.includes(otherSource.title)) other.titles.push(otherSource.title);
      for (const name of names) if (!other.names.includes(name)) other.names.push(name);
    }
  }
  return [...groups.values()];
}

function joinAnd(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
