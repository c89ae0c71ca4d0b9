/** Headings that make all that stands below them a list of indicators, in the languages that warnings are written in. */
const INDICATORS =
  /\b(?:indicators?|iocs?|ioas?|observables|artefacts|artifacts|hashes)\b|침해\s?(?:사고\s?)?지표|위협\s?지표|악성코드\s?정보|インジケータ|侵害(?:の)?(?:指標|痕跡)|痕跡情報|脅威指標|(?:失陷|威胁|入侵|攻陷|危害|妥協)(?:指标|指標)|индикатор\p{L}{0,4}(?:\s{1,3}(?:компрометаци|атак)|\s{0,3}:?\s{0,3}$)|indicadores?\s(?:de\s)?compromis\p{L}{0,3}|indicateurs?\s(?:de\s)?compromission|kompromittierungsindikator\p{L}{0,3}/iu;
/** Headings of links, contacts and legal text. */
const REFERENCES =
  /^[^\p{L}]{0,8}(?:참고(?:\s?(?:자료|문헌|사이트|링크))?|참조|출처|관련\s?(?:자료|링크)|문의(?:처|사항)?|参考(?:文献|情報|资料|链接|資料|リンク)?|参照|関連(?:情報|リンク)|出典|お問い?合わ?せ先?|相关链接|来源|联系(?:方式|我们)|(?:полезные\s)?ссылки|источники|литература|дополнительн\p{L}{1,4}\s(?:материал|информаци)\p{L}{0,3}|контакт\p{L}{0,4}|referencias|références|quellen|verweise)(?![\p{L}])/iu;

/** Whether a heading or a line of a few words names a list of indicators of compromise. */
export function namesIndicators(words: string): boolean {
  return INDICATORS.test(words.slice(0, 300));
}

/** Whether a heading that is not English names references or contacts. */
export function namesReferences(words: string): boolean {
  return REFERENCES.test(words.slice(0, 300));
}
