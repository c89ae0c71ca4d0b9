import {
  INDICATOR_ROLES,
  makeCampaign,
  normalizeObservable,
  OBSERVABLE_TYPES,
  VULNERABILITY_STATUSES,
} from "@tocsin/model";
import type { Campaign, Citation, Indicator, Observable } from "@tocsin/model";
import fc from "fast-check";

/** A text of any characters without blanks at its ends, as readers of documents give it. */
const text: fc.Arbitrary<string> = fc
  .oneof(fc.string({ maxLength: 40, unit: "binary" }), fc.lorem({ maxCount: 6 }))
  .map((one) => one.trim())
  .filter((one) => one !== "");
const word = fc.stringMatching(/^[a-z]{3,9}(?:-[a-z]{3,9})?$/);
const day = fc
  .date({ min: new Date("2001-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
  .map((one) => one.toISOString());
const time = fc.oneof(
  day,
  day.map((one) => one.slice(0, 10)),
  day.map((one) => `${one.slice(0, 19)}Z`),
);
const coarse = fc.oneof(
  time,
  day.map((one) => one.slice(0, 7)),
);

const DOCUMENTS = [
  { name: "warning.md", format: "markdown", sha256: "b".repeat(64) },
  { name: "list.csv", format: "csv", sha256: "c".repeat(64) },
];
const place = fc.integer({ min: 1, max: 1_000_000 });
const citation: fc.Arbitrary<Citation> = optional(
  {
    document: fc.constantFrom(...DOCUMENTS.map(({ name }) => name)),
    passage: fc.oneof(text, fc.constant("")),
  },
  { page: place, line: place, table: place, row: place, object: text },
);
const citations = fc.array(citation, { maxLength: 3 });

/** An object of required and optional properties; an optional one is absent, never undefined. */
function optional<Must extends object, May extends object>(
  must: { readonly [K in keyof Must]: fc.Arbitrary<Must[K]> },
  may: { readonly [K in keyof May]: fc.Arbitrary<May[K]> },
): fc.Arbitrary<Must & Partial<May>> {
  return fc
    .tuple(fc.record(must), fc.record(may, { requiredKeys: [] }))
    .map(([one, other]) => ({ ...one, ...other }) as Must & Partial<May>);
}

function distinct<T>(
  one: fc.Arbitrary<T>,
  key: (value: T) => string,
  maxLength = 3,
): fc.Arbitrary<T[]> {
  return fc.uniqueArray(one, { maxLength, selector: (value) => fold(key(value)) });
}

/** Names are compared without case and with blanks levelled. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, " ").trim();
}

const hex = (digits: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`));
const VALUES: readonly fc.Arbitrary<string>[] = [
  fc.ipV4(),
  fc.ipV6(),
  fc.domain(),
  fc.webUrl(),
  fc.emailAddress(),
  fc.constantFrom(
    "192.0.2.0/24",
    "2001:db8::/32",
    "AS64500",
    "00:00:5e:00:53:01",
    "0x" + "a".repeat(40),
  ),
  fc.constantFrom(String.raw`C:\a\b.exe`, String.raw`\\.\pipe\it's`, "/tmp/x", "a\\'b", "q?a=[b]"),
  ...[32, 40, 56, 64, 96, 128, 62].map(hex),
  text,
];
const observable: fc.Arbitrary<Observable> = fc
  .tuple(fc.constantFrom(...OBSERVABLE_TYPES), fc.oneof(...VALUES))
  .map(([type, value]) => normalizeObservable(type, value))
  .filter((one) => one !== undefined);
const role = fc.constantFrom(...INDICATOR_ROLES);
const technique = fc.stringMatching(/^T1\d{3}(?:\.0\d\d)?$/);

const indicatorRest = optional(
  {
    labels: fc.uniqueArray(text, { maxLength: 3 }),
    malware: fc.uniqueArray(text, { maxLength: 2 }),
    citations,
  },
  {
    name: text,
    description: text,
    role,
    roleEvidence: fc.record({
      text,
      basis: fc.constantFrom("stated" as const, "inferred" as const),
    }),
    validFrom: time,
    validUntil: time,
    firstSeen: coarse,
    lastSeen: coarse,
    caution: text,
    techniques: fc.uniqueArray(technique, { minLength: 1, maxLength: 2 }),
    confidence: fc.integer({ min: 0, max: 100 }),
  },
);
const pattern = fc.oneof(
  fc.constantFrom(
    { language: "stix" as const, text: "[file:name = 'a']" },
    {
      language: "stix" as const,
      version: "2.1",
      text: "[x-acme-a:color LIKE 'x%'] FOLLOWEDBY [x-acme-b:size = 1]",
    },
    { language: "stix" as const, version: "2.0", text: "[process:name = 'x']" },
  ),
  fc.record({
    language: fc.constantFrom("sigma" as const, "yara" as const, "snort" as const, "pcre" as const),
    text: text.map((one) => `${one}\n`),
  }),
);
const indicator: fc.Arbitrary<Indicator> = fc
  .tuple(fc.uuid(), fc.oneof(fc.record({ observable }), fc.record({ pattern })), indicatorRest)
  .map(([id, what, rest]) => ({ id, ...what, ...rest }));

const cited = distinct(fc.record({ text, citations }), (one) => one.text);

/** A campaign with everything the model has, all of it invented. */
export const arbitraryCampaign: fc.Arbitrary<Campaign> = optional(
  {
    id: fc.uuid(),
    title: text,
    documents: fc.constant(DOCUMENTS),
    issuers: distinct(fc.record({ name: text, citations }), (one) => one.name),
    actors: distinct(
      optional(
        {
          name: text,
          aliases: fc.array(
            optional(
              {
                name: text,
                relation: fc.constantFrom(
                  "same" as const,
                  "overlaps" as const,
                  "not-same" as const,
                ),
                citations,
              },
              { by: text },
            ),
            { maxLength: 3 },
          ),
          citations,
        },
        { description: text, goals: fc.uniqueArray(text, { minLength: 1, maxLength: 2 }) },
      ),
      (one) => one.name,
    ),
    software: distinct(
      fc
        .record({
          name: text,
          kind: fc.constantFrom("malware" as const, "tool" as const),
          aliases: fc.uniqueArray(text, { maxLength: 2 }),
          citations,
        })
        .map((one) => ({
          ...one,
          aliases: one.aliases.filter((alias) => fold(alias) !== fold(one.name)),
        })),
      (one) => one.name,
    ),
    techniques: distinct(
      optional(
        { id: technique, citations },
        {
          name: text,
          statedId: technique,
          basis: fc.constantFrom("id" as const, "name" as const),
          tactics: fc.uniqueArray(word, { minLength: 1, maxLength: 2 }),
          use: text,
        },
      ),
      (one) => one.id,
    ),
    vulnerabilities: distinct(
      optional(
        {
          id: fc.stringMatching(/^CVE-20[012]\d-[1-9]\d{3,6}$/),
          status: fc.constantFrom(...VULNERABILITY_STATUSES),
          citations,
        },
        {
          product: text,
          affected: text,
          fixed: text,
          cvss: fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10),
          isKnownExploited: fc.constant(true as const),
          products: fc.array(optional({ name: text, status: word }, { cpe: text, purl: text }), {
            minLength: 1,
            maxLength: 2,
          }),
        },
      ),
      (one) => one.id,
    ),
    indicators: distinct(indicator, (one) => one.id, 6),
    context: distinct(
      optional({ observable, reason: fc.oneof(text, fc.constant("")), citations }, { role }),
      (one) => `${one.observable.type} ${one.observable.value}`,
      6,
    ),
    sectors: cited,
    countries: distinct(
      fc.record({
        text: fc.oneof(text, fc.constantFrom("South Korea", "Japan", "US", "eastern Europe")),
        citations,
      }),
      (one) => one.text,
    ),
    sought: fc.array(
      optional(
        {
          kind: fc.constantFrom("topic" as const, "document-type" as const),
          information: text,
          citations,
        },
        { sector: text },
      ),
      { maxLength: 3 },
    ),
    mitigations: cited,
    cautions: fc.array(fc.record({ text, citations }), { maxLength: 2 }),
    frameworks: fc.array(
      optional(
        {
          framework: fc.constantFrom("cpg" as const, "d3fend" as const, "cwe" as const),
          id: text,
          citations,
        },
        { name: text },
      ),
      { maxLength: 2 },
    ),
    rules: distinct(
      fc.record({
        language: fc.constantFrom("yara" as const, "sigma" as const, "suricata" as const),
        name: text,
        text: text.map((one) => `  ${one}\n`),
        citations,
      }),
      (one) => one.name,
    ),
    order: fc.array(fc.record({ before: technique, after: technique, citations }), {
      maxLength: 2,
    }),
    revisions: fc.array(optional({ text, citations }, { date: coarse }), { maxLength: 2 }),
    references: distinct(
      optional({ url: fc.oneof(fc.webUrl(), text), citations }, { title: text }),
      (one) => one.url,
    ),
    diagnostics: fc.array(
      optional(
        {
          severity: fc.constantFrom("note" as const, "warning" as const, "error" as const),
          code: fc.stringMatching(/^[A-Z]{3,9}_[A-Z]{3,9}$/),
          message: text,
        },
        {
          remedy: text,
          place: optional({ file: text }, { line: place, column: place, offsetBytes: fc.nat() }),
        },
      ),
      { maxLength: 2 },
    ),
  },
  {
    summary: text,
    published: time,
    modified: time,
    tlp: fc.constantFrom(
      "CLEAR" as const,
      "GREEN" as const,
      "AMBER" as const,
      "AMBER+STRICT" as const,
      "RED" as const,
    ),
    period: optional({ citations }, { first: coarse, last: coarse }),
    attackVersion: fc.stringMatching(/^1\d(?:\.\d)?$/),
  },
).map((parts) => makeCampaign(parts));
