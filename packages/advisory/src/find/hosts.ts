import { parseIpv4, parseIpv6 } from "@tocsin/model";
import { parse } from "tldts";
import { fileEnding } from "./file-endings.ts";

/** Names of products and of programming in the form of a domain. */
const PRODUCTS: ReadonlySet<string> = new Set(
  `asp.net vb.net ado.net ml.net f#.net c#.net paint.net protobuf.net log4net.net socket.io node.js vue.js next.js
   react.js express.js three.js d3.js system.io java.io java.net java.io system.net engine.io os.name
   booking.net getcontentfeatures.dlna.org contentfeatures.dlna.org transfermode.dlna.org`
    .split(/\s+/)
    .filter((name) => name !== ""),
);

/** First parts of package names and namespaces: `com.vendor.app`, `System.Net.Mail`. */
const PACKAGE_ROOTS: ReadonlySet<string> = new Set(
  "com org net android androidx java javax io system microsoft windows kotlin dalvik sun apple".split(
    " ",
  ),
);

/** Objects of programs and of log schemas: `process.name`, `event.id`. */
const OBJECTS: ReadonlySet<string> = new Set(
  `process file user host event source destination this self os sys agent dns url http hash log winlog observer
   network pe math cuckoo elf console document window module string object target parent registry rule threat
   service request response server client data config args math`
    .split(/\s+/)
    .filter((name) => name !== ""),
);
/** First parts of fields of logs: `zeek.ssl.server.name`. */
const LOG_SCHEMAS: ReadonlySet<string> = new Set(
  "zeek suricata winlog sysmon osquery ecs".split(" "),
);
const MEMBER_ENDINGS: ReadonlySet<string> = new Set(
  "name id is in at to as domain email show support how run open host path size py sh data".split(
    " ",
  ),
);

/** Platforms and classes in the names that makers of scanners give to malware: `Win32/Spy.Agent.AB`. */
const DETECTION_PLATFORM =
  /^(?:win\d{0,2}|win(?:32|64)|msil|linux|osx|macos|android|ios|unix|java|js|vbs|vba|vb|php|html|pdf|bat|ps|python|perl|lnk|o97m|w97m|x97m|doc|msoffice|archsms|swf|rtf|asp|nsis|generic|ml|heur)$/;
const DETECTION_CLASS =
  /^(?:trojan\w{0,20}|behaveslike|backdoor|adware|spyware|riskware|hacktool|hktl|ransom\w{0,20}|worm|virus|exploit|pua|pup|rootkit|heur\w{0,10}|gen|generic\w{0,10}|malware|coinminer|bitcoinminer|spy|banker|psw|infostealer|not-a-virus|uds|troj|mal)$/i;

/**
 * Whether a name with dots is a scanner's name for malware: a platform and a stroke stand before it, or it begins
 * with a class and a capital (`Trojan.CobaltStrike.FM`, `Win32/Spy.Numando.BA`).
 */
export function looksLikeDetection(name: string, before: string): boolean {
  if (!/\p{Lu}/u.test(name)) return false;
  const platform = /([A-Za-z0-9]{2,12})\/$/.exec(before)?.[1];
  if (platform !== undefined && DETECTION_PLATFORM.test(platform.toLowerCase())) return true;
  const labels = name.split(".");
  return labels.length > 2 && /^[A-Z]/.test(name) && DETECTION_CLASS.test(labels[0] ?? "");
}

/** Top levels that no public list has: RFC 2606, RFC 6762, inner networks, hidden services, Namecoin. */
const SPECIAL_ENDINGS: ReadonlySet<string> = new Set(
  "onion example test invalid local internal lan corp intranet localdomain i2p".split(" "),
);
const DEFANGED_ENDINGS: ReadonlySet<string> = new Set("bit eth emc lib coin bazar home".split(" "));

/** What the finder must know of a name beside its letters. */
export interface HostContext {
  /** Somebody put marks against clicking into it or into its scheme. */
  readonly isDefanged: boolean;
  /** It stands after a scheme or an `@`, where only a host can stand. */
  readonly isCertain: boolean;
}

/**
 * The host name in `text`, in lower case and with punycode for other scripts, or undefined if the text
 * is none: no such top level, a label too long, a file name, a name of a program.
 */
export function readHost(text: string, context: HostContext): string | undefined {
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  if (name.length < 3 || name.length > 253 || !name.includes(".")) return undefined;
  const labels = name.split(".");
  if (!labels.every(isLabel)) return undefined;
  const last = labels.at(-1) ?? "";
  if (!/\p{L}/u.test(last) || labels.every((label) => /^\d+$/.test(label))) return undefined;
  if (!context.isCertain && looksLikeFile(labels, context.isDefanged)) return undefined;
  if (!context.isCertain && !context.isDefanged && looksLikeCode(labels)) return undefined;
  const ascii = toAscii(name);
  if (ascii === undefined) return undefined;
  const isKnown = hasKnownEnding(ascii, context);
  return isKnown ? ascii : undefined;
}

function isLabel(label: string): boolean {
  return (
    label.length > 0 &&
    label.length <= 63 &&
    /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*$/u.test(label) &&
    !label.endsWith("-")
  );
}

function looksLikeFile(labels: readonly string[], isDefanged: boolean): boolean {
  const ending = labels.at(-1) ?? "";
  // Names of files are marked now and then (`login[.]php`), names under these two hardly otherwise.
  if (isDefanged && /^(?:zip|mov|sh|md|py|rs|data|target)$/i.test(ending)) return false;
  const kind = fileEnding(ending);
  if (kind === "yes") return true;
  if (kind === "no") return false;
  return labels.length === 2 || fileEnding(labels.at(-2) ?? "") === "yes";
}

function looksLikeCode(labels: readonly string[]): boolean {
  const last = labels.at(-1) ?? "";
  const first = (labels[0] ?? "").toLowerCase();
  const name = labels.join(".").toLowerCase();
  if (PRODUCTS.has(name)) return true;
  // A capital after the dot is a missing blank or a namespace, unless all of the name is so written.
  if (/^\p{Lu}/u.test(last) && !/^[\p{Lu}\p{N}_-]+$/u.test(labels.join("")))
    return (
      labels.length < 3 || PACKAGE_ROOTS.has(first) || !labels.every((l) => /^\P{Ll}/u.test(l))
    );
  if (labels.length >= 3 && PACKAGE_ROOTS.has(first)) return true;
  if (LOG_SCHEMAS.has(first) && labels.length > 2) return true;
  return labels.length === 2 && OBJECTS.has(first) && MEMBER_ENDINGS.has(last.toLowerCase());
}

/** Punycode through the platform's URL parser; a plain name is only folded. */
function toAscii(name: string): string | undefined {
  const folded = name.toLowerCase();
  if (/^[a-z0-9._-]+$/.test(folded)) return folded;
  const address = `http://${folded}/`;
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}

function hasKnownEnding(ascii: string, context: HostContext): boolean {
  const last = ascii.slice(ascii.lastIndexOf(".") + 1);
  if (SPECIAL_ENDINGS.has(last)) return true;
  if (context.isDefanged && DEFANGED_ENDINGS.has(last)) return true;
  const parsed = parse(ascii, { allowPrivateDomains: true, extractHostname: false });
  return parsed.isIcann === true || parsed.isPrivate === true;
}

/** An address or a host name after a scheme; names with an unknown ending pass. */
export function readAuthority(
  text: string,
):
  | { readonly type: "ipv4" | "ipv6" | "domain"; readonly value: string; readonly known: boolean }
  | undefined {
  const at = text.lastIndexOf("@");
  const hostPort = at < 0 ? text : text.slice(at + 1);
  const inBrackets = /^\[([0-9a-f:.]{2,45})\](?::\d{1,5})?$/i.exec(hostPort);
  if (inBrackets !== null) {
    const value = inBrackets[1] ?? "";
    return parseIpv6(value) && { type: "ipv6", value, known: true };
  }
  const host = hostPort.replace(/:\d{0,5}$/, "");
  if (parseIpv4(host) !== undefined) return { type: "ipv4", value: host, known: true };
  if (host.toLowerCase() === "localhost")
    return { type: "domain", value: "localhost", known: false };
  const known = readHost(host, { isDefanged: true, isCertain: true });
  if (known !== undefined) return { type: "domain", value: known, known: true };
  const labels = host.split(".");
  const isName = labels.length > 1 && labels.every(isLabel) && /[a-z]/i.test(labels.at(-1) ?? "");
  return isName ? { type: "domain", value: host.toLowerCase(), known: false } : undefined;
}
