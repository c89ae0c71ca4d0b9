import { normalizeObservable } from "@tocsin/model";
import type { Observable } from "@tocsin/model";
import { readListedUrl, readValue } from "../composite/read-value.ts";
import { isObservableType, readObservables } from "../misp/attribute-types.ts";
import { WHOLE_CELL_TYPES } from "../read/row-types.ts";
import { listKind } from "./kind-words.ts";
import type { ListKind } from "./kind-words.ts";

const DIGESTS = ["md5", "sha1", "sha256", "sha512", "sha224", "sha384"] as const;
const NOTHING = /^(?:n\/?a|none|null|nan|unknown|various|-+|–|—|\?)?$/i;
const MAX_VALUE = 8000;

/** Whether a cell says nothing. */
export function isNothing(text: string): boolean {
  return NOTHING.test(text);
}

/** What the type column of a row makes of its value; undefined where the word is not known. */
export function readTyped(word: string, text: string): readonly Observable[] | undefined {
  const name = word.trim();
  // MISP writes its types in lower case, composite ones with a bar.
  const misp = isObservableType(name) ? name : name.toLowerCase();
  if (isObservableType(misp)) return readObservables(misp, text);
  const kind = listKind(name);
  return kind === undefined || kind === "any" ? undefined : readAs(kind, text);
}

/** The values of a cell of a known kind; undefined where it holds none of that kind. `any` is told elsewhere. */
export function readAs(kind: ListKind, text: string): readonly Observable[] | undefined {
  if (kind === "any" || text.length > MAX_VALUE) return undefined;
  const found: Observable[] = [];
  for (const part of splitCell(kind, text)) {
    const value = part.trim().replaceAll(/^["'`<]+|["'`>]+$/g, "");
    if (isNothing(value)) continue;
    const observable = kind === "digest" ? readDigest(value) : readForm(kind, value);
    if (observable === undefined) return found.length > 0 && kind !== "file" ? found : undefined;
    found.push(observable);
  }
  return found.length === 0 ? undefined : found;
}

function readForm(
  kind: Exclude<ListKind, "digest" | "any">,
  value: string,
): Observable | undefined {
  if (kind === "url") return readListedUrl(value);
  const isAddress = kind === "address" || kind === "ipv4" || kind === "ipv6" || kind === "cidr";
  return readValue(isAddress ? "address" : kind === "domain" ? "host" : kind, value);
}

function readDigest(value: string): Observable | undefined {
  for (const type of DIGESTS) {
    const observable = normalizeObservable(type, value);
    if (observable !== undefined) return observable;
  }
  return undefined;
}

/** Several values of a cell stand on lines of their own; those without blanks or marks inside, between such. */
function splitCell(kind: ListKind, text: string): readonly string[] {
  const lines = text.split(/\s{0,9}(?:[\r\n]|<br\s{0,2}\/?>)\s{0,9}/i);
  const isWhole =
    kind !== "digest" && kind !== "any" && (WHOLE_CELL_TYPES as ReadonlySet<string>).has(kind);
  if (isWhole || kind === "file" || kind === "url") return lines;
  return lines.flatMap((line) => line.split(/[,;|\s]+/)).filter((part) => part !== "");
}
