import { foldCase } from "./text.ts";

/** The only unit that becomes longer when it is folded. */
const GROWING = "\u0130";
const GROWN = "i\u0307";

/** A reading of a text in which the literal of an observable is looked for. */
export type Reading = "raw" | "folded" | "slashed" | "keys";

/**
 * A text as the types of observables read it, each reading made when it is first asked for. All but `keys`
 * have one length, so that a place in one is a place in the others.
 */
export class Readings {
  readonly raw: string;
  readonly folded: string;
  #slashed: string | undefined;
  #keys: string | undefined;
  #holdsUsers: boolean | undefined;

  constructor(text: string) {
    const folded = foldCase(text);
    this.raw = folded.length === text.length ? text : alignFolding(text);
    this.folded = folded.length === text.length ? folded : foldCase(this.raw);
  }

  /** Folded, and with both slashes as one. */
  get slashed(): string {
    return (this.#slashed ??= slashAlike(this.folded));
  }

  /** Folded, and with every name of a registry hive as one. */
  get keys(): string {
    return (this.#keys ??= nameHives(this.folded));
  }

  /** Whether some key of the text lies in the hive of a user. */
  get holdsUsers(): boolean {
    return (this.#holdsUsers ??= this.keys.includes("hku\\"));
  }
}

/** The text with what grows on folding grown already. */
export function alignFolding(text: string): string {
  return text.replaceAll(GROWING, GROWN);
}

/** Both slashes as one. */
export function slashAlike(text: string): string {
  return text.replaceAll("/", "\\");
}

const HIVES: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}_])(?:hkey_local_machine|hklm):?(?=\\|$)|\\registry\\machine(?=\\|$)/gu, "hklm"],
  [/(?<![\p{L}\p{N}_])(?:hkey_current_user|hkcu):?(?=\\|$)/gu, "hkcu"],
  [/(?<![\p{L}\p{N}_])(?:hkey_users|hku):?(?=\\|$)|\\registry\\user(?=\\|$)/gu, "hku"],
  [/(?<![\p{L}\p{N}_])(?:hkey_classes_root|hkcr):?(?=\\|$)/gu, "hkcr"],
];

/** The names of a hive are one, wherever they stand in a folded text. */
export function nameHives(folded: string): string {
  if (!folded.includes("hk") && !folded.includes("\\registry\\")) return folded;
  let named = folded;
  for (const [form, hive] of HIVES) named = named.replaceAll(form, hive);
  return named;
}
