import type { IndicatorRole, ObservableType, RoleEvidence, Tlp } from "@tocsin/model";
import { parseTlp, toPassage } from "@tocsin/model";
import { statedRoles } from "../read/roles/role-words.ts";
import { readSeenDate } from "../read/roles/seen-dates.ts";
import type { FactKind } from "./columns.ts";
import { isNothing } from "./read-cell.ts";

/** What the cells of a row say of its values. */
export interface ListRowFacts {
  readonly description?: string;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  /** 0–100. */
  readonly confidence?: number;
  readonly malware: readonly string[];
  readonly actors: readonly string[];
  readonly labels: readonly string[];
  readonly techniques: readonly string[];
  readonly vulnerabilities: readonly string[];
  readonly tlp?: Tlp;
  /** Whether the row is marked for detection, in a list that marks some. */
  readonly isMarked?: boolean;
  /** Texts that may say the role, the plainest first, each with the header before it. */
  readonly roleTexts: readonly string[];
}

const TECHNIQUE = /(?<![A-Za-z0-9])T(?:0[89]\d{2}|1\d{3})(?:\.\d{3})?(?![A-Za-z0-9])/g;
const CVE = /CVE[- ](\d{4}-\d{4,7})(?!\d)/gi;
const MAX_DESCRIPTION = 1000;
const MAX_LABEL = 80;
/** Words of confidence by the scale of STIX 2.1 Appendix A. */
const CONFIDENCE: readonly (readonly [RegExp, number])[] = [
  [/^(?:very )?high|^hoch|^[eé]lev|^alt[oa]|^높음|^高|^высок/i, 85],
  [/^med|^moderate|^mittel|^moyen|^보통|^중간|^中|^средн/i, 50],
  [/^low|^niedrig|^faible|^baj[oa]|^낮음|^低|^низк/i, 15],
];

/** What the cells of a row say, by the kinds of their columns. */
export function readListRow(
  cells: readonly { readonly text: string }[],
  header: readonly string[],
  facts: ReadonlyMap<number, FactKind>,
): ListRowFacts {
  const malware: string[] = [];
  const actors: string[] = [];
  const labels: string[] = [];
  const techniques: string[] = [];
  const vulnerabilities: string[] = [];
  const roleTexts: string[] = [];
  const comments: string[] = [];
  const told: {
    firstSeen?: string;
    lastSeen?: string;
    confidence?: number;
    tlp?: Tlp;
    isMarked?: boolean;
  } = {};
  for (const [i, kind] of facts) {
    const text = cells[i]?.text ?? "";
    if (isNothing(text)) continue;
    switch (kind) {
      case "comment":
        comments.push(text);
        roleTexts.push(`${header[i] ?? ""}: ${text}`);
        break;
      case "role":
        roleTexts.unshift(`${header[i] ?? ""}: ${text}`);
        labels.push(text.slice(0, MAX_LABEL));
        break;
      case "first-seen":
      case "last-seen": {
        const date = readListDate(text);
        if (date !== undefined) told[kind === "first-seen" ? "firstSeen" : "lastSeen"] = date;
        break;
      }
      case "confidence": {
        const confidence = readConfidence(text);
        if (confidence !== undefined) told.confidence = confidence;
        break;
      }
      case "malware":
        for (const name of splitNames(text)) malware.push(name);
        break;
      case "actor":
        for (const name of splitNames(text)) actors.push(name);
        break;
      case "label":
        for (const label of splitNames(text)) labels.push(label);
        roleTexts.push(`${header[i] ?? ""}: ${text}`);
        break;
      case "technique":
        for (const [id] of text.slice(0, 4000).matchAll(TECHNIQUE)) techniques.push(id);
        break;
      case "vulnerability":
        for (const [, number = ""] of text.slice(0, 4000).matchAll(CVE))
          vulnerabilities.push(`CVE-${number}`);
        break;
      case "tlp": {
        const tlp = parseTlp(text);
        if (tlp !== undefined) told.tlp = tlp;
        break;
      }
      case "to-ids":
        told.isMarked = /^(?:1|true|yes|y)$/i.test(text);
        break;
    }
  }
  const description = comments.join("; ").slice(0, MAX_DESCRIPTION);
  return {
    ...told,
    ...(description !== "" && { description }),
    malware,
    actors,
    labels: [...new Set(labels)],
    techniques,
    vulnerabilities,
    roleTexts,
  };
}

/** The role that the row's words give a value of that type, with these words. */
export function roleOf(
  texts: readonly string[],
  type: ObservableType,
): { readonly role: IndicatorRole; readonly roleEvidence: RoleEvidence } | undefined {
  for (const text of texts) {
    const [stated] = statedRoles(text, type);
    if (stated !== undefined)
      return { role: stated.role, roleEvidence: { text: toPassage(text), basis: "stated" } };
  }
  return undefined;
}

/** A time of a list: as a text, as eight digits, or as seconds since 1970. */
function readListDate(text: string): string | undefined {
  const trimmed = text.trim();
  const [, year, month, day] = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(trimmed) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined)
    return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
      ? `${year}-${month}-${day}`
      : undefined;
  const seconds = /^1\d{9}(?:\d{3})?$/.exec(trimmed)?.[0];
  if (seconds !== undefined) {
    const milliseconds = Number(seconds) * (seconds.length === 10 ? 1000 : 1);
    return new Date(milliseconds).toISOString().replace(/\.000Z$/, "Z");
  }
  return readSeenDate(trimmed);
}

/** A share, a percentage, a number up to 100 or a word. */
function readConfidence(text: string): number | undefined {
  const [, number, percent] = /^(\d{1,3}(?:\.\d{1,6})?)\s?(%|\/\s?100)?$/.exec(text.trim()) ?? [];
  if (number === undefined) return CONFIDENCE.find(([form]) => form.test(text.trim()))?.[1];
  const value = Number(number);
  const scaled = number.includes(".") && value <= 1 && percent === undefined ? value * 100 : value;
  return scaled <= 100 ? Math.round(scaled) : undefined;
}

function splitNames(text: string): string[] {
  return text
    .split(/\s{0,9}[,;|\n]\s{0,9}/)
    .map((name) => name.trim().slice(0, MAX_LABEL))
    .filter((name) => !isNothing(name));
}
