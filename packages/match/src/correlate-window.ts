import type { Meter, Reading } from "./correlate-meter.ts";
import type { CorrelatedEvent } from "./correlator.ts";
import { Deque } from "./deque.ts";

/** An event in a window, with what the correlation reads from it. */
export interface Held<T> extends CorrelatedEvent<T>, Reading {
  /** Values of `group-by`, as this event has them. */
  readonly group: readonly string[];
}

/** A text of this many UTF-16 units counts as another value. */
const VALUE_UNITS = 64;

/** The window of one group: its events, the figure over them, and what they have in common. */
export class Window<T> {
  readonly #makeMeter: () => Meter;
  #events = new Deque<Held<T>>();
  #meter: Meter;
  /** Number of the first event among all that the group ever had. */
  base = 0;
  /** What the values of all events weigh. */
  weight = 0;
  /** What the last event has, and the number of the event from which on all have the same. */
  common: unknown = undefined;
  commonFrom = 0;

  constructor(makeMeter: () => Meter) {
    this.#makeMeter = makeMeter;
    this.#meter = makeMeter();
  }

  get length(): number {
    return this.#events.length;
  }

  /** The number that the next event will have. */
  get end(): number {
    return this.base + this.#events.length;
  }

  /** 0 the oldest. */
  at(index: number): Held<T> | undefined {
    return this.#events.at(index);
  }

  holds(): boolean {
    return this.#meter.holds();
  }

  push(event: Held<T>, common: unknown): void {
    if (this.end === 0 || common !== this.common) this.commonFrom = this.end;
    this.common = common;
    this.weight += weigh(event.values);
    this.#events.push(event);
    this.#meter.add(event);
  }

  /** Takes the oldest event away. */
  shift(): void {
    const first = this.#events.shift();
    if (first === undefined) return;
    this.#meter.remove(first);
    this.weight -= weigh(first.values);
    this.base++;
  }

  /** Takes all events away. */
  clear(): void {
    this.base = this.end;
    this.weight = 0;
    this.#events = new Deque();
    this.#meter = this.#makeMeter();
  }
}

/** Values as they count against the bound: long texts count for several. */
export function weigh(values: readonly (string | number)[]): number {
  let weight = 0;
  for (const one of values)
    weight += typeof one === "string" ? 1 + Math.floor(one.length / VALUE_UNITS) : 1;
  return weight;
}

/** The first values that a bound lets pass. */
export function cutValues(
  values: readonly (string | number)[],
  bound: number,
): readonly (string | number)[] {
  let weight = 0;
  const end = values.findIndex((one) => (weight += weigh([one])) > bound);
  return end < 0 ? values : values.slice(0, end);
}
