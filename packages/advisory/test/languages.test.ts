import type { Campaign } from "@tocsin/model";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

async function read(text: string): Promise<Campaign> {
  return readAdvisory({
    name: "a.md",
    bytes: new TextEncoder().encode(text),
    sha256: "ab".repeat(32),
  });
}

interface Wording {
  readonly language: string;
  readonly prose: string;
  readonly indicators: string;
  readonly references: string;
}

const WORDINGS: readonly Wording[] = [
  {
    language: "Korean",
    prose: "공격자는 명령제어 서버 evil.example.net와 통신하며 203.0.113.7로 접속합니다.",
    indicators: "침해 지표",
    references: "참고 자료",
  },
  {
    language: "Japanese",
    prose: "マルウェアはC2サーバevil.example.netに接続します。通信先は203.0.113.7です。",
    indicators: "インジケータ情報",
    references: "参考情報",
  },
  {
    language: "Chinese",
    prose: "木马回连控制端evil.example.net，地址为203.0.113.7。",
    indicators: "失陷指标",
    references: "参考链接",
  },
  {
    language: "Russian",
    prose: "Вредонос связывается с командным сервером evil.example.net (203.0.113.7).",
    indicators: "Индикаторы компрометации",
    references: "Ссылки",
  },
];

test.each(WORDINGS)("values in a text in $language are found and given their part", async (one) => {
  const { indicators, context } = await read(
    `# ${one.language}\n\n${one.prose}\n\n## ${one.indicators}\n\n- mal.example.org\n- 192.0.2.44\n\n## ${one.references}\n\n- https://blog.example.com/a\n- press.example.com\n`,
  );
  expect(indicators.map(({ observable, role }) => [observable?.value, role])).toEqual([
    ["evil.example.net", "command-and-control"],
    ["203.0.113.7", one.language === "Japanese" ? undefined : "command-and-control"],
    ["mal.example.org", undefined],
    ["192.0.2.44", undefined],
  ]);
  expect(context.map(({ observable, role }) => [observable.value, role])).toEqual([
    ["https://blog.example.com/a", "reference"],
    ["blog.example.com", "reference"],
    ["press.example.com", "reference"],
  ]);
});

test("a URL ends before the words of a script without blanks and keeps such letters of its path", async () => {
  const { indicators } = await read(
    "## IoC\n\n- hxxp://drop[.]example[.]net/a.exeから配布\n- hxxp://drop[.]example[.]net/문서.pdf\n",
  );
  expect(
    indicators
      .filter(({ observable }) => observable?.type === "url")
      .map(({ observable }) => observable?.value),
  ).toEqual(["http://drop.example.net/a.exe", "http://drop.example.net/문서.pdf"]);
});
