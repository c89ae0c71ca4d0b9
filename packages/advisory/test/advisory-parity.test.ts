import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Campaign } from "@tocsin/model";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ??
  fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
const FOLDER = join(CORPORA, "advisory", "documents", "cisa", "AA20-302A");
const FORMATS = ["pdf", "docx", "html"] as const;

interface Truth {
  readonly indicators: Readonly<Record<"ipv4" | "domain" | "filename", readonly string[]>>;
  readonly historic: Readonly<Record<"ipv4", readonly string[]>>;
  readonly context: Readonly<Record<"domain" | "sha1", readonly string[]>>;
  readonly never: readonly { readonly type: string; readonly value: string }[];
  readonly not_indicators: readonly { readonly type: string; readonly value: string }[];
}

function read(format: string): Promise<Campaign> {
  const name = `AA20-302A.${format}`;
  const bytes = new Uint8Array(readFileSync(join(FOLDER, name)));
  return readAdvisory({ name, bytes, sha256: "ab".repeat(32) });
}

function valuesOf({ indicators }: Campaign, type: string): string[] {
  return indicators
    .flatMap(({ observable }) => (observable?.type === type ? [observable.value] : []))
    .toSorted();
}

function contextOf({ context }: Campaign, type: string, role: string): string[] {
  return context
    .flatMap((one) =>
      one.observable.type === type && one.role === role ? [one.observable.value] : [],
    )
    .toSorted();
}

test.skipIf(!existsSync(FOLDER)).each(FORMATS)(
  "the advisory AA20-302A gives its indicators and their roles when it is read as %s",
  async (format) => {
    const truth = JSON.parse(readFileSync(join(FOLDER, "truth.json"), "utf8")) as Truth;
    const campaign = await read(format);
    expect(valuesOf(campaign, "ipv4")).toEqual(truth.indicators.ipv4.toSorted());
    expect(valuesOf(campaign, "domain")).toEqual(truth.indicators.domain.toSorted());
    const files = [
      ...valuesOf(campaign, "filename"),
      ...valuesOf(campaign, "filepath").map((path) => path.split("\\").at(-1) ?? ""),
    ];
    expect(files.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
      truth.indicators.filename.toSorted(),
    );
    for (const type of ["md5", "sha1", "sha256", "url", "email", "ipv6"])
      expect({ type, values: valuesOf(campaign, type) }).toEqual({ type, values: [] });
    expect(contextOf(campaign, "domain", "connectivity-check")).toEqual(
      truth.context.domain.toSorted(),
    );
    expect(contextOf(campaign, "sha1", "rule-sample")).toEqual(truth.context.sha1.toSorted());
    const known = new Set(
      [...campaign.indicators, ...campaign.context].map(
        ({ observable }) => `${observable?.type} ${observable?.value}`,
      ),
    );
    for (const { type, value } of truth.never) expect(known).not.toContain(`${type} ${value}`);
    for (const { observable, role, roleEvidence, caution } of campaign.indicators) {
      if (observable?.type !== "ipv4") continue;
      const isHistoric = truth.historic.ipv4.includes(observable.value);
      expect({ value: observable.value, role, basis: roleEvidence?.basis, isHistoric }).toEqual({
        value: observable.value,
        role: "command-and-control",
        basis: "stated",
        isHistoric: (caution ?? "").includes("historically"),
      });
    }
  },
);
