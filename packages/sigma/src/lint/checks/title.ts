import type { FindInOne } from "../check.ts";

const LONGEST = 256;
/** Short words that a title may write small wherever they stand. */
const SMALL =
  /^(?:a|an|and|as|at|but|by|for|from|if|in|into|nor|of|off|on|or|out|per|so|the|to|up|via|vs|with|within|without|yet|is|its|was|not|than|that|using|be|over|when|x)$/;

/** A title longer than the schema allows. */
export const findLongTitles: FindInOne = ({ map: { title } }, report) => {
  if (typeof title === "string" && title.length > LONGEST)
    report(["title"], `the title has ${title.length} characters, at most ${LONGEST} are allowed`, {
      part: "value",
    });
};

/** A title most of whose words begin small. */
export const findSmallTitles: FindInOne = ({ map: { title } }, report) => {
  if (typeof title !== "string" || title.length > LONGEST) return;
  const words = title.split(/\s+/).filter((word) => /^\p{L}{2,}$/u.test(word) && !SMALL.test(word));
  const small = words.filter((word) => /^\p{Ll}+$/u.test(word));
  if (small.length > 1 && small.length * 2 > words.length)
    report(["title"], "the words of the title begin with small letters", { part: "value" });
};
