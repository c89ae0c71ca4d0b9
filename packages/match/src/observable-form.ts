import type { Observable } from "@tocsin/model";
import {
  endsToken,
  isKeyUnit,
  isMailUnit,
  isNameUnit,
  isWordUnit,
} from "./observable-character.ts";
import { alignFolding, nameHives, slashAlike } from "./observable-readings.ts";
import type { Reading, Readings } from "./observable-readings.ts";
import { foldCase } from "./text.ts";

/** How an observable stands in a text: a literal in one reading of it, and what its neighbours must be. */
export interface Form {
  readonly reading: Reading;
  readonly literal: string;
  /** Whether the literal, if it stands at `at` of its reading, is the observable and no part of something longer. */
  readonly stands: (readings: Readings, at: number) => boolean;
  readonly known: Known;
}

/** A text that stands at `at + offset` of the reading, folded, wherever the form stands at `at`. */
export interface Known {
  readonly text: string;
  readonly offset: number;
  /** Whether no letter or number can stand before it. */
  readonly isFreeBefore: boolean;
  /** Whether none can stand behind it. */
  readonly isFreeBehind: boolean;
}

type IsUnit = (unit: number) => boolean;

/** The ways in which an observable is written; none for addresses, which are read and not compared. */
export function formsOf({ type, value }: Observable): readonly Form[] {
  if (value === "") return [];
  switch (type) {
    case "ipv4":
    case "ipv6":
    case "cidr":
      return [];
    case "domain":
      return [token("folded", value, isDomainNeighbour, isNameUnit)];
    case "url":
      return [urlForm(alignFolding(value))];
    case "email":
      return [token("folded", value, isMailUnit, isNameUnit)];
    case "md5":
    case "sha1":
    case "sha256":
    case "sha512":
    case "imphash":
    case "sha224":
    case "sha384":
    case "tlsh":
    case "ja3":
    case "ja3s":
    case "ja4":
    case "jarm":
    case "certificate-sha1":
    case "certificate-sha256":
    case "certificate-serial":
    case "eth":
    case "mac-address":
      return [token("folded", foldCase(value), isWordUnit, isWordUnit)];
    case "asn":
    case "btc":
    case "xmr":
    case "ssdeep":
      return [token("raw", alignFolding(value), isWordUnit, isWordUnit)];
    case "filename":
    case "mutex":
    case "named-pipe":
    case "service-name":
    case "scheduled-task":
      return [token("folded", foldCase(value), isNameUnit, isNameUnit)];
    case "filepath":
    case "pdb-path":
      return [token("slashed", slashAlike(foldCase(value)), isNameUnit, isNameUnit)];
    case "registry-key":
      return keyForms(value);
    case "user-agent":
    case "http-uri":
    case "email-subject": {
      const literal = alignFolding(value);
      const known = plainPart(literal, false, false);
      return [{ reading: "raw", literal, stands: () => true, known }];
    }
  }
}

/** A name is found as the end of a longer one. */
function isDomainNeighbour(unit: number): boolean {
  return unit !== 0x2e && isNameUnit(unit);
}

/** Both tests hold for words at least. */
function token(reading: Reading, literal: string, isBefore: IsUnit, isAfter: IsUnit): Form {
  return {
    reading,
    literal,
    stands(readings, at) {
      const text = readings[reading];
      return !isBefore(text.charCodeAt(at - 1)) && endsToken(text, at + literal.length, isAfter);
    },
    known: reading === "raw" ? plainPart(literal, true, true) : whole(literal),
  };
}

function whole(text: string): Known {
  return { text, offset: 0, isFreeBefore: true, isFreeBehind: true };
}

/** Scheme and host without case, the rest as written; a longer path or query is another URL. */
function urlForm(value: string): Form {
  const path = /^[^/]*\/\/[^/]*/u.exec(value)?.[0].length ?? value.length;
  const literal = foldCase(value.slice(0, path));
  const tail = value.slice(path);
  const plain = /^[\0-\x7f]*/u.exec(tail)?.[0] ?? "";
  return {
    reading: "folded",
    literal,
    stands: ({ raw }, at) =>
      raw.startsWith(tail, at + path) && endsUrl(raw, at + path + tail.length),
    known: {
      text: literal + foldCase(plain),
      offset: 0,
      isFreeBefore: false,
      isFreeBehind: plain.length === tail.length,
    },
  };
}

function endsUrl(text: string, end: number): boolean {
  const after = text.charAt(end) === "/" ? text.charAt(end + 1) : text.charAt(end);
  return after === "" || !/[\p{L}\p{N}/?#%&=_~.-]/u.test(after) || endsSentence(text, end);
}

function endsSentence(text: string, end: number): boolean {
  return text.charAt(end) === "." && !/\S/u.test(text.charAt(end + 1));
}

/** A key is also found with a value or a subkey behind it; a user's own hive is found as that of any user. */
function keyForms(value: string): Form[] {
  const key = nameHives(foldCase(value)).replace(/\\$/u, "");
  if (key === "") return [];
  const forms: Form[] = [
    {
      reading: "keys",
      literal: key,
      stands: ({ keys }, at) => !isKeyUnit(keys.charCodeAt(at - 1)) && endsKey(keys, at, key),
      known: whole(key),
    },
  ];
  if (key.startsWith("hkcu\\")) {
    const rest = key.slice("hkcu".length);
    forms.push({
      reading: "keys",
      literal: rest,
      stands: (readings, at) => readings.holdsUsers && endsKey(readings.keys, at, rest),
      known: { ...whole(rest), isFreeBefore: false },
    });
  }
  return forms;
}

function endsKey(text: string, at: number, key: string): boolean {
  return !isNameUnit(text.charCodeAt(at + key.length));
}

/**
 * The longest part in ASCII of a text that is looked for as written: folding may depend on what stands around
 * other letters (Σ), and not on what stands around these.
 */
function plainPart(text: string, isFreeBefore: boolean, isFreeBehind: boolean): Known {
  let part = "";
  let offset = 0;
  for (const { 0: run, index } of text.matchAll(/[\0-\x7f]+/gu))
    if (run.length > part.length) {
      part = run;
      offset = index;
    }
  return {
    text: foldCase(part),
    offset,
    isFreeBefore: isFreeBefore && offset === 0,
    isFreeBehind: isFreeBehind && offset + part.length === text.length,
  };
}
