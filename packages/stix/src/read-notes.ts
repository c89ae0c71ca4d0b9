import { getPart } from "./extension.ts";
import type { Bundle } from "./read-bundle.ts";
import { getProperty, getText, getTexts, isRecord } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

/** Notes and opinions told of one bundle, and how much of each, in UTF-16 units. */
const MOST_TOLD = 20;
const MOST_TEXT = 300;

/** Tells what notes and opinions say: a campaign has no place for them, and a reader should know. */
export function tellNotes(bundle: Bundle): void {
  const notes = [...bundle.ofType("note"), ...bundle.ofType("opinion")].filter(
    (object) => getPart(object) === undefined,
  );
  for (const note of notes.slice(0, MOST_TOLD))
    bundle.report(
      "note",
      "STIX_NOTE",
      `${note.id} says${aboutWhom(bundle, note)}: ${wording(note)}`,
    );
  if (notes.length > MOST_TOLD)
    bundle.report("note", "STIX_NOTE", `${notes.length - MOST_TOLD} more notes are not shown`);
}

function aboutWhom(bundle: Bundle, note: StixObject): string {
  const names = getTexts(note, "object_refs")
    .slice(0, 3)
    .flatMap((id) => getText(bundle.byId.get(id), "name") ?? []);
  return names.length === 0 ? "" : ` of ${names.join(", ").slice(0, 100)}`;
}

function wording(note: StixObject): string {
  const parts =
    note.type === "opinion"
      ? [getText(note, "opinion"), getText(note, "explanation")]
      : [getText(note, "abstract"), getText(note, "content")];
  const text = parts.filter(Boolean).join(": ").replaceAll(/\s+/g, " ");
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT - 1)}…`;
}

/**
 * A text of an object, in English where the object is in another language and the bundle translates it
 * (STIX 2.1 section 7.1). A translation of an older version does not count.
 */
export function translated(
  bundle: Bundle,
  object: StixObject | undefined,
  name: string,
): string | undefined {
  const original = getText(object, name);
  const language = getText(object, "lang");
  if (object === undefined || language === undefined || isEnglish(language)) return original;
  for (const one of bundle.ofType("language-content")) {
    if (getText(one, "object_ref") !== object.id) continue;
    const version = getText(one, "object_modified");
    if (version !== undefined && version !== getText(object, "modified")) continue;
    const contents = getProperty(one, "contents");
    for (const tag of Object.keys(isRecord(contents) ? contents : {}).filter(isEnglish)) {
      const text = getText(getProperty(contents, tag), name);
      if (text !== undefined) return text;
    }
  }
  return original;
}

function isEnglish(tag: string): boolean {
  return /^en(?:-|$)/i.test(tag);
}
