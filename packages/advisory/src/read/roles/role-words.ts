import type { IndicatorRole, ObservableType } from "@tocsin/model";

/** What a value is a fact of: only words that fit it give it a role. */
type Kind = "network" | "file" | "host" | "wallet";

/** Words that state a role of values of some kinds. */
interface RoleWords {
  readonly role: IndicatorRole;
  readonly kinds: readonly Kind[];
  readonly form: RegExp;
}

/** A role that words state, and where they stand. */
export interface StatedRole {
  readonly role: IndicatorRole;
  readonly start: number;
  readonly end: number;
}

const KINDS: Readonly<Partial<Record<ObservableType, Kind>>> = {
  ipv4: "network",
  ipv6: "network",
  cidr: "network",
  domain: "network",
  url: "network",
  email: "network",
  asn: "network",
  "user-agent": "network",
  "http-uri": "network",
  ja3: "network",
  ja3s: "network",
  ja4: "network",
  jarm: "network",
  "certificate-sha1": "network",
  "certificate-sha256": "network",
  "certificate-serial": "network",
  "email-subject": "network",
  md5: "file",
  sha1: "file",
  sha224: "file",
  sha256: "file",
  sha384: "file",
  sha512: "file",
  imphash: "file",
  ssdeep: "file",
  tlsh: "file",
  filename: "file",
  filepath: "file",
  "pdb-path": "file",
  "registry-key": "host",
  "service-name": "host",
  "scheduled-task": "host",
  mutex: "host",
  "named-pipe": "host",
  btc: "wallet",
  eth: "wallet",
  xmr: "wallet",
};

/** The most telling first: of several in a heading or a cell the first one counts. */
const WORDS: readonly RoleWords[] = [
  {
    role: "web-shell",
    kinds: ["file", "network"],
    form: /\bweb[ -]?shells?\b|웹\s?셸|웹쉘|webシェル|ウェブシェル|веб-?шелл\p{L}{0,3}/giu,
  },
  {
    role: "command-and-control",
    kinds: ["network"],
    form: /\b(?:command[- –]{1,2}and[- –]{1,2}control|command & control|c2s?|c ?& ?c|cnc|c2c|beacon(?:s|ed|ing)?|call(?:s|ed|ing)? (?:back|home)|callbacks?|reverse (?:shell|tunnel|proxy)|control servers?|cobalt strike(?: team)? servers?|team servers?)\b|명령\s?(?:및\s?)?제어|명령제어|경유지|コマンド(?:＆|アンド|・)コントロール|指令サーバ|(?:C2|C&C)(?:サーバ|서버|服务器)|命令(?:与|和)控制|控制(?:服务器|端)|回连|(?:командн|управляющ)\p{L}{2,4}\s(?:сервер|центр)\p{L}{0,3}|сервер\p{L}{0,3}\sуправления/giu,
  },
  {
    role: "exfiltration",
    kinds: ["network", "file"],
    form: /\b(?:exfil\w{0,10}|(?:stolen|victim'?s?) (?:data|files|information)|data (?:theft|upload)|upload(?:s|ed|ing)? (?:the |all |its )?(?:stolen|data|files|documents|archives?)|drop ?zones?)\b|유출(?:지|\s?서버)|정보\s?유출|データ(?:の)?(?:窃取|送信)|情報送信先|数据(?:外传|窃取|回传)|эксфильтраци\p{L}{1,3}|кражи\sданных/giu,
  },
  {
    role: "phishing",
    kinds: ["network", "file"],
    form: /\b(?:(?:spear-?)?phish\w{0,6}|lures?|decoys?|credential[- ](?:harvest\w{0,5}|theft|stealing)|malspam|spam(?:med|ming)?|fake (?:login|log-in) pages?|senders?)\b|피싱|フィッシング|钓鱼|釣魚|фишинг\p{L}{0,6}/giu,
  },
  {
    role: "ransom-payment",
    kinds: ["network", "wallet"],
    form: /\b(?:ransom (?:payments?|demands?)|extort\w{0,6}|negotiat\w{0,6}|payment (?:sites?|portals?|address(?:es)?|pages?)|leak (?:sites?|blogs?)|name[- ]and[- ]shame|ransom notes?)\b|身代金|赎金|выкуп\p{L}{0,2}/giu,
  },
  {
    role: "ransom-payment",
    kinds: ["wallet"],
    form: /\b(?:ransom\w{0,8}|extort\w{0,6}|payments?|victims? (?:paid|pay)|(?:bitcoin|btc|monero|xmr|ethereum|cryptocurrency|crypto)?[- ]?wallets? (?:address(?:es)? )?(?:used|for))\b|몸값|身代金|赎金|выкуп\p{L}{0,2}/giu,
  },
  {
    role: "scanning",
    kinds: ["network"],
    form: /\b(?:scann(?:ed|ing|ers?)|reconnaissance|brute[- ]forc\w{1,4}|password spray\w{0,4}|prob(?:ed|ing))\b|스캔|スキャン|扫描|сканирован\p{L}{1,3}/giu,
  },
  {
    role: "payload-delivery",
    kinds: ["network"],
    form: /\b(?:download(?:s|ed|ing)?|payloads?|staging|stage (?:server|url|domain|host)s?|distribut\w{1,4}|deliver(?:y|s|ed|ing)|deploy(?:s|ed|ing) from|host(?:s|ed|ing) (?:the |a |an |its |their )?(?:\w{1,20} ){0,3}(?:malware|payloads?|malicious|files?|binar(?:y|ies)|scripts?|archives?|tools?|installers?)|(?:malware|file|payload)[- ]hosting|drive-by|watering hole|fetch(?:es|ed|ing)?|retriev(?:es?|ed|ing))\b|유포(?:지|\s?사이트|\s?서버)?|다운로드|配布(?:元|サイト)?|ダウンロード|下载|分发|投递|загру(?:зк|жа)\p{L}{1,5}|распространени\p{L}{1,2}/giu,
  },
  {
    role: "persistence",
    kinds: ["file", "host"],
    form: /\b(?:persist\w{0,6}|auto-?(?:start|run)|run keys?|start-?up (?:folder|entry|item)|scheduled tasks?|boot(?:s|ing)? with)\b|지속성|永続化|持久化|закреплени\p{L}{1,2}|автозапуск\p{L}{0,2}/giu,
  },
  {
    role: "payload-delivery",
    kinds: ["file"],
    form: /\b(?:droppers?|downloaders?|loaders?|stagers?|installers?|attachments?)\b|드로퍼|다운로더|ローダー|ドロッパー|加载器|下载器|загрузчик\p{L}{0,3}/giu,
  },
  {
    role: "dropped-file",
    kinds: ["file"],
    form: /\b(?:drop(?:s|ped|ping)?|writ(?:es?|ten|ing)|creat(?:es?|ed|ing) (?:the |a |an )?(?:\w{1,20} ){0,2}(?:files?|folder|copy)|extract(?:s|ed|ing)?|sav(?:es?|ed|ing)|unpack(?:s|ed|ing)?|payloads?|cop(?:ies|ied) (?:itself|to)|renam(?:es?|ed|ing)|encrypted files?)\b|생성\s?파일|ドロップ|作成(?:される|された)ファイル|释放|создаёт\sфайл/giu,
  },
  {
    role: "tool",
    kinds: ["file"],
    form: /\b(?:(?:hack(?:ing)?|dual-use|publicly available|open-?source|legitimate|commercial|custom|remote (?:access|admin\w{0,10}|management)|tunnel(?:l?ing)?|credential) (?:\w{1,15} )?(?:tools?|utilit(?:y|ies)|software)|tools?|utilit(?:y|ies)|abused legitimate applications?)\b/giu,
  },
];

const MAX_TEXT = 1200;
const MAX_KEPT = 256;
const kept = new Map<string, readonly (StatedRole & { readonly kinds: readonly Kind[] })[]>();

/** Every role that the words state for values of a type, the one to believe first. */
export function statedRoles(words: string, type: ObservableType): StatedRole[] {
  const kind = KINDS[type];
  if (kind === undefined) return [];
  const stated = readWords(words.slice(0, MAX_TEXT)).filter(({ kinds }) => kinds.includes(kind));
  // Of a file the first word tells (`dropped by the loader`), of a host the most telling one (`first stage C2`).
  return kind === "file" ? stated.toSorted((a, b) => a.start - b.start) : stated;
}

/** Many values share a heading or an introducing line: the last ones read are kept. */
function readWords(words: string): readonly (StatedRole & { readonly kinds: readonly Kind[] })[] {
  const before = kept.get(words);
  if (before !== undefined) return before;
  const found = WORDS.flatMap(({ role, kinds, form }) =>
    [...words.matchAll(form)].map(({ 0: word, index }) => {
      return { role, kinds, start: index, end: index + word.length };
    }),
  );
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(words, found);
  return found;
}

/** Whether the value is a fact of the network. */
export function isNetworkType(type: ObservableType): boolean {
  return KINDS[type] === "network";
}
