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
  [/^(?:eth|ethereum)(?: (?:wallets?|address(?:es)?))?$/i, "eth"],
  [/^(?:xmr|monero)(?: (?:wallets?|address(?:es)?))?$/i, "xmr"],
  [/^sha-?224(?: hash(?:es)?)?$/i, "sha224"],
  [/^sha-?384(?: hash(?:es)?)?$/i, "sha384"],
  [/^ssdeep(?: hash(?:es)?)?$/i, "ssdeep"],
  [/^tlsh(?: hash(?:es)?)?$/i, "tlsh"],
  [/^ja3(?: (?:hash(?:es)?|fingerprints?))?$/i, "ja3"],
  [/^ja3s(?: (?:hash(?:es)?|fingerprints?))?$/i, "ja3s"],
  [/^ja4(?: (?:hash(?:es)?|fingerprints?))?$/i, "ja4"],
  [/^jarm(?: (?:hash(?:es)?|fingerprints?))?$/i, "jarm"],
  [
    /^(?:(?:tls|ssl|x\.?509|code[- ]signing) )?(?:certificates?|certs?)(?: \(?sha-?1\)?)?(?: thumbprints?| fingerprints?| hash(?:es)?)?$|^thumbprints?$/i,
    "certificate-sha1",
  ],
  [
    /^(?:(?:tls|ssl|x\.?509|code[- ]signing) )?(?:certificates?|certs?) \(?sha-?256\)?(?: thumbprints?| fingerprints?| hash(?:es)?)?$/i,
    "certificate-sha256",
  ],
  [
    /^(?:(?:tls|ssl|x\.?509) )?(?:(?:certificates?|certs?) )?serials?(?: numbers?| no\.?)?$/i,
    "certificate-serial",
  ],
  [/^(?:asns?|as numbers?|autonomous systems?)$/i, "asn"],
  [/^(?:http )?(?:uris?|request) paths?$|^http uris?$/i, "http-uri"],
  [/^(?:windows )?services?(?: (?:display )?names?)?$/i, "service-name"],
  [/^(?:scheduled )?tasks?(?: names?)?$/i, "scheduled-task"],
  [/^(?:e-?mail |mail )?subjects?(?: lines?)?$/i, "email-subject"],
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
  "http-uri",
  "service-name",
  "scheduled-task",
  "email-subject",
]);

/** Words that name a kind of indicator for which the model has no type. */
const UNTYPED =
  /^(?:process(?:es)?(?: names?)?|command(?: ?lines?)?|hassh|ports?|protocols?|cookies?|http headers?|accounts?|user ?names?|passwords?|keys?|ransom notes?|extensions?|drivers?|yara(?: rules?)?|wallets?|telegram(?: \w+)?|strings?)$/i;

/** The model's type for a word of a type column, `untyped` for a kind it has no type for, or undefined for other words. */
export function rowType(cell: string): ObservableType | "untyped" | undefined {
  const word = cell.replace(/:$/, "").trim();
  if (word.length > 40) return undefined;
  const type = WORDS.find(([form]) => form.test(word))?.[1];
  return type ?? (UNTYPED.test(word) ? "untyped" : undefined);
}
