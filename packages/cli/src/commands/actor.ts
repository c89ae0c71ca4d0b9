import { type ActorAnswer, foldName, type Knowledge, type KnownEntry } from "@tocsin/knowledge";
import { toSafeJson } from "@tocsin/report";
import { type CommandBody, valueOf } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { openKnowledge } from "../knowledge-copies.ts";
import { formatActor } from "./actor-text.ts";

/** What is shown of an actor's name. */
export interface ActorView {
  readonly answer: ActorAnswer;
  /** Malware and tools of the same name. */
  readonly software: readonly KnownEntry[];
  /** Names that are spelt nearly so; if the name itself is known, only those with or without a word such as group. */
  readonly near: readonly string[];
  /** What ATT&CK ties to the groups that bear the name. */
  readonly attack: readonly AttackGroup[];
}

/** A group of ATT&CK with the names of what is tied to it. */
export interface AttackGroup {
  readonly id: string;
  readonly name: string;
  readonly software: readonly Named[];
  readonly campaigns: readonly Named[];
  readonly techniques: readonly Named[];
}

/** An ATT&CK id with its name. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** `tocsin actor`: who calls an actor what. */
export const runActor: CommandBody = async (invocation, io) => {
  const name = invocation.operands.join(" ");
  const knowledge = openKnowledge(io);
  const view = viewOf(knowledge, name);
  await io.out(
    valueOf(invocation, "format") === "json"
      ? `${toSafeJson(toJson(view), 2)}\n`
      : formatActor(view, { columns: Math.min(100, io.columns), color: io.color }),
  );
  return EXIT.nothing;
};

function viewOf(knowledge: Knowledge, name: string): ActorView {
  const answer = knowledge.findActor(name);
  const software = knowledge.softwareByName(name);
  const isKnown = answer.entries.length + answer.remarks.length + software.length > 0;
  return {
    answer,
    software,
    near: knowledge.nearActors(name).filter((one) => !isKnown || isSameWithGroup(one, name)),
    attack: answer.entries.flatMap((known) => attackGroupOf(knowledge, known)),
  };
}

/** `Lazarus Group` to `Lazarus`: another name for the sources, most likely the same for who asks. */
function isSameWithGroup(one: string, name: string): boolean {
  const [short = "", long = ""] = [foldName(one), foldName(name)].sort(
    (a, b) => a.length - b.length,
  );
  return long.startsWith(short) && /^(?:apt|gang|group|team)$/.test(long.slice(short.length));
}

function attackGroupOf(
  knowledge: Knowledge,
  { entry, source }: KnownEntry,
): readonly AttackGroup[] {
  const { id, name, isRevoked, ties = [], techniques = [] } = entry;
  if (id === undefined || isRevoked === true || !source.id.startsWith("attack-")) return [];
  const named = (ids: readonly string[]): Named[] =>
    ids.map((one) => ({ id: one, name: knowledge.entriesById(one)[0]?.entry.name ?? one }));
  const campaigns = knowledge.parts.flatMap(({ names = [] }) =>
    names.filter((one) => one.kind === "campaign" && one.ties?.includes(id) === true),
  );
  return [
    {
      id,
      name,
      software: named(ties.filter((one) => one.startsWith("S"))),
      campaigns: campaigns.map((one) => ({ id: one.id ?? "", name: one.name })),
      techniques: techniques.map((one) => ({
        id: one,
        name: knowledge.techniqueById(one)?.technique.name ?? one,
      })),
    },
  ];
}

function toJson({ answer, software, near, attack }: ActorView): unknown {
  return {
    version: "1",
    name: answer.name,
    entries: answer.entries.map(flat),
    claims: answer.claims,
    conflicts: answer.conflicts,
    used: answer.used,
    remarks: answer.remarks,
    attack,
    software: software.map(flat),
    near,
  };
}

function flat({ entry, source }: KnownEntry): unknown {
  const { id, title, version, url } = source;
  return { source: { id, title, version, url }, ...entry };
}
