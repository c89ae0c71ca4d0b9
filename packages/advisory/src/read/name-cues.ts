import type { NameRelation } from "@tocsin/model";

/** A turn of speech that puts two names into a relation. */
export interface Cue {
  readonly relation: NameRelation;
  readonly pattern: string;
  /** The name before the cue is the claim's name, the one behind is what it is compared with. */
  readonly isForward?: boolean;
  /** Only one name follows, after at most so many other units. */
  readonly gap?: number;
  /** With a gap: further names may follow the one behind it. */
  readonly isList?: boolean;
  /** Introduces a name as often as another one: a name before counts only if it stands right there. */
  readonly isBare?: boolean;
}

/** Turns of speech, tried in this order at each place. */
export const CUES: readonly Cue[] = [
  {
    relation: "not-same",
    pattern:
      "(?:is |are |and |but )?(?:unrelated to|not related to|distinct from|different from|not the same as|not to be confused with|should not be confused with|not an alias (?:of|for)|separate from)",
    gap: 20,
  },
  {
    relation: "formerly",
    pattern:
      "(?:formerly|previously|originally|once|earlier)(?: (?:known|tracked|referred to|called|named|identified|designated|dubbed|reported))?(?: as)?",
  },
  {
    relation: "formerly",
    isForward: true,
    pattern:
      "(?:(?:is |are )?now (?:known|tracked|called|named|referred to)(?: as)?|(?:was |has been |been )?renamed(?: to| as)?|now)",
  },
  {
    relation: "part-of",
    isForward: true,
    gap: 30,
    pattern:
      "(?:is |are |as |was )?(?:believed to be |considered |assessed to be |likely )?(?:a |an |one |the )?(?:\\w+ )?(?:subset|sub-?group|sub-?cluster|part|unit|branch|division|component|element|arm|offshoot|member)s? (?:of|within|under|in)",
  },
  {
    relation: "overlaps",
    gap: 60,
    isList: true,
    pattern:
      "(?:(?:partially |partly |strongly |significantly )?overlap(?:s|ped|ping)?(?: in \\w+)?(?: with)?|shares? (?:\\w+ ){1,4}with)",
  },
  {
    relation: "sponsor",
    gap: 30,
    pattern:
      "(?:(?:is |are |was )?(?:sponsored|backed|directed|controlled|operated|run|tasked|funded) by|(?:acts?|acting|works?|working|operat(?:es?|ing)) (?:for|on behalf of|under)|(?:is |are )?(?:subordinate to|attributed to|affiliated with))",
  },
  {
    relation: "linked",
    isForward: true,
    gap: 40,
    pattern:
      "(?:(?:is |are |was |were |been )?(?:\\w+ )?(?:linked|tied|connected|related|associated)(?: to| with)|(?:has|have) (?:links|ties|connections) (?:to|with))",
  },
  {
    relation: "same",
    pattern:
      "(?:(?:is |are |was )?(?:also |publicly |commonly |widely |better |otherwise |variously |often |sometimes |internally |additionally |alternatively ){1,2}(?:known|called|tracked|referred to|reported|dubbed|named|identified|designated|documented)(?: publicly| in the industry)?(?: as)?|a\\.?k\\.?a\\.?|alias(?:es)?:?|is (?:an alias|another name) (?:of|for)|(?:which|whom) (?:[A-Z]\\w{1,30} ){1,4}(?:calls|tracks as|names|refers to as|dubs))",
  },
  {
    relation: "same",
    isBare: true,
    pattern:
      "(?:publicly |widely |commonly )?(?:known|tracked|referred to)(?: publicly| in the industry| by \\w+)? as|(?:publicly|widely|commonly) called",
  },
];
/** Any of {@link CUES}; the group `c0`, `c1`… tells which. */
export const CUE: RegExp = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${CUES.map((cue, i) => `(?<c${i}>${cue.pattern})`).join("|")})(?![\\p{L}\\p{N}])`,
  "giu",
);
