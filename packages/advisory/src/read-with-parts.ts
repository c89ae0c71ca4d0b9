import type { Document, DocumentPart } from "@tocsin/documents";
import { makeCampaign, makeId } from "@tocsin/model";
import type { Campaign, Diagnostic } from "@tocsin/model";
import { AdvisoryError } from "./errors.ts";
import type { AdvisoryInput, ReadContext } from "./formats/format.ts";
import { readMailLines } from "./formats/mail-lines.ts";
import { mergeCampaigns } from "./merge/merge-campaigns.ts";
import { readDocumentText } from "./read-document.ts";
import { readText } from "./read-text.ts";

/**
 * Reads a document and the files inside it as one campaign. A part that cannot be read is a diagnostic with its name; the
 * document itself fails only where nothing in it can be read.
 * @throws {AdvisoryError} `ADVISORY_NO_TEXT`, or the error of the only part
 */
export async function readWithParts(
  document: Document,
  input: AdvisoryInput,
  context: ReadContext,
): Promise<Campaign> {
  const hasBody =
    document.blocks.length > 0 || (document.parts.length === 0 && document.format !== "archive");
  const campaigns: Campaign[] = hasBody ? [readBody(document, input, context)] : [];
  const diagnostics: Diagnostic[] = campaigns.length > 0 ? [] : [...document.diagnostics];
  let failure: AdvisoryError | undefined;
  const left: string[] = [];
  for (const part of document.parts) {
    try {
      const campaign = await context.readPart(part.name, part.bytes);
      if (campaign !== undefined) campaigns.push(campaign);
    } catch (cause) {
      if (!(cause instanceof AdvisoryError)) throw cause;
      failure ??= cause;
      // Beyond a limit all that follow fail alike.
      if (cause.code === "ADVISORY_LIMIT" && document.parts.length > 1) left.push(part.name);
      else diagnostics.push(unreadDiagnostic(input, part, cause));
    }
  }
  if (left.length > 0) diagnostics.push(leftDiagnostic(input, left));
  if (campaigns.length === 0) {
    if (failure !== undefined && document.parts.length === 1) throw failure;
    return { ...emptyCampaign(document, input), diagnostics };
  }
  const merged = mergeCampaigns(campaigns);
  return { ...merged, diagnostics: [...merged.diagnostics, ...diagnostics] };
}

/** The lines of a mail's text are laid out as the text they are; everything else has a layout of its own. */
function readBody(document: Document, input: AdvisoryInput, { knowledge }: ReadContext): Campaign {
  const { name, sha256 } = input;
  const isText =
    document.format === "email" &&
    document.blocks.every(({ kind, line }) => kind === "paragraph" && line !== undefined);
  if (!isText) return readDocumentText(document, input, knowledge);
  const lines: string[] = [];
  for (const block of document.blocks) {
    if (block.kind !== "paragraph") continue;
    while (lines.length < (block.line ?? 1) - 1) lines.push("");
    lines.push(block.text);
  }
  const { title, created } = document.properties;
  const mail = readMailLines(lines);
  const campaign = readText({
    name,
    sha256,
    text: mail.lines.join("\n"),
    asides: mail.asides,
    format: document.format,
    knowledge,
    ...(title !== undefined && { propertyTitle: title }),
  });
  return {
    ...campaign,
    ...(campaign.published === undefined && created !== undefined && { published: created }),
    diagnostics: [...document.diagnostics, ...campaign.diagnostics],
  };
}

function emptyCampaign({ format }: Document, { name, sha256 }: AdvisoryInput): Campaign {
  return makeCampaign({
    id: makeId("campaign", sha256),
    title: name,
    documents: [{ name, format, sha256 }],
  });
}

function unreadDiagnostic(
  input: AdvisoryInput,
  part: DocumentPart,
  cause: AdvisoryError,
): Diagnostic {
  return {
    severity: "warning",
    code: "ADVISORY_PART_UNREAD",
    message: `${cause.code}: ${cause.message}`,
    place: { file: `${input.name}/${part.name}` },
    remedy: "Give the file by itself in a form that is read",
  };
}

const MOST_NAMED = 5;

function leftDiagnostic({ name }: AdvisoryInput, left: readonly string[]): Diagnostic {
  const named = left.slice(0, MOST_NAMED).join(", ");
  const more = left.length > MOST_NAMED ? ` and ${left.length - MOST_NAMED} more` : "";
  return {
    severity: "warning",
    code: "ADVISORY_PART_UNREAD",
    message: `ADVISORY_LIMIT: ${left.length} files not read: expected a bounded depth, number and size of all files inside one document, got more with ${named}${more}`,
    place: { file: name },
    remedy: "Give these files by themselves",
  };
}
