import { KnowledgeError } from "./errors.ts";
import { MAX_NAME } from "./fold.ts";
import { asObject, type JsonObject } from "./json.ts";
import { KNOWLEDGE_VERSION, type KnowledgePart } from "./part.ts";

/** Bounds on knowledge that is loaded. */
export const KNOWLEDGE_LIMITS = {
  /** UTF-16 units of the whole text. */
  maxText: 32_000_000,
  maxParts: 200,
  /** Entries of all parts together. */
  maxEntries: 300_000,
  /** Names of one entry, ids tied to one, and the like. */
  maxListed: 1_000,
  /** UTF-16 units of one text that is no name. */
  maxString: 1_000,
} as const;

type Check = (value: unknown, where: string) => void;

/**
 * Reads knowledge as {@link formatKnowledge} writes it. Everything in it is checked: what is given has the form it says.
 * @throws {KnowledgeError} `KNOWLEDGE_JSON`, `KNOWLEDGE_FORM`, `KNOWLEDGE_VERSION`, `KNOWLEDGE_LIMIT`
 */
export function parseKnowledge(text: string): KnowledgePart[] {
  if (text.length > KNOWLEDGE_LIMITS.maxText)
    throw limit(`the text has ${text.length} characters`, KNOWLEDGE_LIMITS.maxText);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KnowledgeError("KNOWLEDGE_JSON", `the knowledge is no JSON: ${reason}`, { cause });
  }
  const whole = asObject(json);
  if (whole?.["format"] !== "tocsin-knowledge" || !Array.isArray(whole["parts"]))
    throw new KnowledgeError(
      "KNOWLEDGE_FORM",
      'the JSON is no knowledge; expected "format": "tocsin-knowledge" and "parts"',
    );
  if (whole["version"] !== KNOWLEDGE_VERSION)
    throw new KnowledgeError(
      "KNOWLEDGE_VERSION",
      `the knowledge has form ${JSON.stringify(whole["version"])?.slice(0, 20)}; this version reads form "${KNOWLEDGE_VERSION}"`,
    );
  const parts = whole["parts"] as readonly unknown[];
  if (parts.length > KNOWLEDGE_LIMITS.maxParts)
    throw limit(`there are ${parts.length} parts`, KNOWLEDGE_LIMITS.maxParts);
  let entries = 0;
  for (const [i, part] of parts.entries()) {
    PART(part, `parts[${i}]`);
    for (const value of Object.values(part as JsonObject))
      if (Array.isArray(value)) entries += value.length;
    if (entries > KNOWLEDGE_LIMITS.maxEntries)
      throw limit(
        `there are more than ${KNOWLEDGE_LIMITS.maxEntries} entries`,
        KNOWLEDGE_LIMITS.maxEntries,
      );
  }
  return parts as KnowledgePart[];
}

function limit(what: string, most: number): KnowledgeError {
  return new KnowledgeError("KNOWLEDGE_LIMIT", `${what}; expected at most ${most}`);
}

function wrong(where: string, expected: string, value: unknown): KnowledgeError {
  const got = value === undefined ? "nothing" : (JSON.stringify(value) ?? typeof value);
  return new KnowledgeError(
    "KNOWLEDGE_FORM",
    `${where}: expected ${expected}, got ${got.length > 60 ? `${got.slice(0, 60)}…` : got}`,
  );
}

const text: Check = (value, where) => {
  if (typeof value !== "string" || value === "") throw wrong(where, "a text", value);
  if (value.length > KNOWLEDGE_LIMITS.maxString)
    throw limit(`${where} has ${value.length} characters`, KNOWLEDGE_LIMITS.maxString);
};
const name: Check = (value, where) => {
  text(value, where);
  if ((value as string).length > MAX_NAME)
    throw limit(`${where} has ${(value as string).length} characters`, MAX_NAME);
};
const yes: Check = (value, where) => {
  if (value !== true) throw wrong(where, "true", value);
};
const oneOf =
  (...values: readonly string[]): Check =>
  (value, where) => {
    if (!values.includes(value as string)) throw wrong(where, `one of ${values.join(", ")}`, value);
  };
const list =
  (check: Check, most: number = KNOWLEDGE_LIMITS.maxListed): Check =>
  (value, where) => {
    if (!Array.isArray(value)) throw wrong(where, "a list", value);
    if (value.length > most) throw limit(`${where} has ${value.length} entries`, most);
    for (let i = 0; i < value.length; i++) check(value[i], `${where}[${i}]`);
  };

interface Shape {
  readonly must: Readonly<Record<string, Check>>;
  readonly may?: Readonly<Record<string, Check>>;
}

/** An object with these properties and no others. */
function shape({ must, may = {} }: Shape): Check {
  const checks = new Map([...Object.entries(must), ...Object.entries(may)]);
  const needed = Object.keys(must);
  return (value, where) => {
    const object = asObject(value);
    if (object === undefined) throw wrong(where, "an object", value);
    for (const key of needed)
      if (!Object.hasOwn(object, key)) throw wrong(`${where}.${key}`, "a value", undefined);
    for (const key in object) {
      const check = checks.get(key);
      if (check === undefined) throw wrong(where, "no property of another name", key.slice(0, 40));
      check(object[key], `${where}.${key}`);
    }
  };
}

const STATUS = { isRevoked: yes, isDeprecated: yes, replacedBy: text };
const NAMED = shape({
  must: { kind: oneOf("actor", "malware", "tool", "campaign"), name },
  may: {
    id: text,
    uuid: text,
    aliases: list(
      shape({
        must: { name, relation: oneOf("same", "formerly", "part-of") },
        may: { inferred: text },
      }),
    ),
    attackIds: list(text),
    origin: text,
    type: text,
    ties: list(text),
    techniques: list(text),
    related: list(
      shape({
        must: {
          relation: oneOf("similar", "overlaps", "part-of", "variant-of", "uses", "used-by"),
          uuid: text,
        },
      }),
    ),
    first: text,
    last: text,
    ...STATUS,
  },
});
const TECHNIQUE = shape({
  must: { id: text, name, domain: oneOf("enterprise", "mobile", "ics"), tactics: list(text) },
  may: STATUS,
});
const TERM = shape({
  must: { kind: oneOf("tactic", "mitigation", "sector", "country"), name },
  may: { id: text, short: text, aliases: list(name), isDeprecated: yes },
});
const GROUPS = [
  "ip-lookup",
  "connectivity-check",
  "public-resolver",
  "security-site",
  "url-shortener",
  "shared-hosting",
  "popular-site",
  "vendor-service",
  "certificate-service",
  "cdn",
  "sinkhole",
  "reserved",
  "government",
  "harmless-file",
];
const HOSTS = shape({
  must: {
    id: text,
    name: text,
    version: text,
    group: oneOf(...GROUPS),
    type: oneOf("domain", "host", "network", "digest"),
    entries: list(text, KNOWLEDGE_LIMITS.maxEntries),
  },
  may: { cut: text },
});
const PART = shape({
  must: {
    source: shape({
      must: { id: text, title: text, version: text, licence: text, url: text },
      may: { date: text, commit: text, notice: text },
    }),
  },
  may: {
    names: list(NAMED, KNOWLEDGE_LIMITS.maxEntries),
    techniques: list(TECHNIQUE, KNOWLEDGE_LIMITS.maxEntries),
    terms: list(TERM, KNOWLEDGE_LIMITS.maxEntries),
    lists: list(HOSTS, KNOWLEDGE_LIMITS.maxListed),
  },
});
