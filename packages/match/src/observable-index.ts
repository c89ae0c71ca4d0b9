import type { Observable } from "@tocsin/model";
import { compileAddressIndex } from "./address-index.ts";
import { scanAddresses } from "./address-scan.ts";
import { formsOf } from "./observable-form.ts";
import type { Form } from "./observable-form.ts";
import { createMemo } from "./observable-memo.ts";
import { Readings } from "./observable-readings.ts";
import { compileScan } from "./observable-scan.ts";
import type { ScanSink } from "./observable-scan.ts";
import { readUnits } from "./observable-units.ts";
import { bearsObservable, isAddress, networkOf } from "./observable.ts";

/** Finds which of many observables a text bears, at a cost that hardly grows with their number. */
export interface ObservableIndex {
  /** Gives the position of each observable that the text bears, once; again for each text. */
  findInText(text: string, sink: (position: number) => void): void;
}

type Placed = Form & { readonly position: number };

const NONE: readonly number[] = [];

/**
 * Finds what {@link bearsObservable} finds if it is asked for each: names, digests and other literals by their
 * words, addresses by what they are. What was found in short texts is remembered, for values repeat.
 */
export function compileObservableIndex(observables: readonly Observable[]): ObservableIndex {
  const forms = observables.flatMap((observable, position) =>
    formsOf(observable).map((form): Placed => ({ ...form, position })),
  );
  const plain = forms.filter(({ reading }) => reading !== "keys");
  const keys = forms.filter(({ reading }) => reading === "keys");
  const plainScan = compileScan(plain);
  const keyScan = compileScan(keys);
  const needsSlash = keys.every(({ literal }) => literal.includes("\\"));
  const asked = [
    ...plainScan.unannounced.map((form) => plain[form]),
    ...keyScan.unannounced.map((form) => keys[form]),
  ].flatMap((form) => form ?? []);
  const addresses = compileAddressIndex(
    observables.flatMap((observable, position) => {
      const network = isAddress(observable) ? networkOf(observable) : undefined;
      return network === undefined ? [] : [[position, network] as const];
    }),
  );
  const memo = createMemo<readonly number[]>();

  // The text at hand. No call leaves this file before its end, so that there is only one.
  let text = "";
  let readings: Readings | undefined;
  let found: number[] = [];
  // The turn in which each observable was found last, for a text may bear it a million times.
  const turns = new Float64Array(observables.length);
  let turn = 0;
  const add = (position: number): void => {
    if (turns[position] === turn) return;
    turns[position] = turn;
    found.push(position);
  };
  const confirm = (form: Placed | undefined, at: number): void => {
    if (form === undefined || turns[form.position] === turn) return;
    readings ??= new Readings(text);
    if (form.stands(readings, at) && readings[form.reading].startsWith(form.literal, at))
      add(form.position);
  };
  const sinkOf = (placed: readonly Placed[]): ScanSink => ({
    wants: (form) => turns[placed[form]?.position ?? 0] !== turn,
    take: (form, at) => confirm(placed[form], at),
  });
  const plainSink = sinkOf(plain);
  const keySink = sinkOf(keys);
  const findAddress = (bytes: Uint8Array): void => addresses.find(bytes, add);

  function positionsIn(one: string): readonly number[] {
    const known = memo.get(one);
    if (known !== undefined) return known;
    text = one;
    readings = undefined;
    found = [];
    turn++;
    const units = readUnits(text);
    if (!plainScan.isEmpty) plainScan.run(units, plainSink);
    if (!addresses.isEmpty) scanAddresses(units, findAddress);
    if (!keyScan.isEmpty && (!needsSlash || text.includes("\\"))) {
      readings ??= new Readings(text);
      keyScan.run(readUnits(readings.keys), keySink);
    }
    for (const { position } of asked) {
      const observable = observables[position];
      if (observable !== undefined && bearsObservable(observable, text)) add(position);
    }
    const positions = found.length === 0 ? NONE : found;
    memo.keep(text, positions);
    readings = undefined;
    text = "";
    return positions;
  }

  return {
    findInText(text, sink) {
      for (const position of positionsIn(text)) sink(position);
    },
  };
}
