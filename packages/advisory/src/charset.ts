/** Labels of encodings that pages and texts are found in, beside UTF-8 (WHATWG Encoding, 4.2), by their names. */
const CHARSETS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    "windows-1250": "cp1250 x-cp1250",
    "windows-1251": "cp1251 x-cp1251 win-1251",
    "windows-1252": "cp1252 x-cp1252 iso-8859-1 iso8859-1 latin1 ascii us-ascii",
    "windows-1253": "cp1253",
    "windows-1254": "cp1254 iso-8859-9",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
    "windows-1257": "cp1257",
    "windows-1258": "cp1258",
    "windows-874": "tis-620 iso-8859-11",
    "iso-8859-2": "latin2 iso8859-2",
    "iso-8859-5": "cyrillic iso8859-5",
    "iso-8859-15": "latin9 iso8859-15",
    "koi8-r": "koi8 koi",
    "koi8-u": "koi8-ru",
    ibm866: "cp866 866",
    "euc-kr": "ks_c_5601-1987 ks_c_5601-1989 ksc5601 cp949 windows-949 korean",
    shift_jis: "shift-jis sjis x-sjis ms_kanji windows-31j cp932 ms932",
    "euc-jp": "x-euc-jp",
    "iso-2022-jp": "csiso2022jp",
    gb18030: "gbk gb2312 gb_2312-80 cp936 x-gbk chinese",
    big5: "big5-hkscs cn-big5 x-x-big5 cp950",
  }).flatMap(([name, labels]) => [name, ...labels.split(" ")].map((label) => [label, name])),
);

const SAMPLE_BYTES = 4096;
const DECLARATION =
  /(?:charset|encoding|coding)\s{0,5}[=:]\s{0,5}["']?([A-Za-z0-9][\w.:-]{1,39})/gi;

/**
 * The encoding that a text declares of itself near its start (a `meta` of a page, the head of XML, `charset=` of a
 * text), in lower case, as `TextDecoder` knows it. Undefined without one, and for UTF-8.
 */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const sample = new TextDecoder("latin1").decode(bytes.subarray(0, SAMPLE_BYTES));
  for (const [, label = ""] of sample.matchAll(DECLARATION)) {
    const key = label.toLowerCase();
    if (Object.hasOwn(CHARSETS, key)) return CHARSETS[key];
    if (/^utf-?8$/.test(key)) return undefined;
  }
  return undefined;
}
