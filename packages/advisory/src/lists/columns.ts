import { levelWord, listKind } from "./kind-words.ts";
import type { ListKind } from "./kind-words.ts";

/** What a column says beside the values. */
const FACT_KINDS = [
  "comment",
  "first-seen",
  "last-seen",
  "confidence",
  "malware",
  "actor",
  "label",
  "role",
  "tlp",
  "technique",
  "to-ids",
  "vulnerability",
] as const;

/** One of {@link FACT_KINDS}. */
export type FactKind = (typeof FACT_KINDS)[number];

/** The columns of a list, counted from 0. */
export interface ListColumns {
  /** Columns whose cells hold the values, each with what they are. */
  readonly values: ReadonlyMap<number, ListKind>;
  /** The column that says per row what its value is. */
  readonly type?: number;
  readonly facts: ReadonlyMap<number, FactKind>;
  /** Whether the header itself says that these are indicators. */
  readonly isStated: boolean;
}

const VALUE =
  /^(?:(?:ioc|indicator|observable|artifact|artefact)s?(?: ?of compromise)?(?: ?values?)?|values?|value1|attribute ?value|지표|침해 ?지표|值|指标|指標|индикатор\w{0,3}|значение|indikator\w{0,3}|indicateurs?|valeur|indicador(?:es)?|valor|indicator[ei]|valore)$/;
const STRONG = /ioc|indicat|observab|arti?[ef]act|지표|指标|指標|индикатор|indikator/;
const TYPE =
  /^(?:(?:ioc|indicator|observable|attribute|artifact|artefact|data|threat indicator) ?)?(?:type|kind)s?$|^(?:유형|종류|类型|種別|タイプ|тип\w{0,2}(?: индикатора)?|typ|art|tipo|type d.indicateur)$/;
const FACTS: readonly (readonly [RegExp, FactKind])[] = [
  [
    /^(?:first ?(?:seen|observed|used|submi\w{1,8}|reported|active)(?: ?(?:utc|date|at|on|time))?|earliest(?: ?seen)?|date first seen|start (?:date|time)|valid from|erstmals gesehen|premi[eè]re (?:observation|vue)|primera vez vist[oa]|최초 ?발견\w{0,3}|최초 ?탐지\w{0,3}|首次(?:发现|出现)(?:时间)?|初回?(?:観測|確認)\w{0,3}|впервые (?:замечен\w{0,2}|обнаружен\w{0,2}))$/,
    "first-seen",
  ],
  [
    /^(?:last ?(?:seen|observed|used|reported|active|online)(?: ?(?:utc|date|at|on|time))?|latest(?: ?seen)?|date last seen|end (?:date|time)|zuletzt gesehen|derni[eè]re (?:observation|vue)|[uú]ltima vez vist[oa]|최종 ?(?:발견|탐지)\w{0,3}|最(?:后|近)(?:发现|出现)(?:时间)?|最終(?:観測|確認)\w{0,3}|последн\w{1,4} (?:раз )?(?:замечен\w{0,2}|активност\w{0,2}))$/,
    "last-seen",
  ],
  [
    /^(?:(?:ioc |indicator )?confidence(?: ?(?:level|score))?|certainty|reliability|신뢰도|置信度|信頼度|достоверность|konfidenz|vertrauen|confiance|confianza|confian[çc]a)$/,
    "confidence",
  ],
  [
    /^(?:(?:associated |related )?malware(?: ?(?:famil(?:y|ies)|names?|printable|type|variant))?|(?:malware )?famil(?:y|ies)|fk malware|threat(?: ?name)?|tool|implant|signature|악성코드(?:명)?|恶意软件(?:名称)?|マルウェア(?:名)?|вредонос\w{0,4}|семейство|schadsoftware|logiciel malveillant|familia)$/,
    "malware",
  ],
  [
    /^(?:(?:threat )?actors?(?: ?names?)?|threat ?groups?|(?:apt )?groups?|adversar(?:y|ies)|attribution|공격자|攻击者|威胁组织|攻撃者|группировка|akteur|acteur)$/,
    "actor",
  ],
  [/^(?:tlp|traffic light(?: protocol)?|marking|sharing|distribution)$/, "tlp"],
  [
    /^(?:mitre|att&?ck|mitre att&?ck|techniques?|ttps?|(?:mitre )?(?:att&?ck )?techniques?(?: ?ids?)?|technique id)$/,
    "technique",
  ],
  [
    /^(?:role|usage|purpose|used (?:for|as)|function|threat ?type|category|역할|용도|用途|役割|роль|rolle|verwendung|rôle)$/,
    "role",
  ],
  [/^(?:to ?ids|ids|for detection|detection)$/, "to-ids"],
  [
    /^(?:cves?|cve ?ids?|vulnerabilit(?:y|ies)|취약점|漏洞|脆弱性|уязвимост\w{0,2})$/,
    "vulnerability",
  ],
  [
    /^(?:tags?|labels?|kill ?chain ?(?:phases?)?|phases?|tactics?|campaigns?|operation|라벨|标签|タグ|метки|stufe)$/,
    "label",
  ],
  [
    /^(?:(?:ioc |indicator )?(?:comments?|descriptions?|notes?|context|details|remarks?|info|additional ?info(?:rmation)?|title|name)|설명|비고|描述|说明|备注|説明|備考|описание|комментари\w{0,2}|примечани\w{0,2}|kommentar|beschreibung|bemerkung|commentaires?|comentarios?|descripci[oó]n|descri[çc][aã]o|descrizione)$/,
    "comment",
  ],
];

/** The columns that a header names, or undefined where none of them holds values. */
export function readColumns(header: readonly string[]): ListColumns | undefined {
  const values = new Map<number, ListKind>();
  const facts = new Map<number, FactKind>();
  let type: number | undefined;
  let isStated = false;
  for (const [i, cell] of header.entries()) {
    const word = levelWord(cell);
    if (word === "" || word.length > 60) continue;
    if (VALUE.test(word)) {
      values.set(i, "any");
      isStated ||= STRONG.test(word);
    } else if (TYPE.test(word)) {
      type ??= i;
      isStated ||= STRONG.test(word);
    } else {
      const fact = FACTS.find(([form]) => form.test(word))?.[1];
      const kind = fact === undefined ? listKind(cell) : undefined;
      if (fact !== undefined) facts.set(i, fact);
      else if (kind !== undefined) values.set(i, kind);
    }
  }
  if (values.size === 0) return undefined;
  // Beside a column of values with a column of types, others only tell of the value.
  const generic = [...values].filter(([, kind]) => kind === "any");
  const isTyped = type !== undefined && generic.length > 0;
  if (isTyped && [...values].every(([, kind]) => kind === "any")) isStated = true;
  return {
    values,
    facts,
    isStated: isStated || isTyped,
    ...(isTyped && type !== undefined && { type }),
  };
}
