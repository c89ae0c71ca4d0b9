/** What was found in texts of late. */
export interface Memo<Found> {
  /** What was kept for the text, or undefined. */
  get(text: string): Found | undefined;
  /** Keeps what was found, unless the text is long or texts hardly repeat. */
  keep(text: string, found: Found): void;
}

/** Bounds of a memo: it is emptied when one of the last two is reached. */
export interface MemoLimits {
  /** Longest text that is kept, in UTF-16 units. */
  readonly textUnits: number;
  readonly texts: number;
  /** All texts together, in UTF-16 units. */
  readonly allUnits: number;
}

/** At most 4 MiB of texts. */
const MEMO_LIMITS: MemoLimits = { textUnits: 2048, texts: 8192, allUnits: 2_097_152 };

/** Asked so often, it must have answered every second time; if not, it rests for longer than it tried. */
const TRIAL = 1024;
const LEAST_ANSWERS = TRIAL / 2;
const REST = 16 * TRIAL;

/** Remembers within limits, and only as long as it pays: values such as log lines never repeat. */
export function createMemo<Found>(limits: MemoLimits = MEMO_LIMITS): Memo<Found> {
  const known = new Map<string, Found>();
  let units = 0;
  let asked = 0;
  let answered = 0;
  let resting = 0;
  return {
    get(text) {
      if (resting > 0) {
        resting--;
        return undefined;
      }
      if (text.length > limits.textUnits) return undefined;
      const found = known.get(text);
      if (found !== undefined) answered++;
      if (++asked === TRIAL) {
        if (answered < LEAST_ANSWERS) {
          resting = REST;
          known.clear();
          units = 0;
        }
        asked = 0;
        answered = 0;
      }
      return found;
    },
    keep(text, found) {
      if (resting > 0 || text.length > limits.textUnits) return;
      if (known.size >= limits.texts || units + text.length > limits.allUnits) {
        known.clear();
        units = 0;
      }
      units += text.length;
      known.set(own(text), found);
    },
  };
}

/** A copy, for a text may be a slice that keeps a whole file in memory. */
function own(text: string): string {
  return ` ${text}`.slice(1);
}
