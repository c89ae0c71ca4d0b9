import type { Campaign, Diagnostic } from "@tocsin/model";
import { decodeText } from "./decode.ts";
import type { Decoded } from "./decode.ts";
import { AdvisoryError } from "./errors.ts";
import { locateJsonError } from "./locate-json-error.ts";
import { isMisp, readMisp } from "./misp/read-misp.ts";
import { isStix, readStixDocument } from "./read-stix.ts";
import { readText } from "./read-text.ts";

/** A document as it was given. */
export interface AdvisoryInput {
  /** File name; citations carry it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
}

/** Limits of {@link readAdvisory}. */
export interface AdvisoryOptions {
  /** Largest document in bytes. Default 64 MiB. */
  readonly maxBytes?: number;
}

/** Larger documents are refused unless a limit of their own is given. */
export const MAX_ADVISORY_BYTES: number = 64 * 1024 * 1024;

/**
 * Reads a published warning as a campaign. The format is told from the bytes, not from the name: a STIX bundle,
 * a MISP event, Markdown or text. Bad parts are diagnostics of the campaign; the same bytes give the same campaign.
 * @throws {AdvisoryError} `ADVISORY_LIMIT`, `ADVISORY_EMPTY`, `ADVISORY_FORMAT`, `ADVISORY_JSON`
 */
export function readAdvisory(input: AdvisoryInput, options: AdvisoryOptions = {}): Campaign {
  const { maxBytes = MAX_ADVISORY_BYTES } = options;
  const { name, bytes, sha256 } = input;
  if (bytes.length > maxBytes)
    throw new AdvisoryError(
      "ADVISORY_LIMIT",
      `${name}: expected at most ${maxBytes} bytes, got ${bytes.length}`,
    );
  const decoded = decodeText(name, bytes);
  const damage = decoded.isDamaged ? [encodingDiagnostic(name)] : [];
  const campaign = looksLikeJson(decoded.text)
    ? readJson(input, decoded)
    : readText({ name, sha256, text: decoded.text });
  const diagnostics = [...damage, ...campaign.diagnostics];
  const isTold = diagnostics.some(({ code }) => code === "ADVISORY_UNLIKELY");
  if (isEmpty(campaign) && !isTold) diagnostics.push(nothingDiagnostic(name));
  return { ...campaign, diagnostics };
}

/** A brace opens JSON; a bracket only where an object, a list or nothing follows, for links begin with one too. */
function looksLikeJson(text: string): boolean {
  return /^\s{0,1000}(?:\{|\[\s{0,1000}(?:[{[\]]|"))/.test(text);
}

function readJson(input: AdvisoryInput, decoded: Decoded): Campaign {
  const { name, sha256 } = input;
  const json = parseJson(name, decoded.text);
  if (isMisp(json)) return readMisp(json, { name, sha256 });
  if (isStix(json)) return readStixDocument(json, { name, sha256 });
  throw new AdvisoryError(
    "ADVISORY_JSON",
    `${name}: expected a STIX bundle or a MISP event, got JSON of another kind${describeKeys(json)}`,
  );
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const { line, column } = locateJsonError(text);
    throw new AdvisoryError(
      "ADVISORY_JSON",
      `${name}: line ${line}, column ${column}: expected JSON, got something else; correct it or give another copy`,
      { cause },
    );
  }
}

function describeKeys(json: unknown): string {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return "";
  const keys = Object.keys(json).slice(0, 5);
  return keys.length === 0
    ? " (empty)"
    : ` with ${keys.map((key) => JSON.stringify(key.slice(0, 40))).join(", ")}`;
}

function isEmpty(campaign: Campaign): boolean {
  const { actors, software, techniques, vulnerabilities, indicators, sought, mitigations } =
    campaign;
  const lists = [actors, software, techniques, vulnerabilities, indicators, sought, mitigations];
  return lists.every((list) => list.length === 0);
}

function encodingDiagnostic(name: string): Diagnostic {
  return {
    severity: "warning",
    code: "ADVISORY_ENCODING",
    message: "expected UTF-8, got bytes that are none; they are read as replacement characters",
    place: { file: name },
    remedy: "Save the document as UTF-8",
  };
}

function nothingDiagnostic(name: string): Diagnostic {
  return {
    severity: "error",
    code: "ADVISORY_NOTHING",
    message:
      "expected indicators, techniques, vulnerabilities, names or mitigations, got a document with none of them",
    place: { file: name },
    remedy: "Check that it is the right document and that its text is whole",
  };
}
