import type { Issuer } from "@tocsin/model";
import { toOriginalPlace } from "../text/emphasis.ts";
import type { Line } from "../text/layout.ts";
import { splitSentences } from "../text/sentence.ts";
import { citeLine, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";

/** Public bodies that publish warnings: name, abbreviation, further spellings. */
const AGENCIES: readonly (readonly [name: string, short: string, ...others: readonly string[]])[] =
  [
    ["Cybersecurity and Infrastructure Security Agency", "CISA"],
    ["Federal Bureau of Investigation", "FBI"],
    ["National Security Agency", "NSA"],
    ["Cyber National Mission Force", "CNMF"],
    ["Department of Defense Cyber Crime Center", "DC3", "DoD Cyber Crime Center"],
    ["Department of Health and Human Services", "HHS"],
    ["Department of the Treasury", "Treasury", "U.S. Treasury"],
    ["Department of Energy", "DOE"],
    ["Department of Homeland Security", "DHS"],
    ["Department of Justice", "DOJ"],
    ["Environmental Protection Agency", "EPA"],
    ["United States Secret Service", "USSS"],
    ["Multi-State Information Sharing and Analysis Center", "MS-ISAC"],
    ["National Intelligence Service", "NIS"],
    ["National Police Agency", "NPA"],
    ["Defense Security Agency", "DSA"],
    ["Korea Internet & Security Agency", "KISA"],
    ["National Cyber Security Centre", "NCSC", "National Cyber Security Center"],
    ["Government Communications Headquarters", "GCHQ"],
    ["Australian Signals Directorate", "ASD"],
    ["Australian Cyber Security Centre", "ACSC"],
    ["Canadian Centre for Cyber Security", "CCCS", "Canadian Cyber Centre"],
    ["Communications Security Establishment", "CSE"],
    ["National Center of Incident Readiness and Strategy for Cybersecurity", "NISC"],
    ["Japan Computer Emergency Response Team Coordination Center", "JPCERT/CC"],
    [
      "Federal Office for Information Security",
      "BSI",
      "Bundesamt für Sicherheit in der Informationstechnik",
    ],
    [
      "Bundesamt für Verfassungsschutz",
      "BfV",
      "Federal Office for the Protection of the Constitution",
    ],
    ["Bundesnachrichtendienst", "BND"],
    ["Agence nationale de la sécurité des systèmes d’information", "ANSSI"],
    ["European Union Agency for Cybersecurity", "ENISA"],
    ["CERT-EU", "CERT-EU"],
    ["Computer Emergency Response Team of Ukraine", "CERT-UA"],
    ["Europol", "EC3"],
    ["Military Counterintelligence Service", "SKW"],
    ["Cyber Security Agency of Singapore", "CSA Singapore"],
    ["Czech National Cyber and Information Security Agency", "NÚKIB"],
    ["Netherlands Military Intelligence and Security Service", "MIVD"],
    ["Netherlands General Intelligence and Security Service", "AIVD"],
  ];

const ISSUING =
  /\b(?:releas(?:e|es|ed|ing)|issu(?:e|es|ed|ing)|publish(?:es|ed|ing)?|author(?:s|ed|ing)?|co-?authored|co-?sealed|joint(?:ly)?|partners?|issuers?|agencies|warn(?:s|ed|ing)?|prepared by|produced by|source)\b/i;
/** The front of a document, in which issuers name themselves. */
const FRONT_LINES = 120;

/**
 * The public bodies a document names as its issuers: in its front, in a sentence, a list or under a heading that
 * speaks of releasing it. An abbreviation alone counts only there too.
 */
export function findIssuers(source: TextSource): Issuer[] {
  const issuers = new Map<string, Issuer>();
  for (const line of source.layout.slice(0, FRONT_LINES)) {
    if (line.kind === "rule" || line.kind === "code" || !speaksOfIssuing(line)) continue;
    for (const [name, short, ...others] of AGENCIES) {
      const at = placeOf(line.text, [name, ...others], short);
      if (at < 0) continue;
      const before = issuers.get(name);
      const citations = joinCitations(before?.citations ?? [], [citeLine(source, line, at)]);
      issuers.set(name, { name: `${name} (${short})`, citations });
    }
  }
  for (const line of source.layout.slice(0, FRONT_LINES)) {
    if (line.kind === "rule" || line.kind === "code") continue;
    for (const { name, at } of findBodies(line)) {
      // `National Cyber Security Centre of X` is not the one whose name stands alone.
      for (const [known] of AGENCIES)
        if (name.startsWith(known) && name !== known) issuers.delete(known);
      const isKnown =
        AGENCIES.some((names) => names.includes(name)) ||
        [...issuers.keys()].some((known) => known.includes(name));
      if (isKnown) continue;
      const citations = joinCitations(issuers.get(name)?.citations ?? [], [
        citeLine(source, line, at),
      ]);
      issuers.set(name, { name, citations });
    }
  }
  return [...issuers.values()].map((issuer) =>
    issuer.name === "CERT-EU (CERT-EU)" ? { ...issuer, name: "CERT-EU" } : issuer,
  );
}

const BODY_WORD =
  "(?:Centre|Center|Agency|Authority|Directorate|Office|Bureau|Council|Service|Institute|Unit|Command)";
const OF =
  "(?: (?:of|for) (?:the )?\\p{Lu}[\\p{L}’'-]{1,30}(?: (?:and )?(?!CERT|CSIRT|NCSC|Ministry|National|Federal)\\p{Lu}[\\p{L}’'-]{1,30}){0,4}){0,2}";
/** Forms of the names of public bodies on this subject: what no list can hold. */
const BODY = new RegExp(
  [
    `(?:\\p{Lu}[\\p{L}’'-]{1,20} ){0,2}(?:National|Federal|Governmental?|State|Royal|Central) (?:(?:Cyber ?[Ss]ecurity|Cybersecurity|Cyber ?[Dd]efen[cs]e|Cyber|Computer|Information|Network|Communications|Security|Intelligence|Police|Emergency|Incident|Response|Coordination|and) ){1,6}${BODY_WORD}${OF}`,
    `(?:Cyber ?[Ss]ecurity|Cybersecurity|Cyber ?[Dd]efen[cs]e|Information Security) (?:and [A-Z][\\p{L}]{2,20} (?:Security )?)?${BODY_WORD}${OF}`,
    `(?:[A-Z]{2,6}-)?(?:CERT|CSIRT|NCSC)[-.][A-Z][A-Za-z0-9]{1,9}`,
    `Ministry of (?:the )?\\p{Lu}[\\p{L}’'-]{1,30}(?:(?:,| and|, and| of| of the)? (?!CERT|CSIRT|NCSC|Ministry|National|Federal)\\p{Lu}[\\p{L}’'-]{1,30}){0,5}`,
  ].join("|"),
  "gu",
);
const BY =
  /\b(?:issued|published|released|prepared|produced|authored|co-?authored|written|warning|alert|advisory|bulletin|report)(?: jointly)? (?:by|from|of)\b|^\W{0,6}(?:issued by|issuers?|authors?|publishers?|published by|source|from|originators?|agency)\s{0,3}[:|]/i;
const ISSUES =
  /^.{0,120}?\b(?:is|are|has|have|today|jointly|\s)*\b(?:issu(?:es|ed|ing)|releas(?:es|ed|ing)|publish(?:es|ed|ing)|warn(?:s|ed|ing)?)\b/i;

/** Bodies that a line says issue the warning: behind `issued by`, or before `warns` at the head of a sentence. */
function findBodies(line: Line): { readonly name: string; readonly at: number }[] {
  const text = line.plain.text.slice(0, 4000);
  const found: { name: string; at: number }[] = [];
  for (const { text: sentence, start } of splitSentences(text)) {
    const offset = text.indexOf(sentence, start);
    const by = BY.exec(sentence);
    const isListed =
      line.kind === "list" &&
      /\b(?:issued|authored|released|published|prepared)\b.{0,40}\bby\b/i.test(line.intro);
    for (const { 0: name, index } of sentence.matchAll(BODY)) {
      const isBehind =
        by !== null &&
        index >= by.index + by[0].length &&
        !/[;]|\b(?:against|targets?|targeted|attacks?|on)\b/.test(
          sentence.slice(by.index + by[0].length, index),
        );
      const isSubject =
        index <= 60 &&
        ISSUES.test(sentence.slice(index + name.length)) &&
        !/\b(?:against|target\w*|attack\w*)\b/i.test(sentence.slice(0, index));
      const own = name.replace(/^(?:The|From|By|And|Issued|Source) /, "");
      if (isBehind || isSubject || isListed)
        found.push({ name: own, at: toOriginalPlace(line.plain, offset + index) });
    }
  }
  return found;
}

function speaksOfIssuing(line: Line): boolean {
  if (ISSUING.test(line.plain.text.slice(0, 4000))) return true;
  if (line.kind === "list" && ISSUING.test(line.intro)) return true;
  return (
    line.kind !== "prose" &&
    /\b(?:issuers?|authors?|authoring|publishers?|partners?)\b/i.test(line.headings.at(-1) ?? "")
  );
}

function placeOf(text: string, names: readonly string[], short: string): number {
  for (const name of names) {
    const at = text.indexOf(name);
    if (at >= 0) return at;
  }
  for (let at = text.indexOf(short); at >= 0; at = text.indexOf(short, at + 1)) {
    const around = `${text.charAt(at - 1)} ${text.charAt(at + short.length)}`;
    if (!/[\p{L}\p{N}_./@-]/u.test(around.replace(/\.$/, ""))) return at;
  }
  return -1;
}
