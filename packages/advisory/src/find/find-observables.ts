import { findAddresses } from "./addresses.ts";
import { findArtefacts, findLabelledNames, findUserAgents } from "./artefacts.ts";
import { findBareAddresses } from "./bare-addresses.ts";
import { findDigests, findFingerprints } from "./digests.ts";
import { findEmails } from "./emails.ts";
import { findIdentifiers } from "./identifiers.ts";
import { levelLetters } from "./level.ts";
import { mapPlain } from "./mapped.ts";
import { findNames } from "./names.ts";
import { findBrokenOnions } from "./onions.ts";
import { findPaths } from "./paths.ts";
import { refang } from "./refang.ts";
import type { FindState } from "./sink.ts";
import type { Extracted, FoundIdentifier, FoundObservable } from "./types.ts";
import { findUrls } from "./urls.ts";
import { findWallets } from "./wallets.ts";

/** Texts are read in pieces of this many units, cut at a line's end where there is one. */
const PIECE = 1 << 20;

/**
 * Finds every observable and every catalogue identifier of a text, marks against clicking taken out.
 * Nothing is judged here: private addresses and the sites of agencies are found like any other value.
 * Time and memory grow with the length of the text. A value broken over the border of two pieces of a
 * mebi-unit is missed.
 */
export function findObservables(text: string): Extracted {
  const observables: FoundObservable[] = [];
  const identifiers: FoundIdentifier[] = [];
  for (let start = 0; start < text.length;) {
    const end = endOfPiece(text, start);
    const mapped = refang(levelLetters(mapPlain(text.slice(start, end), start)));
    const state: FindState = { mapped, taken: new Uint8Array(mapped.text.length), found: [] };
    findUserAgents(state);
    findUrls(state);
    findEmails(state);
    findBareAddresses(state);
    findLabelledNames(state);
    findPaths(state);
    findFingerprints(state);
    findAddresses(state);
    findDigests(state);
    findArtefacts(state);
    findWallets(state);
    findBrokenOnions(state);
    findNames(state);
    for (const value of state.found.toSorted((a, b) => a.span[0] - b.span[0]))
      observables.push(value);
    for (const identifier of findIdentifiers(mapped)) identifiers.push(identifier);
    start = end;
  }
  return { observables, identifiers };
}

function endOfPiece(text: string, start: number): number {
  const limit = start + PIECE;
  if (limit >= text.length) return text.length;
  const line = text.lastIndexOf("\n", limit);
  if (line > start) return line + 1;
  const blank = text.lastIndexOf(" ", limit);
  return blank > start ? blank + 1 : limit;
}
