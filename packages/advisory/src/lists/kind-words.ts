import type { ValueKind } from "../composite/read-value.ts";
import { rowType } from "../read/row-types.ts";

/** What the values of a column or a row are; `digest` is told from its length, `any` from its form. */
export type ListKind = ValueKind | "digest" | "any";

/** Words for kinds of values, levelled to lower case with blanks, beside those of tables in texts. */
const WORDS: readonly (readonly [RegExp, ListKind])[] = [
  [
    /^(?:ip|ips|ipv?[46]?(?: ?-? ?addr(?:ess)?(?:es)?)?|(?:c2|src|source|dst|dest|destination|remote|malicious|attacker|network)? ?ip(?:v[46])?(?: ?addr(?:ess)?(?:es)?)?|ip (?:dst|src)|host ip|ip range)$/,
    "address",
  ],
  [/^(?:ip ?: ?port|ip port|socket|endpoint|c2(?: server)?s?)$/, "any"],
  [
    /^(?:ip[- ]?адрес\w{0,3}|адрес\w{0,3}|ip ?주소|아이피|ip ?地址|ip ?アドレス|adresses? ip|direcci[oó]n(?:es)? ip|endere[cç]os? ip|indirizz[oi] ip|ip[- ]adressen?)$/,
    "address",
  ],
  [
    /^(?:(?:malicious|c2|dns|fully qualified|host) ?)?(?:domain|fqdn|hostname|host)(?: ?name)?s?$/,
    "host",
  ],
  [
    /^(?:домен\w{0,4}|доменное имя|도메인|호스트|域名|主机名|ドメイン|ホスト名?|dom[aä]inen?|domaines?|nom de domaine|dominios?|domíni[oi]s?|domini?)$/,
    "host",
  ],
  [/^(?:malicious |full |c2 |download )?(?:url|uri|link)s?(?: ?address)?$/, "url"],
  [/^(?:ссылка|网址|链接|유알엘)$/, "url"],
  [
    /^(?:sender|from|reply to|e ?mail|email)(?: ?addr(?:ess)?(?:es)?)?$|^email (?:src|dst)$|^(?:이메일(?: ?주소)?|电子邮件|邮箱|メール(?:アドレス)?|электронная почта|courriel|correo(?: electr[oó]nico)?)$/,
    "email",
  ],
  [
    /^(?:file ?)?(?:hash|hashes|digest|checksum)(?: ?values?)?$|^(?:file ?)?hash ?(?:md5|sha ?1|sha ?256)?$|^(?:хеш|хэш|해시(?:값)?|哈希(?:值)?|ハッシュ(?:値)?|prüfsumme|empreinte|condensat|huella)$/,
    "digest",
  ],
  [
    /^(?:file ?hash ?|hash ?|file:hashes\W{0,2})?(?:md5)(?: ?(?:hash(?:es)?|value|sum|digest))?\W?$/,
    "md5",
  ],
  [
    /^(?:file ?hash ?|hash ?|file:hashes\W{0,2})?(?:sha ?1)(?: ?(?:hash(?:es)?|value|sum|digest))?\W?$/,
    "sha1",
  ],
  [
    /^(?:file ?hash ?|hash ?|file:hashes\W{0,2})?(?:sha ?256)(?: ?(?:hash(?:es)?|value|sum|digest))?\W?$/,
    "sha256",
  ],
  [
    /^(?:file ?hash ?|hash ?|file:hashes\W{0,2})?(?:sha ?512)(?: ?(?:hash(?:es)?|value|sum|digest))?\W?$/,
    "sha512",
  ],
  [
    /^(?:malicious |malware |sample )?file ?names?$|^(?:имя файла|파일명|파일 ?이름|文件名|ファイル名|dateiname|nom (?:de|du) fichier|nombre de(?:l)? archivo|nome (?:do|del) (?:arquivo|file))$/,
    "file",
  ],
  [/^(?:file ?path|full path|path|파일 ?경로|文件路径|ファイルパス|путь)$/, "filepath"],
  [/^(?:reg ?key|registry ?key|registry|레지스트리|注册表|レジストリ|реестр)$/, "registry-key"],
  [/^(?:mutex|mutexes|뮤텍스|互斥体|ミューテックス|мьютекс)$/, "mutex"],
];

/** The kind a word names: of a type column, or as the header of a column. Undefined for other words. */
export function listKind(word: string): ListKind | undefined {
  const plain = levelWord(word);
  if (plain === "" || plain.length > 50) return undefined;
  const known = WORDS.find(([form]) => form.test(plain))?.[1];
  if (known !== undefined) return known;
  // STIX names its kinds with an ending: `ipv4-addr`, `domain-name`.
  const type = rowType(plain) ?? rowType(plain.replace(/ (?:addr|name|value)s?$/, ""));
  return type === "untyped" ? undefined : type;
}

/** Lower case, blanks for marks between words, without what stands in brackets behind. */
export function levelWord(word: string): string {
  return word
    .slice(0, 200)
    .replaceAll(/([a-z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .replace(/\s{0,5}\([^)]{0,60}\)\s{0,5}$/, "")
    .replaceAll(/[_\s-]+/g, " ")
    .replaceAll(/^[#*\s"']+|[:*\s"']+$/g, "");
}
