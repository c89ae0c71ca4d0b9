/**
 * Words for sectors in Korean, Japanese, Chinese and Russian, as warnings of their agencies and vendors print them.
 * These scripts have no word boundaries that a pattern could lean on; Russian words are stems.
 */
export const SECTOR_WORDS: readonly (readonly [sector: string, words: RegExp])[] = [
  [
    "government",
    /정부|공공기관|행정기관|政府|官公庁|行政機関|公共機関|政务|государственн|правительств|органы власти/iu,
  ],
  ["defense", /방위산업|방산|국방|군사|防衛|国防|軍事|军工|军事|оборонн|военн/iu],
  ["aerospace", /항공우주|항공|우주|航空宇宙|宇宙|航空|航天|аэрокосмическ|космическ|авиацион/iu],
  ["nuclear", /원자력|핵|原子力|核|ядерн|атомн/iu],
  [
    "engineering",
    /엔지니어링|エンジニアリング|工程(?:公司|企业|行业)|инжинирингов|проектн(?:ые|ых) (?:организаци|бюро)/iu,
  ],
  ["healthcare", /의료|보건|병원|医療|病院|医疗|医院|卫生|здравоохранен|медицин|больниц/iu],
  ["pharmaceutical", /제약|製薬|制药|фармацевт/iu],
  ["energy", /에너지|전력|エネルギー|電力|能源|电力|энергетик|энергетическ|нефтегаз/iu],
  [
    "finance",
    /금융|은행|가상자산|암호화폐|金融|銀行|暗号資産|银行|加密货币|финансов|банк|криптовалют/iu,
  ],
  ["education", /교육|대학|학계|教育|大学|学術|高校|образован|университет|научн/iu],
  ["telecommunications", /통신|通信|电信|運営商|телекоммуникац|связи/iu],
  [
    "technology",
    /정보기술|반도체|IT\s?기업|情報技術|半導体|信息技术|半导体|информационн\p{L}{1,4} технолог|полупроводник/iu,
  ],
  ["manufacturing", /제조|製造|制造|производств|промышленн/iu],
  [
    "transportation",
    /운송|해운|물류|조선|運輸|海運|物流|運送|运输|航运|транспорт|логистик|судоходств/iu,
  ],
  ["media", /언론|방송|報道|メディア|媒体|СМИ|журналист/u],
  ["agriculture", /농업|식품|農業|农业|сельскохозяйственн/iu],
  ["chemical", /화학|化学|химическ/iu],
];

/** Words that make a line speak of those attacked. */
export const TARGET_WORDS: RegExp =
  /표적|겨냥|공격\s?대상|대상으로|피해|노린|標的|攻撃対象|対象と|狙|被害|目标|攻击|针对|受害|窃取|цел(?:и|ью|ям|ей|евы)|атак|жертв|нацелен|пострадавш|отрасл/iu;

/** Words of advice to the reader, which names sectors too. */
export const ADVICE_WORDS: RegExp =
  /권고|권장|주의|바랍니다|보안\s?대책|推奨|注意喚起|対策|してください|建议|防护措施|рекоменд|следует|необходимо/iu;
