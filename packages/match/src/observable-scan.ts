import { chooseAnchors, GRAM, gramKey, pairKey, wordKey } from "./observable-anchor.ts";
import type { Anchor } from "./observable-anchor.ts";
import type { Form } from "./observable-form.ts";
import { compileFilter, compileTable } from "./observable-table.ts";
import type { Table } from "./observable-table.ts";
import { IS_WORD, SIGNS, signOf } from "./observable-units.ts";
import type { Units } from "./observable-units.ts";

/** Takes what a scan finds. */
export interface ScanSink {
  /** Whether the form is still looked for. */
  wants(form: number): boolean;
  /** A place at which the form may stand. */
  take(form: number, at: number): void;
}

/** Many forms, looked for in one pass over a text. */
export interface Scan {
  /** Gives every form that may stand at a place of the text: all that do, and some that do not. */
  run(units: Units, sink: ScanSink): void;
  /** Forms that nothing announces: they must be asked for. */
  readonly unannounced: readonly number[];
  readonly isEmpty: boolean;
}

const DOT = 0x2e;

/**
 * A text is cut into words, runs of letters and numbers, as the neighbours of an observable are: a word of an
 * observable is a word of every text that bears it. Each word, and each word with the one before it, is looked
 * up by its hash, so that the cost is that of the text. Forms without a whole word are found by the end of a
 * word, or else by four signs anywhere.
 */
export function compileScan(forms: readonly Form[]): Scan {
  const anchors = chooseAnchors(forms.map(({ known }) => known));
  const texts = forms.map(({ known }) => known.text);
  const offsets = Int32Array.from(forms, ({ known }) => known.offset);
  const isOpenBehind = Uint8Array.from(forms, ({ known }) => (known.isFreeBehind ? 0 : 1));
  const ends = Int32Array.from(anchors, (anchor) => anchor?.end ?? 0);
  const of = (kind: Anchor["kind"]): (number | undefined)[] =>
    anchors.map((anchor) => (anchor?.kind === kind ? anchor.key : undefined));
  const has = (kind: Anchor["kind"]): boolean => anchors.some((anchor) => anchor?.kind === kind);
  const words = compileTable(of("word"));
  const pairs = compileTable(of("pair"));
  const tails = compileTable(of("tail"));
  const grams = compileTable(of("gram"));
  const isLast = compileFilter(
    anchors.flatMap((anchor) =>
      anchor?.kind === "word" || anchor?.kind === "pair" ? [anchor.wordKey] : [],
    ),
  );
  const hasTails = has("tail");
  const hasWords = hasTails || has("word") || has("pair");
  const hasGrams = has("gram");

  function give(table: Table, first: number, at: number, units: Units, sink: ScanSink): void {
    for (let form = first; form >= 0; form = table.next(form)) {
      const start = at - (ends[form] ?? 0);
      const text = texts[form] ?? "";
      if (
        sink.wants(form) &&
        (isOpenBehind[form] === 1 || endsAt(units, start + text.length)) &&
        holds(units, start, text)
      )
        sink.take(form, start - (offsets[form] ?? 0));
    }
  }

  function runWords(units: Units, sink: ScanSink): void {
    const { bytes, view, length } = units;
    let before = 0;
    let start = 0;
    for (let at = 0; at <= length; at++) {
      // A zero, which is no word, stands behind the last sign.
      if (IS_WORD[bytes[at] ?? 0] !== 0) continue;
      if (start < at) {
        const key = wordKey(view, start, at);
        if (isLast(key)) {
          give(words, words.first(key), at, units, sink);
          give(pairs, pairs.first(pairKey(before, key)), at, units, sink);
        }
        if (hasTails && at - start >= GRAM) {
          const tail = tails.first(gramKey(view, at));
          if (tail >= 0) give(tails, tail, at, units, sink);
        }
        before = key;
      }
      start = at + 1;
    }
  }

  function runGrams(units: Units, sink: ScanSink): void {
    const { view, length } = units;
    for (let end = GRAM; end <= length; end++) {
      const form = grams.first(gramKey(view, end));
      if (form >= 0) give(grams, form, end, units, sink);
    }
  }

  return {
    run(units, sink) {
      if (hasWords) runWords(units, sink);
      if (hasGrams) runGrams(units, sink);
    },
    unannounced: anchors.flatMap((anchor, form) => (anchor === undefined ? [form] : [])),
    isEmpty: forms.length === 0,
  };
}

/**
 * What holds of every form that no word may follow: no word does, nor one behind a dot. It is asked before the
 * text, for names such as `a.a` and `a.a.a` are alike over all their length.
 */
function endsAt({ bytes }: Units, end: number): boolean {
  return IS_WORD[bytes[bytes[end] === DOT ? end + 1 : end] ?? 0] === 0;
}

/** Whether the text stands there, as far as signs can tell. */
function holds({ bytes, length }: Units, start: number, text: string): boolean {
  if (start < 0 || start + text.length > length) return false;
  for (let i = 0; i < text.length; i++)
    if (SIGNS[bytes[start + i] ?? 0] !== SIGNS[signOf(text.charCodeAt(i))]) return false;
  return true;
}
