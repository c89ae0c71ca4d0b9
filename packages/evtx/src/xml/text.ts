// Text, names and references of XML 1.0, from values that may hold anything.
import type { MarkupPiece } from "../binxml/node.ts";

/** What XML 1.0 section 2.2 has no place for: most control characters, halves of surrogate pairs. */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const SPECIAL_IN_TEXT = /[&<>]/g;
const SPECIAL_IN_ATTRIBUTE = /[&<>']/g;
/** Nothing to escape or replace: nearly all texts, and found much faster than by replacing. */
const PLAIN = /^[\t\n\r\u0020-%(-;=?-\ud7ff\ue000-\ufffd]*$/;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&apos;",
};
/** The entities that XML has without a DTD. */
const CHARACTERS: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/**
 * Of what may begin a name, without the colon: letters of the scripts that are met, as far as the fourth edition
 * of XML 1.0 has them, too. Many parsers (expat, .NET) know only that one.
 */
const PART_START =
  "A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u0131\\u0134-\\u013e\\u0141-\\u0148\\u014a-\\u017e" +
  "\\u0388-\\u038a\\u038e-\\u03a1\\u03a3-\\u03ce\\u0401-\\u040c\\u040e-\\u044f\\u0451-\\u045c\\u045e-\\u0481" +
  "\\u05d0-\\u05ea\\u0621-\\u063a\\u0641-\\u064a\\u3041-\\u3094\\u30a1-\\u30fa\\u4e00-\\u9fa5\\uac00-\\ud7a3";
const PART_CHAR = `${PART_START}\\-.0-9\\u00b7\\u0300-\\u0345\\u3005\\u30fc`;
const NAME_START = `:${PART_START}`;
const NAME_CHAR = `:${PART_CHAR}`;
const PART = `[${PART_START}][${PART_CHAR}]*`;
/** A name that is a prefix and a local part. */
export const PREFIXED: RegExp = new RegExp(`^(${PART}):(${PART})$`, "u");
/** A name, at `lastIndex`. */
export const NAME_HERE: RegExp = new RegExp(`[${NAME_START}][${NAME_CHAR}]*`, "uy");
const WHOLE_NAME = new RegExp(`^[${NAME_START}][${NAME_CHAR}]*$`, "u");
const STARTS_NAME = new RegExp(`^[${NAME_START}]`, "u");
const NOT_NAME_CHAR = new RegExp(`[^${NAME_CHAR}]`, "gu");

/** Names met are few and come again with each record; what is over the bound is worked out each time. */
const sound = new Map<string, string>();
const MOST_NAMES = 4096;

/**
 * Text that XML can hold: each character it cannot is one U+FFFD. Windows writes them as they are, which
 * no XML parser reads.
 */
export function legalText(text: string): string {
  return text.replace(ILLEGAL, "\ufffd");
}

/** Text of an element. As Windows: quotes, tabs and line ends stay. */
export function escapeText(text: string): string {
  return PLAIN.test(text) ? text : legalText(text).replace(SPECIAL_IN_TEXT, escapeOf);
}

/** Text between the single quotes of an attribute. */
export function escapeAttribute(text: string): string {
  return PLAIN.test(text) ? text : legalText(text).replace(SPECIAL_IN_ATTRIBUTE, escapeOf);
}

function escapeOf(character: string): string {
  return ESCAPES[character] ?? character;
}

/** A name that XML allows: `_` for each character it does not, and before a first one that may not be first. */
export function soundName(name: string): string {
  const known = sound.get(name);
  if (known !== undefined) return known;
  let made = name;
  if (!WHOLE_NAME.test(name)) {
    made = name.replace(NOT_NAME_CHAR, "_");
    if (!STARTS_NAME.test(made)) made = `_${made}`;
  }
  if (sound.size < MOST_NAMES) sound.set(name, made);
  return made;
}

/** A sound name that needs no namespace. */
export function withoutColons(name: string): string {
  return name.replaceAll(":", "_");
}

/** What a reader makes of the text between the quotes of an attribute; its references are sound. */
export function attributeValue(written: string): string {
  return written.replace(/\r\n|[\t\n\r]/g, " ").replace(/&(\w+|#\w+);/g, (_, name: string) => {
    if (!name.startsWith("#")) return CHARACTERS[name] ?? "";
    return String.fromCodePoint(Number(name.replace("#x", "0x").replace("#", "")));
  });
}

/** Pieces of constant text as an element holds them. */
export function elementMarkup(pieces: readonly MarkupPiece[]): string {
  let xml = "";
  for (const { kind, text } of pieces) {
    if (kind === "cdata") xml += cdata(text);
    else xml += kind === "reference" ? reference(text, escapeText) : escapeText(text);
  }
  return xml;
}

/** Pieces of constant text as an attribute holds them, where no CDATA section may stand. */
export function attributeMarkup(pieces: readonly MarkupPiece[]): string {
  let xml = "";
  for (const { kind, text } of pieces)
    xml += kind === "reference" ? reference(text, escapeAttribute) : escapeAttribute(text);
  return xml;
}

/** A processing instruction; `xml` is not for documents to use, and this writes no declarations. */
export function instruction(target: string, data: string): string {
  if (target.toLowerCase() === "xml") return "";
  // Readers that know namespaces allow a target no colon.
  return `<?${withoutColons(soundName(target))} ${legalText(data).replaceAll("?>", "? >")}?>`;
}

function cdata(text: string): string {
  return `<![CDATA[${legalText(text).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

/** References to what XML cannot hold, and to entities that only a DTD could declare, are written as text. */
function reference(name: string, escape: (text: string) => string): string {
  if (!name.startsWith("#"))
    return Object.hasOwn(CHARACTERS, name) ? `&${name};` : escape(`&${name};`);
  const character = String.fromCharCode(Number(name.slice(1)));
  const legal = legalText(character);
  return legal === character ? `&${name};` : legal;
}
