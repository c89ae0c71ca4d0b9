/** Tactics of ATT&CK for enterprise and ICS: ids, and names as short names in lower case (ATT&CK 18). */
const TACTICS: readonly (readonly [id: string, name: string])[] = [
  ["TA0043", "reconnaissance"],
  ["TA0042", "resource-development"],
  ["TA0001", "initial-access"],
  ["TA0002", "execution"],
  ["TA0003", "persistence"],
  ["TA0004", "privilege-escalation"],
  ["TA0005", "defense-evasion"],
  ["TA0006", "credential-access"],
  ["TA0007", "discovery"],
  ["TA0008", "lateral-movement"],
  ["TA0009", "collection"],
  ["TA0011", "command-and-control"],
  ["TA0010", "exfiltration"],
  ["TA0040", "impact"],
  ["TA0106", "impair-process-control"],
  ["TA0107", "inhibit-response-function"],
];
const WORDS = new Map(TACTICS.map(([, name]) => [name.replaceAll("-", " "), name]));
const ID = /(?<![A-Za-z0-9])TA\d{4}(?![A-Za-z0-9])/;
/** Spelt with c in Britain. */
const NAME = new RegExp(
  `(?<![\\p{L}-])(?:${[...WORDS.keys()].map((name) => name.replace("defense", "defen[cs]e").replace("command and", "command (?:and|&)")).join("|")})(?![\\p{L}-])`,
  "iu",
);

/** The short name of a tactic by its id: `initial-access`. */
export function tacticById(id: string): string | undefined {
  return TACTICS.find(([known]) => known === id)?.[1];
}

/**
 * The tactic a text names, as its short name.
 * @param how `whole`: the text is nothing but its name and id; `part`: it stands in it
 */
export function tacticIn(text: string, how: "whole" | "part"): string | undefined {
  const sample = text.slice(0, 300);
  const id = ID.exec(sample)?.[0];
  const byId = id === undefined ? undefined : tacticById(id);
  if (byId !== undefined) return byId;
  const match = NAME.exec(sample);
  if (match === null) return undefined;
  const rest = `${sample.slice(0, match.index)}${sample.slice(match.index + match[0].length)}`;
  if (how === "whole" && /[\p{L}\p{N}]/u.test(rest)) return undefined;
  const words = match[0].toLowerCase().replace("defence", "defense").replace("&", "and");
  return WORDS.get(words);
}
