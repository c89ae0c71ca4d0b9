// Mail messages: RFC 5322, MIME RFC 2045–2049, RFC 2557 (a saved page, MHTML).
import type { Diagnostic } from "@tocsin/model";
import PostalMime from "postal-mime";
import type { Address, Attachment, Email } from "postal-mime";
import { cutDiagnostic, makeBlockList } from "../block-list.ts";
import { DOCUMENT_LIMITS } from "../document.ts";
import type { Document, DocumentLimits, DocumentPart, DocumentProperties } from "../document.ts";
import { DocumentError } from "../errors.ts";
import { readHtml } from "../html/read-html.ts";
import { toIsoTime } from "../iso-time.ts";
import { dropInvisible } from "../text-builder.ts";

const MAX_NESTING = 64;
/** What only dresses a page or a message. */
const DRESSING =
  /^(?:image|font|audio|video)\/|^text\/(?:css|javascript)$|^application\/(?:javascript|x-javascript|font)/;

/**
 * Reads a mail message: its head as properties, its body as blocks, its attachments as parts. Of a body in two forms the
 * one with more text is taken. `line` is the line of the decoded body. A page saved as one file (MHTML) is read as the
 * page. Pictures are left out and counted.
 * @param name for messages and places
 * @throws {DocumentError} `DOCUMENT_LIMIT`, `DOCUMENT_ENCRYPTED`
 */
export async function readEmail(
  name: string,
  bytes: Uint8Array,
  limits: DocumentLimits = {},
): Promise<Document> {
  const email = await parse(name, bytes);
  const { text = "", html = "" } = email;
  const pageAddress = headerOf(email, "snapshot-content-location");
  const isPage = pageAddress !== undefined || isSavedPage(email);
  if (text.trim() === "" && html.trim() === "") refuseEncrypted(name, email);
  const page = html.trim() === "" ? undefined : readHtml(name, html, limits);
  if (isPage && page !== undefined)
    return {
      ...page,
      properties: { ...page.properties, ...(pageAddress !== undefined && { source: pageAddress }) },
    };
  const { parts, diagnostics } = takeParts(name, email.attachments, limits);
  const properties = propertiesOf(email);
  // A mail program that writes both gives the same words in both; some write only an excuse as text.
  if (page !== undefined && lengthOf(page) >= text.trim().length * 0.6)
    return {
      format: "email",
      properties: { ...page.properties, ...properties },
      blocks: page.blocks,
      parts,
      diagnostics: [...page.diagnostics, ...diagnostics],
    };
  const { maxBlocks } = { ...DOCUMENT_LIMITS, ...limits };
  const list = makeBlockList(maxBlocks);
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (!list.hasRoom()) break;
    const words = dropInvisible(line).trimEnd();
    if (words.trim() !== "") list.push({ kind: "paragraph", text: words, links: [], line: i + 1 });
  }
  const cut = list.cutDiagnostics(name);
  return {
    format: "email",
    properties,
    blocks: list.blocks,
    parts,
    diagnostics: [...diagnostics, ...cut],
  };
}

async function parse(name: string, bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(withoutEnvelope(bytes), {
      forceRfc822Attachments: true,
      maxNestingDepth: MAX_NESTING,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DocumentError("DOCUMENT_LIMIT", `${name}: the message cannot be read: ${reason}`, {
      cause,
    });
  }
}

/** The line `From …` that a mailbox file puts before a message is none of its own. */
function withoutEnvelope(bytes: Uint8Array): Uint8Array {
  const isEnvelope = [0x46, 0x72, 0x6f, 0x6d, 0x20].every((byte, i) => bytes[i] === byte);
  return isEnvelope ? bytes.subarray(bytes.indexOf(10) + 1) : bytes;
}

function headerOf(email: Email, key: string): string | undefined {
  const value = email.headers.find((header) => header.key === key)?.value.trim();
  return value === "" ? undefined : value;
}

function isSavedPage(email: Email): boolean {
  const type = headerOf(email, "content-type") ?? "";
  const isRelated = /^multipart\/related\b/i.test(type) && /type\s?=\s?"?text\/html/i.test(type);
  return (
    isRelated && headerOf(email, "to") === undefined && headerOf(email, "received") === undefined
  );
}

function refuseEncrypted(name: string, email: Email): void {
  const type = headerOf(email, "content-type") ?? "";
  const isEncrypted =
    /^multipart\/encrypted\b/i.test(type) ||
    (/^application\/(?:x-)?pkcs7-mime\b/i.test(type) && !/signed-data/i.test(type));
  if (isEncrypted)
    throw new DocumentError(
      "DOCUMENT_ENCRYPTED",
      `${name}: the message is encrypted; give a copy that is not`,
    );
}

function propertiesOf(email: Email): DocumentProperties {
  const title = email.subject?.replaceAll(/\s+/g, " ").trim();
  const author = formatAddress(email.from ?? email.sender);
  const created = toIsoTime(email.date ?? "");
  return {
    ...(title !== undefined && title !== "" && { title }),
    ...(author !== undefined && { author }),
    ...(created !== undefined && { created }),
    ...(email.messageId !== undefined && { source: email.messageId }),
  };
}

function formatAddress(address: Address | undefined): string | undefined {
  if (address === undefined) return undefined;
  const { name } = address;
  if (address.address === undefined) return name;
  return name === "" ? address.address : `${name} <${address.address}>`;
}

function lengthOf({ blocks }: Document): number {
  let length = 0;
  for (const block of blocks)
    if (block.kind === "table")
      for (const { cells } of block.rows) for (const { text } of cells) length += text.length + 1;
    else length += block.text.length + 1;
  return length;
}

function takeParts(
  file: string,
  attachments: readonly Attachment[],
  limits: DocumentLimits,
): { readonly parts: DocumentPart[]; readonly diagnostics: Diagnostic[] } {
  const { maxParts, maxExpandedBytes } = { ...DOCUMENT_LIMITS, ...limits };
  const parts: DocumentPart[] = [];
  let left = maxExpandedBytes;
  let dressing = 0;
  let isCut = false;
  for (const [i, attachment] of attachments.entries()) {
    if (DRESSING.test(attachment.mimeType)) {
      dressing++;
      continue;
    }
    const bytes = bytesOf(attachment.content);
    left -= bytes.length;
    if (parts.length >= maxParts || left < 0) {
      isCut = true;
      break;
    }
    const fallback = `attachment-${i + 1}${attachment.mimeType.startsWith("message/") ? ".eml" : ""}`;
    parts.push({ name: attachment.filename?.trim() || fallback, bytes });
  }
  const diagnostics: Diagnostic[] = isCut ? [cutDiagnostic(file, `${maxParts} attachments`)] : [];
  if (dressing > 0)
    diagnostics.push({
      severity: "note",
      code: "DOCUMENT_LEFT_OUT",
      message: `left out of the message: ${dressing} pictures and the like`,
      place: { file },
      remedy: "Look at the message where that matters",
    });
  return { parts, diagnostics };
}

function bytesOf(content: Attachment["content"]): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
