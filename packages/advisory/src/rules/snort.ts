import { MAX_RULES, scanBudget } from "./found-rule.ts";
import type { FoundRule } from "./found-rule.ts";

const ACTION = "(?:alert|drop|pass|log|block|reject(?:src|dst|both)?|sdrop|rewrite)";
const PROTOCOL = "[a-z][a-z0-9-]{1,15}";
const END = "(?:!?\\[[^\\]\\n]{1,4000}\\]|[^\\s()\"';]{1,300})";
const HEAD = new RegExp(
  `^[ \\t>]{0,40}(${ACTION}[ \\t]{1,10}(${PROTOCOL})(?:[ \\t]{1,10}${END}[ \\t]{1,10}${END}[ \\t]{1,10}(?:->|<>|=>)[ \\t]{1,10}${END}[ \\t]{1,10}${END})?\\s{1,20}\\()`,
  "gm",
);
/** Protocols of the header and buffers of the body that only Suricata writes so. */
const SURICATA_PROTOCOL =
  /^(?:http|http1|http2|dns|tls|ssh|smtp|smb|ftp|ftp-data|dcerpc|nfs|krb5|snmp|tftp|sip|rdp|rfb|mqtt|quic|ikev2|dhcp|tcp-pkt|tcp-stream)$/;
const SURICATA_BODY =
  /[;(]\s{0,10}(?:http|dns|tls|ssh|smb|file|ja3s?|ja4|quic|krb5|snmp|mqtt|rfb|sip|ike|smtp|email)\.(?:[a-z]\w{0,30}\.)?\w{1,40}\s{0,10}[;:]|[;(]\s{0,10}(?:dataset|xbits|hostbits|lua|app-layer-(?:protocol|event)|target):/;
const SNORT_HTTP_BODY = /[;(]\s{0,10}http_\w{1,30}\s{0,10}[;:]/;
const MAX_LENGTH = 20_000;

/**
 * Finds the Snort and Suricata rules of a text: from the action to the bracket that closes the options, whatever
 * stands in their strings. A rule may run over lines. One without `msg` or `sid` is none.
 */
export function findNetworkRules(text: string): FoundRule[] {
  const rules: FoundRule[] = [];
  const head = new RegExp(HEAD);
  let budget = scanBudget(text);
  for (let match = head.exec(text); match !== null && budget > 0; match = head.exec(text)) {
    const [whole, start = "", protocol = ""] = match;
    const from = match.index + whole.length - start.length;
    const body = match.index + whole.length;
    const end = endOfOptions(text, body);
    budget -= (end ?? body + MAX_LENGTH) - body;
    if (end === undefined) continue;
    const options = readOptions(text.slice(body, end - 1));
    const name = options.find(({ key }) => key === "msg")?.value;
    if (name === undefined || !options.some(({ key }) => key === "sid")) continue;
    head.lastIndex = end;
    rules.push(toRule(text.slice(from, end), name, protocol, options, [from, end]));
    if (rules.length >= MAX_RULES) break;
  }
  return rules;
}

interface Option {
  readonly key: string;
  readonly value: string;
}

function endOfOptions(text: string, from: number): number | undefined {
  const limit = Math.min(text.length, from + MAX_LENGTH);
  let depth = 1;
  let isQuoted = false;
  for (let at = from; at < limit; at++) {
    const unit = text[at];
    if (unit === "\\") at++;
    else if (unit === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (unit === "(") depth++;
    else if (unit === ")" && --depth === 0) return at + 1;
  }
  return undefined;
}

/** The options between semicolons, quotes and escapes heeded. */
function readOptions(body: string): Option[] {
  const options: Option[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at <= body.length; at++) {
    const unit = body[at];
    if (unit === "\\") at++;
    else if (unit === '"') isQuoted = !isQuoted;
    else if ((unit === ";" && !isQuoted) || at === body.length) {
      const option = body.slice(start, at).trim();
      const colon = option.indexOf(":");
      const key = (colon < 0 ? option : option.slice(0, colon)).trim().toLowerCase();
      const value = colon < 0 ? "" : option.slice(colon + 1).trim();
      if (key !== "")
        options.push({
          key,
          value: value.replace(/^"(.*)"$/s, "$1").replaceAll(/\\([;:"\\])/g, "$1"),
        });
      start = at + 1;
    }
  }
  return options;
}

function toRule(
  text: string,
  name: string,
  protocol: string,
  options: readonly Option[],
  span: readonly [number, number],
): FoundRule {
  const isSuricata =
    SURICATA_BODY.test(text) || (SURICATA_PROTOCOL.test(protocol) && !SNORT_HTTP_BODY.test(text));
  const references = options
    .filter(({ key }) => key === "reference")
    .map(({ value }) => ({
      scheme: value
        .slice(0, Math.max(0, value.indexOf(",")))
        .trim()
        .toLowerCase(),
      id: value.slice(value.indexOf(",") + 1).trim(),
    }));
  const idsOf = (scheme: RegExp): string[] =>
    references.filter((one) => scheme.test(one.scheme)).map(({ id }) => id);
  const metadata = options.filter(({ key }) => key === "metadata").map(({ value }) => value);
  return {
    language: isSuricata ? "suricata" : "snort",
    name: name.replaceAll(/\s+/g, " "),
    text,
    span,
    meta: {
      authors: [],
      dates: metadata.flatMap((value) =>
        [...value.matchAll(/\b(?:created_at|updated_at)[ :]{1,3}(\d{4}[-_]\d{2}[-_]\d{2})/g)].map(
          (match) => (match[1] ?? "").replaceAll("_", "-"),
        ),
      ),
      references: idsOf(/^url$/).map((id) => (/^https?:\/\//i.test(id) ? id : `https://${id}`)),
      hashes: idsOf(/^(?:md5|sha1|sha256)$/),
      words: [
        name,
        ...metadata,
        ...idsOf(/^cve$/).map((id) => (/^cve-/i.test(id) ? id : `CVE-${id}`)),
      ].join("\n"),
    },
  };
}
