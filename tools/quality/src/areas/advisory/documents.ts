import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AdvisoryError, readAdvisory } from "@tocsin/advisory";
import type { Campaign } from "@tocsin/model";

/** Values by kind. */
export type Values = Readonly<Record<string, readonly string[]>>;

/** The answer that lies beside a document, as far as it is measured here. */
export interface Truth {
  readonly files: readonly {
    readonly name: string;
    readonly role: string;
    readonly format: string;
  }[];
  readonly source?: { readonly address?: string };
  readonly indicators?: Values;
  readonly twin_indicators?: Values;
  /** Of a MISP event, the values marked for detection. */
  readonly to_ids?: Values;
  /** Of those, the values that stand in the page beside it. */
  readonly in_readme?: Values;
  /** Of a bundle, the values that stand in the list published as text. */
  readonly in_text?: Values;
  readonly inside_others?: Values;
  readonly unexplained?: Readonly<Record<string, number>>;
  readonly context?: Values;
  /** What each format of a set holds. */
  readonly by_format?: Readonly<Record<string, Values>>;
  /** The kinds judged; absent: all. */
  readonly judged?: readonly string[];
  readonly text_layer?: boolean;
  /** Mentions by kind with their number: `GROUP`, `MALWARE`, `TOOL`, `SECTOR`, `LOC`. */
  readonly entities?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly malware?: readonly string[];
  readonly tools?: readonly string[];
  readonly techniques?: readonly string[];
  /** Names of `techniques` by their ids. */
  readonly technique_names?: Readonly<Record<string, string>>;
  /** Marked sentences. */
  readonly marks?: readonly { readonly tools?: readonly string[] }[];
}

/** One file of a set with its answer and what was read of it. */
export interface ReadFile {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly format: string;
  readonly truth: Truth;
  /** Undefined where the reader refused it. */
  readonly campaign: Campaign | undefined;
  /** Why it was refused: `ADVISORY_NO_TEXT`. */
  readonly refusal?: string;
}

/** Reads the files of a set that have one of the roles; none where the set is not there. */
export async function* readSet(
  root: string,
  set: string,
  roles: readonly string[],
): AsyncGenerator<ReadFile> {
  const folder = join(root, set);
  if (!existsSync(folder)) return;
  for (const id of readdirSync(folder).toSorted()) {
    const truth = JSON.parse(readFileSync(join(folder, id, "truth.json"), "utf8")) as Truth;
    for (const { name, role, format } of truth.files) {
      if (!roles.includes(role)) continue;
      const bytes = new Uint8Array(readFileSync(join(folder, id, name)));
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      try {
        const campaign = await readAdvisory({ name, bytes, sha256 });
        yield { id, name, role, format, truth, campaign };
      } catch (error) {
        if (!(error instanceof AdvisoryError)) throw error;
        yield { id, name, role, format, truth, campaign: undefined, refusal: error.code };
      }
    }
  }
}
