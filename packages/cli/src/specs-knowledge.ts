// The commands about names: who calls whom what, and where that is known from.
import type { CommandSpec } from "./command.ts";
import { HELP, type Options } from "./specs-options.ts";

const FORMAT: Options = {
  format: { value: "FORMAT", choices: ["text", "json"], describe: "default text" },
};

/** In the order of the help. */
export const KNOWLEDGE_COMMANDS: readonly CommandSpec[] = [
  {
    name: "actor",
    summary: "who calls an actor what, and who disagrees",
    operand: {
      name: "NAME",
      many: true,
      describe: "a name or an ATT&CK id; several words are one name, quoted or not",
    },
    options: { ...FORMAT, ...HELP },
    notes: [
      "Names are claims of their sources and are never merged. Exit 0, also if no source knows the name; near names are shown then.",
    ],
    examples: [
      { describe: "a name, and all that is said of it", line: "tocsin actor andariel" },
      { describe: "an ATT&CK group as JSON", line: "tocsin actor G0032 --format json" },
    ],
    load: async () => (await import("./commands/actor.ts")).runActor,
  },
  {
    name: "knowledge",
    summary: "where names and techniques are known from: versions, licences, counts",
    options: { ...FORMAT, ...HELP },
    examples: [{ describe: "what this version knows", line: "tocsin knowledge" }],
    load: async () => (await import("./commands/knowledge.ts")).runKnowledge,
  },
  {
    name: "knowledge update",
    summary: "take newer copies of the sources, from files or URLs you name",
    options: {
      from: {
        value: "SOURCE",
        many: true,
        describe:
          "an ATT&CK STIX bundle, a MISP galaxy cluster, Microsoft's table of names or a MISP warning list: files, or http(s) URLs",
      },
      "dry-run": { describe: "only say what would change" },
      ...HELP,
    },
    notes: [
      "Nothing is fetched but the URLs you name; a redirect to another host is refused and told. Copies are checked and kept in your data folder; every command prefers them.",
      "Exit 0: taken, or nothing new. 2: wrong use, or none could be taken. 3: some were not taken.",
    ],
    examples: [
      {
        describe: "from a download",
        line: "tocsin knowledge update --from enterprise-attack.json threat-actor.json",
      },
      {
        describe: "look first",
        line: "tocsin knowledge update --from https://example.com/threat-actor.json --dry-run",
      },
    ],
    load: async () => (await import("./commands/knowledge-update.ts")).runKnowledgeUpdate,
  },
  {
    name: "knowledge reset",
    summary: "forget the newer copies, back to what this version came with",
    options: HELP,
    examples: [{ describe: "undo all updates", line: "tocsin knowledge reset" }],
    load: async () => (await import("./commands/knowledge-reset.ts")).runKnowledgeReset,
  },
];
