import { parse } from "tldts";
import { fileEnding } from "./file-endings.ts";

/** Words of the next cell of a table that lost its borders, as they follow a value without a blank. */
const CAPITAL_WORD =
  /(?<=[a-z0-9])(?:SHA-?(?:1|2|224|256|384|512)?|MD-?5|URLs?|URIs?|IPv?[46]?|Domains?|Hash(?:es)?|File(?:name|path)?s?|E-?mails?|Host(?:name)?s?|Type|Description|Comments?|Notes?|C2|Mutex|Registry|Path)(?![a-z])/g;
const SMALL_WORD =
  /(?:sha-?(?:1|256|512)|md5|urls?|ipv?[46]?|domain|hash|file|email|host|hostname|sender|website)(?:[a-z0-9-]{0,20})$/;

/**
 * How many units of a name or path belong to it where a word of the next cell is glued to its end
 * (`roman.msiSHA-256`, `filetransfer.iodomainfree`), or undefined if none is. What is left ends in an ending of a
 * file, or for a host (`isHost`) in a top level.
 */
export function gluedLength(text: string, isHost: boolean): number | undefined {
  const dot = text.lastIndexOf(".");
  const last = text.slice(dot + 1, dot + 65);
  if (dot < 1 || last.length < 4) return undefined;
  const isEnding = (ending: string): boolean =>
    ending.length >= 2 && (isHost ? isTopLevel(ending) : fileEnding(ending) !== "no");
  if (isEnding(last)) return undefined;
  for (const { index } of last.matchAll(CAPITAL_WORD))
    if (isEnding(last.slice(0, index))) return dot + 1 + index;
  if (!isHost) return undefined;
  // Letters alone: the longest top level that a known word follows.
  for (let length = Math.min(6, last.length - 3); length >= 2; length--) {
    const rest = last.slice(length);
    const isWord = SMALL_WORD.exec(rest)?.index === 0;
    if (isWord && isTopLevel(last.slice(0, length))) return dot + 1 + length;
  }
  return undefined;
}

function isTopLevel(ending: string): boolean {
  return (
    /^[a-z]{2,24}$/.test(ending) &&
    parse(`a.${ending}`, { extractHostname: false }).isIcann === true
  );
}
