import { PROGRAM_ENDINGS } from "../find/file-endings.ts";
import type { FoundObservable } from "../find/types.ts";
import type { Line } from "../text/layout.ts";
import type { ContextReason } from "./benign.ts";

/** Words right before the name of a file that say the intruders' programs lay it down. */
const LAID =
  /\b(?:drop(?:s|ped|ping)?|writ(?:es?|ten|ing)|plac(?:es?|ed|ing)|leav(?:es?|ing)|creat(?:es?|ed|ing)|install(?:s|ed|ing)?|deploy(?:s|ed|ing)?|download(?:s|ed|ing)?|extract(?:s|ed|ing)?|sav(?:es?|ed|ing)|renam(?:es?|ed|ing)|ransom notes?|encrypted files?)\b/i;
const STARTED = /\b(?:execut(?:es?|ed|ing)|call(?:s|ed|ing)?|launch(?:es|ed|ing)?|runs?|ran)\b/i;
/** Scripts are the intruders' own more often than programs are. */
const SCRIPT = /\.(?:bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|sh)$/i;
/** Examples, honest programs, records. */
const NOT_LAID =
  /\b(?:e\.g\.|for example|example|such as|legitimate|benign|genuine|signed by|official|random(?:ly)?|named after|patch(?:es)?|updates?|user|victim|employee|administrator|analyst|we|sandbox|virustotal|legit|native|built-in|windows|microsoft|default)\b/i;
const NEAR = 70;
/** What the malware stops or leaves alone is not its own. */
const SPARED =
  /\b(?:terminat\w{1,4}|kill(?:s|ed|ing)?|stop(?:s|ped|ping)?|clos(?:es|ed|ing)|exclu(?:des?|ded|ding|sions?)|skip(?:s|ped|ping)?|avoid(?:s|ed|ing)?|whitelist\w{0,3}|allow-?list\w{0,3}|ignor(?:es|ed|ing)|checks? for)\b.{0,80}\b(?:process(?:es)?|services?|files?|folders?|extensions?|director(?:y|ies)|sandbox\w{0,3}|anti-?virus|security)\b|\bprocess(?:es)? (?:to (?:kill|terminate|stop)|terminated|killed)\b/i;

/** Why a file listed by its name is not the intruders', or undefined: the malware stops its program or spares it. */
export function screenSpared(found: FoundObservable, line: Line): ContextReason | undefined {
  if (!/^(?:filename|service-name|filepath)$/.test(found.type)) return undefined;
  const words = [line.headings.at(-1) ?? "", line.intro === line.plain.text ? "" : line.intro];
  return words.some((text) => SPARED.test(text.slice(-400)))
    ? { reason: "name of what the malware stops or spares" }
    : undefined;
}

/** Why a file's name or path that no list holds is no indicator, or undefined. */
export function screenFile(
  found: FoundObservable,
  sentence: string,
  written: string,
): ContextReason | undefined {
  const ending = found.value.slice(found.value.lastIndexOf(".") + 1).toLowerCase();
  const isProgram = PROGRAM_ENDINGS.has(ending);
  if (found.type === "filepath")
    return isProgram ? undefined : { reason: "path in prose that names no program" };
  return isLaid(sentence, written) ? undefined : { reason: "name of a file in prose" };
}

function isLaid(sentence: string, name: string): boolean {
  const at = sentence.indexOf(name);
  if (at < 0) return false;
  const near = sentence.slice(Math.max(0, at - NEAR), at);
  if (NOT_LAID.test(near)) return false;
  const clause = near.slice(near.search(/[;:](?=[^;:]*$)/) + 1);
  return LAID.test(clause) || (SCRIPT.test(name) && STARTED.test(clause));
}
