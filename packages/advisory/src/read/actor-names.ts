import { isCountry } from "./countries.ts";
import { NAMER } from "./name-claims.ts";
import { cleanName, NAME } from "./name-pattern.ts";

/** Schemes of numbered names: they tell a group wherever they stand. */
const NUMBERED =
  /(?<![\p{L}\p{N}/_.-])(?:APT[- ]?C?-?\d{1,3}|UNC\d{3,5}|TA[1-9]\d{2,3}|FIN\d{1,2}|DEV-\d{4}|UAT-\d{3,5}|Storm-\d{4}|TAG-\d{2,3}|TEMP\.[A-Z]\w{2,20})(?![\p{L}\p{N}_])/gu;
/** Schemes of names that are words as well: they need a sentence that speaks of actors. */
const WORDED =
  /(?<![\p{L}\p{N}/_.-])(?:[A-Z][a-z]{2,14} (?:Sleet|Typhoon|Blizzard|Sandstorm|Tempest|Tsunami|Cyclone|Hail|Flood|Dust|Rain)|(?:[A-Z][a-z]{2,14}|[A-Z]{3,14}) (?:Chollima|CHOLLIMA|Spider|SPIDER|Panda|PANDA|Kitten|KITTEN|Jackal|JACKAL|Bear|BEAR|Buffalo|BUFFALO|Tiger|TIGER|Leopard|LEOPARD|Wolf|WOLF))(?![\p{L}\p{N}_])/gu;
/** An entry of ATT&CK stands for a group only where nothing else of the line does. */
const ENTRY = /(?<![A-Za-z0-9])G[01]\d{3}(?![A-Za-z0-9])/;
const names = (text: string): readonly string[] => text.split("|");
const KNOWN: readonly string[] = names(
  "Andariel|Lazarus Group|Kimsuky|Bluenoroff|Silent Chollima|Gamaredon|Cozy Bear|Fancy Bear|Mustang Panda|MuddyWater|OilRig|Charming Kitten|Volt Typhoon|Salt Typhoon|Equation Group|Scattered Spider|LAPSUS$|Transparent Tribe|OceanLotus|Tonto Team|DarkHotel|ScarCruft|Evil Corp|YoroTrooper|Arid Viper|Lotus Blossom",
);
/** Known too, yet words or names of other things. */
const KNOWN_WORDS: readonly string[] = names(
  "Lazarus|Stonefly|Turla|Sandworm|Winnti|SideWinder|Patchwork|Konni",
);

const NOUN =
  "(?:groups?|actors?|clusters?|gangs?|collectives?|crews?|adversar(?:y|ies)|intrusion sets?|apts?|teams?|syndicates?)";
const NAMED = new RegExp(
  `\\b(?:${NOUN}|unit)(?: that is| is| are| which is| has been| have been)?,? (?:\\w+ )?(?:known|tracked|referred to|named|called|dubbed|identified|designated)(?: [a-z]\\w*)?(?: as)? (${NAME})`,
  "gu",
);
const NAMED_BEFORE = new RegExp(
  `(${NAME}) (?:(?:threat |hacking |cyber |espionage |ransomware |apt )?(?:group|actors?|gang|APT))\\b`,
  "gu",
);
/** `X is a group`, `X (…), an actor`: up to seven words that open no clause of their own. */
const APPOSED = new RegExp(
  `(${NAME})(?: \\([^()\\n]{1,200}\\)|, [^,.;\\n]{1,100},)?(?:,| is| are| was| were)(?: also| likely| believed to be| assessed to be)? (?:an?|the|one of the|one of) (?:(?!(?:that|which|who|with|using|used|by|for|of|to|in|on|from|against|and the)\\b)[\\w’'/-]+,? ){0,7}${NOUN}\\b`,
  "gu",
);
const PREPOSED = new RegExp(
  `\\b(?:[Tt]he|[Tt]his|[Aa]n?|by|of) (?:[\\w-]+ ){0,3}${NOUN},? (${NAME})`,
  "gu",
);
const ATTRIBUTED = new RegExp(
  `\\battribut(?:e|es|ed|ing)(?: (?:this|the|it|these|those)(?: [\\w-]+){0,4})?(?: with [\\w-]+ confidence)? to (?:the )?(?:[a-z][\\w-]* ){0,3}(${NAME})`,
  "gu",
);
const TRACKED = new RegExp(
  `\\btrack(?:s|ed|ing)?(?: (?:this|the|these|it|them|that)(?: [\\w-]+){0,4})?(?: internally| publicly)? (?:as|under the (?:name|moniker|alias)) (${NAME})`,
  "gu",
);
/** `which refers to itself as X`, `goes by the name of X`. */
const SELF = new RegExp(
  `\\b(?:refers? to (?:itself|themselves) as|calls? (?:itself|themselves)|go(?:es)? by(?: the (?:name|moniker)(?: of)?)?|self-(?:named|identified|styled|proclaimed)(?: as)?) (${NAME})`,
  "gu",
);
/** `a group X refers to as Y`: X is who says it. */
const NAMING = /^ (?:refers?|tracks?|calls?|names?|dubs|dubbed|designates?|knows?)\b/;
const DONE =
  "(?:compromised|breached|attacked|targeted|infiltrated|hacked|exploited|conducted|deployed|stolen|stole)";
const DOING =
  "(?:compromising|breaching|attacking|targeting|infiltrating|hacking|exploiting|conducting|deploying|stealing)";
/** `the agencies warn that X has compromised`: what is said that somebody did. */
const ACTING = new RegExp(
  `\\b(?:warn|assess|report|believe|find|confirm|observe|note|say|see|know|state|announce)(?:s|ed|ing|n)? that (?:the )?(${NAME})(?:,? \\([^()\\n]{1,100}\\),?)?(?: (?:has|have|had)(?: (?:\\w{1,12}ly|also))? ${DONE}| (?:is|are|was|were|has been|have been)(?: (?:\\w{1,12}ly|also))? ${DOING}| ${DONE})\\b`,
  "gu",
);
const LABEL_WORD =
  "(?:(?:[Tt]hreat |[Aa]ssociated |[Ss]uspected |[Nn]amed )?(?:[Aa]ctors?|[Gg]roups?|[Aa]dversar(?:y|ies)|[Cc]lusters?)|[Ii]ntrusion [Ss]ets?|APTs?|[Aa]ttribution)(?: [Nn]ames?)?";
/** A line of its own that says who: `Actors: X, Y (a.k.a. Z)`. */
const LABELLED = new RegExp(
  `^[^\\p{L}\\p{N}]{0,8}${LABEL_WORD}[^\\p{L}\\p{N}:]{0,3}:[^\\p{L}\\p{N}]{0,4}(${NAME}(?:\\s?\\([^()\\n]{1,100}\\))?(?:(?:, | and |; |, and | \\/ )${NAME}(?:\\s?\\([^()\\n]{1,100}\\))?){0,12})\\s{0,3}(?:$|[.;|])`,
  "u",
);
/** What stands behind such a label where no group is named. */
const NO_NAMES =
  /^(?:(?:High|Medium|Moderate|Low|Confidence|Various|Multiple|None|TBD|TBA|Pending|Nation|State|State-sponsored|Insiders?|Outsiders?|External|Internal|Opportunistic|Evidence|Yes|No)(?: |$))+$/i;
const NAMES = new RegExp(NAME, "gu");
/** `a group X-Force refers to as Y`: whose word it is stands between. */
const NAMED_BY = new RegExp(
  `\\b${NOUN},? (?:that |which |whom )?(?:we|[A-Z][\\w.-]{1,30}(?: [A-Z0-9][\\w.-]{0,30}){0,3}) (?:(?:refers? to|tracks?|know|knows)(?: it)? as|calls?|names?|dubs|dubbed|designates?) (${NAME})`,
  "gu",
);
const PATTERNS = [
  ACTING,
  NAMED_BY,
  SELF,
  NAMED,
  NAMED_BEFORE,
  APPOSED,
  PREPOSED,
  ATTRIBUTED,
  TRACKED,
];
/** Patterns that a name opens are tried at every capital: only where the word stands that they end with. */
const NAME_FIRST: ReadonlySet<RegExp> = new Set([NAMED_BEFORE, APPOSED]);
const LAST_WORD = new RegExp(`\\b(?:${NOUN}|APT)\\b`);

/** Words by which a sentence shows that it speaks of those who attack. */
export const ACTOR_WORD: RegExp =
  /\b(?:groups?|actors?|apts?|clusters?|gangs?|adversar(?:y|ies)|state-sponsored|operators|intrusion sets?|hackers|crews?|attribut(?:e|es|ed|ing|ion)|tracked)\b/i;
const CAMPAIGN_WORD =
  /\b(?:campaigns?|attack(?:s|ed|ers?)?|espionage|intrusions?|umbrella|threats?)\b/i;
const NO_ACTOR =
  /^(?:(?:Threat|Actors?|APTs?|Associated|State|North|South|Korean|Russian|Chinese|Iranian|DPRK|PRC|Cyber|Advanced|Persistent|Working|User|User's|Admin\w*|Security|Group|Policy|Task|Joint|Nation|US|U\.S|UK|FBI|CISA|NSA|NCSC|NIS|NPA|DSA|CNMF|DC3|HHS|MITRE|ATT&CK|CVE|CSA|Microsoft|Google|Mandiant|Symantec|CrowdStrike|ESET|Talos|Cisco|Unit|Russia|China|Iran|Korea|SVR|GRU|FSB|IRGC|Ransomware|Analysis|Domain|Local|Volume|Engineering|Windows|Linux|Active|Directory|Intelligence|Investigation|Research|Response|Support|Sponsored|Affiliate\w*|Initial|Access|Name|Main|Other|Any|Our|Unknown|Unidentified|Unnamed|Unattributed|Undisclosed|Suspected|Malicious|Hostile|Foreign|Cybercriminals?|Cybercrime|Criminal|Criminals|Hacktivists?|Espionage|Hackers?|Attackers?|Sophisticated|Skilled|Individual|Financially|Motivated|Targeted|Campaign|Operation|Attribution|Attack|Attacks|Tactics|Techniques|RaaS|MaaS|Intel|Incident|Team|Chinese-speaking|Russian-speaking|Known|Law|Enforcement|Cooperation|Europol|Interpol|POS|SPIDER|PANDA|KITTEN|BEAR)(?: |$))+$/;
/** `MSS-affiliated`, `Nation-state`: what a group is, not what it is called. */
const QUALIFIER =
  /(?:-(?:affiliated|sponsored|backed|linked|nexus|aligned|based|speaking|state|level|like|focused|motivated|related)\b|^(?:APT|APTs|Nation-state|LDAP|DNS|RDP|VPN|IT|IP)$|^(?:CVE|CWE)-|^[GSCT]\d{4}|\b(?:Department|Ministry|Agency|Bureau|Centre|Center|Services?|Directorate|Intelligence)\b)/i;
/** Makers' names before a word, and words that only products bear. */
const PRODUCT =
  /^(?:Cisco|Microsoft|Google|Amazon|AWS|Apple|Oracle|VMware|Fortinet|Palo Alto|Check Point|Symantec|Trend Micro|Sophos|ESET|Kaspersky|Citrix|Ivanti|Juniper|IBM|SAP|Adobe|Splunk|Elastic|Azure|Windows|Linux|GitHub|Intel \d+|Unit 42)\b|\b(?:Firewalls?|Endpoint|Email|E-mail|Defender|Antivirus|EDR|XDR|SIEM|Secure|Security|Gateway|Appliance|Server|Exchange|Office|Outlook|SharePoint|Cloud|Analytics|Sentinel|Umbrella|Network|Router|VPN|Browser|Platform|Software|Manager|Protection|Suite|Scanner|Sensor)\b/i;

/** A name a line gives to those who attack. */
export interface ActorName {
  readonly name: string;
  /** The line alone does not settle it: the name must be so used in another place too. */
  readonly isWeak: boolean;
  /** The word behind the name says group or gang: it is one even if software has the same name. */
  readonly isCalled?: boolean;
}

/** Words of times and parts of a text that begin with a capital. */
const TIME =
  /\b(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Throughout|Starting|Sometime|Until|Between|Phase|Part|Stage|Step|Q[1-4]|(?:19|20)\d{2})\b/;

/** Whether a name may be a group's: no product, maker, country, agency or mere description. */
export function mayBeActor(name: string): boolean {
  const isOther =
    NO_ACTOR.test(name) ||
    QUALIFIER.test(name) ||
    PRODUCT.test(name) ||
    NAMER.test(name) ||
    TIME.test(name);
  return !isOther && !isCountry(name) && name.split(" ").length <= 4;
}

/** Whether the form of a name alone tells a group. */
export function isNumberedName(name: string): boolean {
  return name.length < 40 && new RegExp(`^${NUMBERED.source}$`, "u").test(name);
}

/** The names of groups in a text without asides. In titles every word has a capital, so only schemes count. */
export function findActorNames(text: string, isTitle: boolean): ActorName[] {
  const found: ActorName[] = [];
  const speaks = ACTOR_WORD.test(text);
  const hasLastWord = LAST_WORD.test(text);
  for (const [name] of text.matchAll(NUMBERED)) found.push({ name, isWeak: false });
  for (const [name] of text.matchAll(WORDED))
    if (mayBeActor(name)) found.push({ name, isWeak: !speaks });
  // Groups are those of users as well.
  const isWeakLabel = /^[^\p{L}]{0,8}groups?\b/iu.test(text);
  for (const name of labelledNames(text)) found.push({ name, isWeak: isWeakLabel });
  for (const pattern of isTitle ? [] : PATTERNS) {
    if (NAME_FIRST.has(pattern) && !hasLastWord) continue;
    for (const match of text.matchAll(pattern)) {
      const name = cleanName(match[1] ?? "")?.replace(/ APT$/, "");
      if (name === undefined || !mayBeActor(name)) continue;
      const after = text.slice(match.index + match[0].length).slice(0, 20);
      if (pattern === PREPOSED && NAMING.test(after)) continue;
      // A word with a capital at the head of a sentence may be any word.
      const isHead = /(?:^|[.!?:] {1,2}|^[\s*+-]{1,6})$/.test(text.slice(0, match.index).slice(-6));
      const isWord = /^\p{Lu}\p{Ll}+$/u.test(name) && match[0].startsWith(match[1] ?? "");
      const isCalled = pattern === NAMED_BEFORE && / (?:group|gang)$/i.test(match[0]);
      const isPlain = pattern === ACTING && /^\p{Lu}\p{Ll}+$/u.test(name);
      found.push({ name, isWeak: (isHead && isWord) || isPlain, isCalled });
    }
  }
  for (const name of KNOWN) if (stands(text, name)) found.push({ name, isWeak: false });
  for (const name of KNOWN_WORDS)
    if (stands(text, name)) found.push({ name, isWeak: !speaks && !CAMPAIGN_WORD.test(text) });
  const entry = found.length === 0 ? ENTRY.exec(text)?.[0] : undefined;
  if (entry !== undefined && speaks) found.push({ name: entry, isWeak: false });
  return found;
}

/** Whether a line is a label and the groups it names: every word has a capital, yet it is no title. */
export function isActorLabel(text: string): boolean {
  return LABELLED.test(text.slice(0, 1000));
}

/** The names behind a label that says that they are groups'. */
function labelledNames(text: string): string[] {
  const list = LABELLED.exec(text.slice(0, 1000))?.[1];
  if (list === undefined) return [];
  // What stands in brackets are other names, which the claims tell.
  const bare = list.replaceAll(/\([^()]*\)/g, (aside) => " ".repeat(aside.length));
  return [...bare.matchAll(NAMES)].flatMap(([raw]) => {
    const name = cleanName(raw);
    return name !== undefined && mayBeActor(name) && !NO_NAMES.test(name) ? [name] : [];
  });
}

function stands(text: string, name: string): boolean {
  const at = text.indexOf(name);
  if (at < 0) return false;
  const around = `${text.charAt(at - 1)} ${text.charAt(at + name.length)}`;
  return !/[\p{L}\p{N}_./-]/u.test(around.replace(/\.$/, ""));
}
