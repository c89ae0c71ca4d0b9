import { bears, normalizeObservable } from "@tocsin/model";
import type { Detection, EvidenceRecord, Observable, ObservableType } from "@tocsin/model";

/** What a value may hold of a kind, and how many of it are drawn. */
const KINDS: readonly (readonly [type: ObservableType, form: RegExp])[] = [
  ["ipv4", /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/],
  ["domain", /(?<![\w.-])[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,6}(?![\w.-])/i],
  ["url", /https?:\/\/[^\s"'<>]+/],
  ["md5", /(?<![\da-z])[\da-f]{32}(?![\da-z])/i],
  ["sha1", /(?<![\da-z])[\da-f]{40}(?![\da-z])/i],
  ["sha256", /(?<![\da-z])[\da-f]{64}(?![\da-z])/i],
  ["filename", /(?<![\w.-])[\w-]+\.(?:exe|dll|ps1|js|php)(?![\w.-])/i],
  ["filepath", /[a-z]:\\[\w\\. -]+\.\w{2,4}(?!\w)/i],
  ["registry-key", /hk(?:lm|u|cu)\\[\w\\ .-]+\w/i],
  ["named-pipe", /(?<=^\\)[\w.-]{4,}$/],
  ["user-agent", /^\w+\/\d[\w.]*(?: \([^)]*\))?/],
];
const MOST_OF_A_KIND = 6;
/** A value is looked at only every so often, so that what is drawn comes from all of the evidence. */
const EVERY = 37;

/** Draws indicators from evidence, always the same from the same records. */
export class DrawnIndicators {
  readonly #drawn = new Map<string, Observable>();
  readonly #counts = new Map<ObservableType, number>();
  #values = 0;

  /** Looks at a record for what may serve as an indicator. */
  draw(record: EvidenceRecord): void {
    for (const [, value] of record.fields()) {
      if (typeof value !== "string" || this.#values++ % EVERY !== 0) continue;
      for (const [type, form] of KINDS) this.#add(type, form.exec(value)?.[0]);
    }
  }

  #add(type: ObservableType, text: string | undefined): void {
    const count = this.#counts.get(type) ?? 0;
    const observable = text === undefined ? undefined : normalizeObservable(type, text);
    if (observable === undefined || count >= MOST_OF_A_KIND) return;
    const key = `${type} ${observable.value}`;
    if (this.#drawn.has(key)) return;
    this.#drawn.set(key, observable);
    this.#counts.set(type, count + 1);
  }

  /** As detections that look at every record. */
  detections(): Detection[] {
    return [...this.#drawn].map(([id, observable]) => ({
      id,
      kind: "indicator",
      title: id,
      level: "low",
      strength: "weak",
      techniques: [],
      vulnerabilities: [],
      variants: [{ scope: { needs: "any records" }, predicate: bears(observable) }],
      observable,
      falsePositives: [],
      citations: [],
    }));
  }
}
