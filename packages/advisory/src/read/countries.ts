import type { CitedText } from "@tocsin/model";
import { splitSentences } from "../text/sentence.ts";
import { citeLine, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";

const COUNTRIES: ReadonlyMap<string, string> = new Map(
  `United States|U.S.|USA|US;United Kingdom|UK|U.K.;South Korea|Republic of Korea|ROK;Japan;India;Taiwan;Canada;Australia
   New Zealand;Germany;France;Italy;Spain;Portugal;Netherlands;Belgium;Poland;Czech Republic|Czechia;Slovakia;Hungary
   Romania;Bulgaria;Greece;Turkey|Türkiye;Ukraine;Georgia;Moldova;Estonia;Latvia;Lithuania;Finland;Sweden;Norway;Denmark
   Ireland;Switzerland;Austria;Israel;Saudi Arabia;United Arab Emirates|UAE;Qatar;Kuwait;Bahrain;Oman;Jordan;Lebanon;Iraq
   Egypt;Morocco;Tunisia;South Africa;Nigeria;Kenya;Ethiopia;Brazil;Mexico;Argentina;Chile;Colombia;Peru;Vietnam;Thailand
   Malaysia;Singapore;Indonesia;Philippines;Hong Kong;Myanmar;Cambodia;Laos;Mongolia;Nepal;Bangladesh;Sri Lanka;Pakistan
   Afghanistan;Kazakhstan;Uzbekistan;Kyrgyzstan;Tajikistan;Azerbaijan;Armenia;Serbia;Albania;Montenegro;Croatia;Cyprus`
    .split(/;|\n/)
    .flatMap((entry) => {
      const names = entry.trim().split("|");
      const [first = ""] = names;
      return names.map((name) => [name, first] as const);
    }),
);
const NAMES = new RegExp(
  `(?<![\\p{L}\\p{N}.-])(?:${[...COUNTRIES.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(".", "\\."))
    .join(
      "|",
    )})(?![\\p{L}\\p{N}]|-(?:based(?! (?:[\\w-]+ ){0,4}(?:compan|firm|organi[sz]ation|supplier|provider|manufactur|bank|hospital|universit|victim))|linked|sponsored|nexus|aligned|backed)|['’]s)`,
  "gu",
);
const TARGETED =
  /\b(?:target(?:s|ed|ing)?|victims?|against|compromis(?:ed|ing)|attack(?:s|ed|ing)|entities|organi[sz]ations?|companies|industr(?:y|ies)|sectors?|threat to|located in|affected)\b/i;
/** Issuers and their cabinets are not targets. */
const ISSUING =
  /\b(?:releas|authoring|partners|co-?seal|National|Agency|Centre|Center|Department|Ministry|court|indict|reward)/;

/** Whether the name is a country's, whole or abbreviated. */
export function isCountry(name: string): boolean {
  return COUNTRIES.has(name) || /^(?:Russia|China|Iran|North Korea|Belarus|DPRK|PRC)$/.test(name);
}

/** Countries that a sentence on targets or victims names. Issuers' countries are none. */
export function findCountries(source: TextSource): CitedText[] {
  const found = new Map<string, CitedText>();
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "code" || line.kind === "blank") continue;
    for (const { text } of splitSentences(line.plain.text.slice(0, 20_000))) {
      if (!TARGETED.test(text) || ISSUING.test(text)) continue;
      for (const [name] of text.matchAll(NAMES)) {
        const country = COUNTRIES.get(name) ?? name;
        const citations = joinCitations(found.get(country)?.citations ?? [], [
          citeLine(source, line),
        ]);
        found.set(country, { text: country, citations });
      }
    }
  }
  return [...found.values()];
}
