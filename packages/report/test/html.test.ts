import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { STYLE, STYLE_HASH } from "../src/html/style.ts";
import { formatAnswerHtml } from "../src/index.ts";
import { expectGolden } from "./golden.ts";
import { sampleAnswer, sampleFindings } from "./sample.ts";

test("the page of an answer equals the golden file", () => {
  expectGolden("answer.html", formatAnswerHtml(sampleAnswer));
});

test("the content security policy pins the page's only style", () => {
  expect(STYLE_HASH).toBe(createHash("sha256").update(STYLE).digest("base64"));
  const page = formatAnswerHtml(sampleAnswer);
  expect(page).toContain(`style-src 'sha256-${STYLE_HASH}'`);
  expect(page).not.toMatch(/\sstyle=/);
});

test("the page makes no request and runs no script", () => {
  const page = formatAnswerHtml(sampleAnswer);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|<object|url\(|@import|https?:\/\//i);
});

test("evidence never reaches the page unescaped", () => {
  const page = formatAnswerHtml(sampleAnswer);
  expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
  const tagsOf = (html: string): number => html.split("<").length;
  const [first] = sampleFindings;
  const pageWith = (text: string): string =>
    formatAnswerHtml({
      ...sampleAnswer,
      verdict: { ...sampleAnswer.verdict, summary: text, reasons: [text], limits: [text] },
      findings: [
        {
          ...first!,
          host: text,
          detection: { ...first!.detection, title: text, falsePositives: [text] },
          matched: [{ field: text, value: text, test: text }],
          occurrences: [{ place: { file: text }, source: text }],
          citations: [{ document: text, passage: text }],
        },
      ],
    });
  const plain = tagsOf(pageWith("x"));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 80 }),
        fc.stringMatching(/^[<>"'&`/=a-z\u0000 ]{0,40}$/),
      ),
      (text) => {
        const made = pageWith(text);
        expect(tagsOf(made)).toBe(plain);
        expect(made).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      },
    ),
  );
});

test("headings of the page descend one step at a time", () => {
  const levels = [...formatAnswerHtml(sampleAnswer).matchAll(/<h([1-6])/g)].map(([, n]) =>
    Number(n),
  );
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  for (const [index, level] of levels.entries())
    expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
});

test("a page without findings and times has no timeline and no findings", () => {
  const { first: _first, last: _last, ...visibility } = sampleAnswer.visibility;
  const page = formatAnswerHtml({ ...sampleAnswer, findings: [], window: {}, visibility });
  expect(page).not.toContain('class="strip"');
  expect(page).not.toContain('id="findings"');
});

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("every text colour keeps a contrast of 4.5 on every ground, light and dark", () => {
  const [light = "", dark = ""] = STYLE.split("@media (prefers-color-scheme: dark)");
  for (const part of [light, dark.split("* {")[0] ?? ""]) {
    const colors = new Map(
      [...part.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, n, c]) => [n, c]),
    );
    expect(colors.size).toBeGreaterThan(9);
    for (const ground of ["paper", "sheet", "wash"])
      for (const ink of ["ink", "soft", "hit", "suspicious", "no-sign", "cannot-say", "link"]) {
        const [a = 0, b = 0] = [ground, ink].map((name) => luminance(colors.get(name) ?? ""));
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        expect(contrast, `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
  }
});
