import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";

/** What reading a made bundle must give. */
export interface BundleFacts {
  readonly objects: number;
  readonly indicators: number;
  readonly bytes: number;
}

const TIME = "2024-01-01T00:00:00.000Z";

/**
 * Writes a STIX 2.1 bundle of as many objects: one malware, and indicators, each with a relationship to it. Its values
 * are invented: names under example.com and example.net, digests of numbers. The same count
 * gives the same bytes.
 */
export function writeBundle(path: string, objects: number): BundleFacts {
  const file = openSync(path, "w");
  let bytes = 0;
  const write = (text: string): void => {
    bytes += writeSync(file, text);
  };
  try {
    const malware = idOf("malware", 0);
    write(`{"type":"bundle","id":"${idOf("bundle", 0)}","objects":[`);
    write(JSON.stringify({ ...head("malware", malware), name: "Invented", is_family: true }));
    let indicators = 0;
    for (let count = 1; count < objects; count++) {
      const isIndicator = count % 2 === 1;
      if (isIndicator) indicators++;
      write(
        `,\n${JSON.stringify(isIndicator ? indicator(indicators) : relation(indicators, malware))}`,
      );
    }
    write("]}\n");
    return { objects, indicators, bytes };
  } finally {
    closeSync(file);
  }
}

type Json = Readonly<Record<string, unknown>>;

function head(type: string, id: string): Json {
  return { type, spec_version: "2.1", id, created: TIME, modified: TIME };
}

function indicator(number: number): Json {
  return {
    ...head("indicator", idOf("indicator", number)),
    name: `Indicator ${number}`,
    description: "Invented for a measurement.",
    indicator_types: ["malicious-activity"],
    pattern: patternOf(number),
    pattern_type: "stix",
    valid_from: TIME,
  };
}

function patternOf(number: number): string {
  switch (number % 4) {
    case 0:
      return `[file:hashes.'SHA-256' = '${digest("sha256", String(number))}']`;
    case 1:
      return `[domain-name:value = 'h${number}.example.com']`;
    case 2:
      return `[file:hashes.'SHA-1' = '${digest("sha1", String(number))}']`;
    default:
      return `[url:value = 'http://h${number}.example.net/a/${number}']`;
  }
}

function relation(number: number, malware: string): Json {
  return {
    ...head("relationship", idOf("relationship", number)),
    relationship_type: "indicates",
    source_ref: idOf("indicator", number),
    target_ref: malware,
  };
}

/** An id in the form of a random UUID (STIX 2.1, 2.9), made of the number. */
function idOf(type: string, number: number): string {
  const hex = digest("sha256", `${type} ${number}`);
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return `${type}--${groups.join("-")}-${hex.slice(20, 32)}`;
}

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest("hex");
}
