import { DocumentError } from "@tocsin/documents";
import { builtinKnowledge } from "@tocsin/knowledge";
import type { Knowledge } from "@tocsin/knowledge";
import type { Campaign, Diagnostic } from "@tocsin/model";
import { readContent } from "./content.ts";
import { describeMagic } from "./decode.ts";
import { describeDocument } from "./describe-document.ts";
import { AdvisoryError } from "./errors.ts";
import type { AdvisoryInput, ReadContext } from "./formats/format.ts";
import { ADVISORY_FORMATS } from "./formats/index.ts";
import { updateTechniques } from "./update-techniques.ts";

/** Limits of {@link readAdvisory}. */
export interface AdvisoryOptions {
  /** Largest document in bytes. Default 64 MiB. */
  readonly maxBytes?: number;
  /** Most files read of one archive or mail, those inside them counted. Default 500. */
  readonly maxParts?: number;
  /** Names and techniques to read by. Default what comes with the product. */
  readonly knowledge?: Knowledge;
}

/** Larger documents are refused unless a limit of their own is given. */
export const MAX_ADVISORY_BYTES: number = 64 * 1024 * 1024;

const MAX_PARTS = 500;
/** Archives in archives in mails: deeper ones are not opened. */
const MAX_PART_DEPTH = 4;
/** All the files inside one document may be so many times the largest document together: reading them takes as long. */
const PARTS_SHARE = 1;

/**
 * Reads a published warning as a campaign. The format is told from the bytes, not from the name. Bad parts are
 * diagnostics of the campaign; the same bytes give the same campaign.
 * @throws {AdvisoryError} `ADVISORY_LIMIT`, `ADVISORY_EMPTY`, `ADVISORY_FORMAT`, `ADVISORY_JSON`, `ADVISORY_DOCUMENT`
 */
export async function readAdvisory(
  input: AdvisoryInput,
  options: AdvisoryOptions = {},
): Promise<Campaign> {
  const { maxBytes = MAX_ADVISORY_BYTES, maxParts = MAX_PARTS } = options;
  const { knowledge = builtinKnowledge() } = options;
  return readBounded(
    input,
    { maxBytes, knowledge, partsLeft: maxParts, bytesLeft: maxBytes * PARTS_SHARE },
    0,
  );
}

interface Budget {
  readonly maxBytes: number;
  readonly knowledge: Knowledge;
  partsLeft: number;
  bytesLeft: number;
}

async function readBounded(input: AdvisoryInput, budget: Budget, depth: number): Promise<Campaign> {
  const { name, bytes } = input;
  if (bytes.length > budget.maxBytes)
    throw new AdvisoryError(
      "ADVISORY_LIMIT",
      `${name}: expected at most ${budget.maxBytes} bytes, got ${bytes.length}`,
    );
  try {
    const { content, isDamaged } = readContent(input);
    const format = ADVISORY_FORMATS.find((one) => one.recognises(content, input));
    if (format === undefined)
      throw new AdvisoryError(
        content.kind === "json" ? "ADVISORY_JSON" : "ADVISORY_FORMAT",
        `${name}: expected an advisory of a known format, got ${describeContent(content, bytes)}`,
      );
    const read = await format.read(content, input, partReader(name, budget, depth));
    // What a person wrote stands as it was written.
    const campaign = format.name.startsWith("campaign-")
      ? read
      : updateTechniques(read, budget.knowledge);
    const damage = isDamaged ? [encodingDiagnostic(name)] : [];
    const diagnostics = [...damage, ...campaign.diagnostics];
    const isTold = diagnostics.some(({ code }) => code === "ADVISORY_UNLIKELY");
    if (isEmpty(campaign) && !isTold) diagnostics.push(nothingDiagnostic(name));
    return describeDocument({ ...campaign, diagnostics });
  } catch (cause) {
    if (!(cause instanceof DocumentError)) throw cause;
    throw new AdvisoryError("ADVISORY_DOCUMENT", cause.message, { cause });
  }
}

/** Reads the parts of a document until the budget is spent; a part that cannot be read is the caller's to tell. */
function partReader(outer: string, budget: Budget, depth: number): ReadContext {
  return {
    knowledge: budget.knowledge,
    async readPart(name, bytes) {
      if (depth >= MAX_PART_DEPTH || budget.partsLeft <= 0 || bytes.length > budget.bytesLeft)
        throw new AdvisoryError(
          "ADVISORY_LIMIT",
          `${outer}/${name}: not read: expected at most ${MAX_PART_DEPTH} levels and a bounded number of files and bytes inside one document`,
        );
      budget.partsLeft--;
      budget.bytesLeft -= bytes.length;
      const sha256 = await digest(bytes);
      return readBounded({ name: `${outer}/${name}`, bytes, sha256 }, budget, depth + 1);
    },
  };
}

async function digest(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function describeContent(
  content: ReturnType<typeof readContent>["content"],
  bytes: Uint8Array,
): string {
  switch (content.kind) {
    case "json":
      return `JSON of another kind${describeKeys(content.json)}`;
    case "xml":
      return `XML with the root element ${JSON.stringify(content.root.qualifiedName.slice(0, 60))}`;
    case "text":
      return "text";
    case "bytes":
      return describeMagic(bytes);
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
  const { actors, software, techniques, vulnerabilities, indicators, sought, mitigations, rules } =
    campaign;
  const lists = [
    actors,
    software,
    techniques,
    vulnerabilities,
    indicators,
    sought,
    mitigations,
    rules,
  ];
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
