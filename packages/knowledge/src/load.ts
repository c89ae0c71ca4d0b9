import { ATTACK } from "./data/attack.ts";
import { HOSTS } from "./data/hosts.ts";
import { NAMES } from "./data/names.ts";
import { SOFTWARE } from "./data/software.ts";
import { type Knowledge, makeKnowledge } from "./knowledge.ts";
import { mergeParts } from "./merge-parts.ts";
import type { KnowledgePart } from "./part.ts";
import { parseKnowledge } from "./validate.ts";

/** The parts that come with this package, parsed when they are asked for. They were checked when they were made. */
export const builtinParts: () => readonly KnowledgePart[] = lend(() =>
  [ATTACK, NAMES, SOFTWARE, HOSTS].flatMap(
    (text) => (JSON.parse(text) as { readonly parts: readonly KnowledgePart[] }).parts,
  ),
);

/** The knowledge that comes with this package. */
export const builtinKnowledge: () => Knowledge = lend(() => makeKnowledge(builtinParts()));

/**
 * Knowledge out of a text that {@link formatKnowledge} wrote. What it does not have is not there: it stands alone.
 * @throws {KnowledgeError} `KNOWLEDGE_JSON`, `KNOWLEDGE_FORM`, `KNOWLEDGE_VERSION`, `KNOWLEDGE_LIMIT`
 */
export function loadKnowledge(text: string): Knowledge {
  return makeKnowledge(mergeParts(parseKnowledge(text)));
}

/** The copies that are preferred to what comes with this package: all but those it has in a higher version. */
export function usedCopies(copies: readonly KnowledgePart[]): KnowledgePart[] {
  const own = new Map(builtinParts().map((part) => [part.source.id, part.source.version]));
  return copies.filter(({ source }) => !isHigher(own.get(source.id) ?? "", source.version));
}

/** The knowledge that comes with this package, with newer copies in the place of its sources ({@link usedCopies}). */
export function withCopies(copies: readonly KnowledgePart[]): Knowledge {
  return makeKnowledge(mergeParts([...builtinParts(), ...usedCopies(copies)]));
}

/** Whether a version of numbers and dots is higher than another; of other versions nothing is said. */
export function isHigher(version: string, other: string): boolean {
  const form = /^\d{1,12}(?:\.\d{1,12}){0,3}$/;
  if (!form.test(version) || !form.test(other)) return false;
  const [a, b] = [version.split(".").map(Number), other.split(".").map(Number)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/**
 * Makes a thing when it is asked for and nobody has it any more. Who has read a warning and goes on to hunt is not to
 * carry what is known of names and techniques through it: 12 MB, and as much again for the room that a heap is given.
 */
function lend<T extends object>(make: () => T): () => T {
  let lent: WeakRef<T> | undefined;
  return () => {
    const known = lent?.deref();
    if (known !== undefined) return known;
    const made = make();
    lent = new WeakRef(made);
    return made;
  };
}
