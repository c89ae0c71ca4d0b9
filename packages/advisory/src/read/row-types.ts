import type { ObservableType } from "@tocsin/model";

/** Words of a type column, each with the model's type. */
const WORDS: readonly (readonly [RegExp, ObservableType])[] = [
  [/^(?:http )?user[ -]?agents?(?: strings?| header)?$|^ua$/i, "user-agent"],
  [/^(?:mutex(?:es)?|mutants?)(?: names?| objects?)?$/i, "mutex"],
  [/^(?:windows )?(?:registry|reg)(?: ?(?:keys?|values?|entr(?:y|ies)|paths?))?$/i, "registry-key"],
  [/^(?:windows )?(?:named )?pipes?(?: names?)?$/i, "named-pipe"],
  [
    /^file ?paths?$|^paths?$|^(?:folders?|director(?:y|ies))(?: paths?)?$|^file locations?$/i,
    "filepath",
  ],
  [
    /^file ?names?$|^files?$|^malicious files?$|^(?:script|binary|executable|dll)(?: names?)?$/i,
    "filename",
  ],
  [/^pdb(?: paths?)?$/i, "pdb-path"],
  [/^(?:domains?|domain names?|hosts?|hostnames?|fqdns?)$/i, "domain"],
  [/^(?:urls?|uris?|links?)$/i, "url"],
  [/^(?:e-?mails?|(?:sender |reply-to )?e-?mail address(?:es)?|senders?)$/i, "email"],
  [/^(?:ips?|ip ?v?4?(?: address(?:es)?)?)$/i, "ipv4"],
  [/^ip ?v?6(?: address(?:es)?)?$/i, "ipv6"],
  [/^(?:cidrs?|subnets?|(?:ip )?(?:networks?|ranges?))$/i, "cidr"],
  [/^md-?5(?: hash(?:es)?)?$/i, "md5"],
  [/^sha-?1(?: hash(?:es)?)?$/i, "sha1"],
  [/^sha-?256(?: hash(?:es)?)?$/i, "sha256"],
  [/^sha-?512(?: hash(?:es)?)?$/i, "sha512"],
  [/^imp-?hash(?:es)?$/i, "imphash"],
  [/^mac(?: address(?:es)?)?$/i, "mac-address"],
  [/^(?:btc|bitcoin)(?: (?:wallets?|address(?:es)?))?$/i, "btc"],
];

/** Types whose values have no form of their own: the whole cell is the value. */
export const WHOLE_CELL_TYPES: ReadonlySet<ObservableType> = new Set([
  "user-agent",
  "mutex",
  "named-pipe",
  "filename",
  "filepath",
  "registry-key",
  "pdb-path",
]);

/** Words that name a kind of indicator for which the model has no type. */
const UNTYPED =
  /^(?:(?:windows )?services?(?: names?)?|(?:scheduled )?tasks?(?: names?)?|process(?:es)?(?: names?)?|command(?: ?lines?)?|(?:tls |ssl |x\.?509 )?certificates?(?: serial(?: numbers?)?| thumbprints?)?|serial(?: numbers?)?|thumbprints?|ja3s?|ja4\w?|jarm|hassh|ssdeep|tlsh|ports?|protocols?|asns?|cookies?|http headers?|accounts?|user ?names?|passwords?|keys?|ransom notes?|extensions?|drivers?|yara(?: rules?)?|wallets?|telegram(?: \w+)?|strings?)$/i;

/** The model's type for a word of a type column, `untyped` for a kind it has no type for, or undefined for other words. */
export function rowType(cell: string): ObservableType | "untyped" | undefined {
  const word = cell.replace(/:$/, "").trim();
  if (word.length > 40) return undefined;
  const type = WORDS.find(([form]) => form.test(word))?.[1];
  return type ?? (UNTYPED.test(word) ? "untyped" : undefined);
}
