import { measure, wrap } from "./layout.ts";
import type { Indent } from "./layout.ts";

/** How text is set. */
export interface TextOptions {
  /** Widest line, default 100, at least 40. */
  readonly columns?: number;
  /** ANSI colours, default false. */
  readonly color?: boolean;
}

/** What a colour stands for; the colours themselves are the sheet's business. */
export type Tone = "title" | "bad" | "warn" | "faint";

const CODES: Readonly<Record<Tone, string>> = {
  title: "1",
  bad: "1;31",
  warn: "1;33",
  faint: "2",
};

/** A text as it grows, line by line; every text that goes in is sanitised. */
export interface Sheet {
  readonly columns: number;
  /** A heading with a line under it. */
  heading(text: string): void;
  /** A paragraph, wrapped. */
  put(text: string, indent?: string | Indent, tone?: Tone): void;
  /** `- ` and the text, hanging. */
  item(text: string, indent?: string, tone?: Tone): void;
  /** `label  text`, the text hanging at its own column. */
  pair(label: string, text: string, indent?: string, width?: number): void;
  blank(): void;
  toString(): string;
}

/** A new empty sheet. */
export function createSheet(options: TextOptions = {}): Sheet {
  const columns = Math.max(40, Math.floor(options.columns ?? 100));
  const lines: string[] = [];
  const paint = (line: string, tone: Tone | undefined): string =>
    tone === undefined || options.color !== true || line === ""
      ? line
      : `\u001b[${CODES[tone]}m${line}\u001b[0m`;
  const put = (text: string, indent: string | Indent = "", tone?: Tone): void => {
    const both = typeof indent === "string" ? { first: indent, rest: indent } : indent;
    for (const line of wrap(text, columns, both)) lines.push(paint(line, tone));
  };
  const blank = (): void => {
    if (lines.length > 0 && lines.at(-1) !== "") lines.push("");
  };
  return {
    columns,
    put,
    blank,
    heading(text) {
      blank();
      put(text, "", "title");
      const width = Math.min(columns, measure(text));
      lines.push(paint("=".repeat(width), "faint"));
    },
    item(text, indent = "", tone) {
      put(text, { first: `${indent}- `, rest: `${indent}  ` }, tone);
    },
    pair(label, text, indent = "", width = 12) {
      const first = `${indent}${label.padEnd(width)} `;
      put(text, { first, rest: " ".repeat(first.length) });
    },
    toString() {
      return `${lines.join("\n").trimEnd()}\n`;
    },
  };
}
