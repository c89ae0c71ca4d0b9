/** One name: capitals or digits lead, up to four words; or words in quotes. */
const WORD =
  "[\\p{Lu}](?:[\\p{L}\\p{N}_'’&-]|\\.(?=\\p{L})){0,40}|[a-z]{1,2}\\p{Lu}[\\p{L}\\p{N}_-]{1,40}|\\p{N}[\\p{L}\\p{N}_-]{1,40}";
const PLAIN = `(?:${WORD})(?: (?:${WORD}|of(?= \\p{Lu}))){0,4}`;
const QUOTED = "[\"“‘'`*]{1,2}[\\p{L}\\p{N}][\\p{L}\\p{N} _.-]{1,40}[\"”’'`*]{1,2}";

/** A name, quoted or in capitals, as the source of a pattern with the flag `u`. */
export const NAME: string = `(?:${QUOTED}|${PLAIN})`;

/** Words that begin with a capital and begin no name. */
const NO_NAME =
  /^(?:The|A|An|This|That|These|Those|In|On|At|By|For|From|With|Since|Both|It|Its|They|Their|We|Our|And|Or|But|As|To|Of|While|After|Before|During|When|Although|However|Also|Other|Some|Many|Most|All|Each|New|Recent|Threat|Actors?|Groups?|Malware|Ransomware|Victims?|Version|Figure|Table|Section|See|Note|If|Is|Are|Was|Were|There|Here|Additional(?:ly)?|Known|Observed|According|Based|One|Two|Three|Several|Multiple|North|South|East|West|January|February|March|April|May|June|July|August|September|October|November|December|Indicators?|IOCs?|TTPs?|CVEs?|URLs?|IPs?|C2|API|DLL|HTTPS?|DNS|SHA|MD5|PDF|Windows|Linux|Android|macOS|Once|Activity|Capabilities|Office|Procedures|Indicted|Exploit|Department|Despite|Once|Such|Using|Upon|Like|Not|No|Yes|Then|Where|Which|Who|Whether|Today|Later|Previously|Formerly|Recently|Interestingly|Overall|Finally|First|Second|Third|Next|Last|Previous|Similar|Another|Any|More|Historically|Notably|Furthermore|Moreover|Since)$/;

/** The name without quotes, leading words that are none, and a possessive; undefined if nothing is left. */
export function cleanName(raw: string): string | undefined {
  const inner = raw.replaceAll(/^["“‘'`*]+|["”’'`*]+$/g, "").trim();
  const isQuoted = inner !== raw.trim();
  const words = inner.replace(/['’]s$/, "").split(" ");
  const first = isQuoted ? 0 : words.findIndex((word) => !NO_NAME.test(word));
  if (first < 0) return undefined;
  const name = words
    .slice(first)
    .join(" ")
    .replace(/[-_.,]+$/, "");
  const isName =
    name.length >= 2 && name.length <= 80 && /\p{L}/u.test(name) && !/[0-9a-f]{10}/i.test(name);
  return isName ? name : undefined;
}

/** Whether nearly every word has a capital, as in a title: names cannot be told apart there. */
export function isTitleCase(sentence: string): boolean {
  const words = sentence.slice(0, 400).match(/\p{L}[\p{L}\p{N}'’-]*/gu) ?? [];
  const long = words.filter((word) => word.length > 3);
  const capital = long.filter((word) => /^\p{Lu}/u.test(word));
  return long.length >= 4 && capital.length * 10 > long.length * 8;
}
