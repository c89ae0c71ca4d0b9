import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDocx, readPdf } from "@tocsin/documents";
import type { Block, Document } from "@tocsin/documents";
import { readHtml } from "@tocsin/documents/html";
import { KINDS } from "./kinds.ts";
import type { Kind, Values } from "./kinds.ts";
import { hostsOf } from "./score.ts";
import type { Question } from "./score.ts";

/** Texts that all read, and what each must give. */
export interface Work {
  readonly name: string;
  readonly texts: readonly string[];
  /** Empty where no answer lies beside the texts: only their time is raced. */
  readonly questions: readonly Question[];
}

/** The answer that lies beside a document, as far as the race needs it. */
interface Truth {
  readonly files: readonly { readonly name: string; readonly role: string }[];
  readonly indicators?: Values & { readonly uri?: readonly string[] };
  readonly inside_others?: Values;
  readonly unexplained?: Readonly<Record<string, number>>;
  readonly judged?: readonly string[];
}

/** Sets whose documents are texts already. */
const TEXT_SETS = [
  { set: "talos", name: "Talos reports", isJudged: true },
  { set: "eset-readme", name: "ESET pages (AsciiDoc)", isJudged: true },
  { set: "anno-ctr", name: "AnnoCTR reports", isJudged: false },
] as const;

/** The works of the race; a set that is not there is left out. */
export async function collectWorks(corpora: string): Promise<readonly Work[]> {
  const root = join(corpora, "advisory", "documents");
  const works: Work[] = [];
  for (const { set, name, isJudged } of TEXT_SETS) {
    const work = collectTexts(join(root, set), name, isJudged);
    if (work.texts.length > 0) works.push(work);
  }
  const folder = join(root, "cisa", "AA20-302A");
  if (existsSync(folder)) works.splice(2, 0, await collectFormats(folder));
  return works;
}

function collectTexts(folder: string, set: string, isJudged: boolean): Work {
  const texts: string[] = [];
  const questions: Question[] = [];
  const ids = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  for (const id of ids) {
    const truth = readTruth(join(folder, id));
    for (const { name, role } of truth.files) {
      if (role !== "document" || !/\.(?:txt|adoc)$/.test(name)) continue;
      texts.push(readFileSync(join(folder, id, name), "utf8"));
      if (isJudged) questions.push(questionOf(truth));
    }
  }
  return { name: `${set} (${texts.length})`, texts, questions };
}

/** One warning in three formats: what our readers of documents take out of each is the text for all. */
async function collectFormats(folder: string): Promise<Work> {
  const question = questionOf(readTruth(folder));
  const bytesOf = (format: string): Uint8Array =>
    new Uint8Array(readFileSync(join(folder, `AA20-302A.${format}`)));
  const html = new TextDecoder().decode(bytesOf("html"));
  const documents = [
    await readPdf("AA20-302A.pdf", bytesOf("pdf")),
    readDocx("AA20-302A.docx", bytesOf("docx")),
    readHtml("AA20-302A.html", html),
  ];
  const texts = documents.map(textOf);
  return { name: "AA20-302A as PDF, DOCX, HTML", texts, questions: texts.map(() => question) };
}

function textOf({ blocks }: Document): string {
  return blocks.map(textOfBlock).join("\n\n");
}

function textOfBlock(block: Block): string {
  if (block.kind !== "table") return block.text;
  return block.rows.map(({ cells }) => cells.map(({ text }) => text).join("\t")).join("\n");
}

function readTruth(folder: string): Truth {
  return JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth;
}

/**
 * The question that a truth puts. Precision counts where the truth has all that the text has; the hosts of wanted URLs
 * and addresses may be given beside them, and a wanted host with a scheme before it.
 */
function questionOf({ indicators = {}, inside_others = {}, unexplained, judged }: Truth): Question {
  const { url = [], uri = [], email = [], domain = [], ipv4 = [] } = indicators;
  const inside = Object.values(inside_others).flat();
  return {
    wanted: indicators,
    allowed: [...hostsOf([...url, ...uri, ...email]), ...uri, ...domain, ...ipv4, ...inside],
    precise: KINDS.filter(
      (kind: Kind) => judged === undefined && unexplained?.[kind] === undefined,
    ),
  };
}
