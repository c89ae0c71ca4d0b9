// That nothing in the core needs Node: by its words, and in a browser if there is one.
import { execFile } from "node:child_process";
import { accessSync, constants, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, extname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { scan } from "../../../test/house/scan.ts";
import * as door from "../src/index.ts";
import { makeLogs, readExamples } from "./readme-blocks.ts";

const PACKAGE = join(import.meta.dirname, "..");
const DIST = join(PACKAGE, "dist");
/** Globals that Node has and browsers do not, as words of their own and no members. */
const NODES =
  /(?<![.\w$#])(?:Buffer|process|require|module|exports|global|__dirname|__filename|setImmediate|clearImmediate)\b/gu;

test.each(["src/**/*.ts", "dist/**/*.js"])(
  "%s neither imports nor mentions what is Node's",
  (files) => {
    const paths = globSync(files, { cwd: PACKAGE });
    expect(paths.length).toBeGreaterThan(40);
    const found = paths.flatMap((path) => {
      const { code, imports } = scan(readFileSync(join(PACKAGE, path), "utf8"));
      const foreign = imports.filter(({ specifier }) => !/^\.\.?\//u.test(specifier ?? ""));
      return [
        ...foreign.map(({ specifier, line }) => `${path}:${line}: imports ${specifier}`),
        ...[...code.matchAll(NODES)].map(([word]) => `${path}: ${word}`),
      ];
    });
    expect(found).toEqual([]);
  },
);

test.each(["Buffer.from(a)", "process.exit()", "setImmediate(f)", "x = require('y')", "f(global)"])(
  "the words of Node are known in %j",
  (code) => expect(code).toMatch(NODES),
);

/** What both sides do with a log; it is sent to the page as it stands here. */
function examine(
  { EvtxJsonWriter, EvtxSelection, EvtxText, readEvtx, recoverEvtx }: typeof door,
  log: Uint8Array,
  image: Uint8Array,
) {
  const digest = (bytes: Uint8Array): string => {
    let sum = 0;
    for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) | 0;
    return `${bytes.length} ${sum}`;
  };
  const told: string[] = [];
  const writer = new EvtxJsonWriter();
  const selection = new EvtxSelection(["CommandLine"]);
  const wanted = new EvtxText("-ENC", { mode: "contains" });
  let xml = "";
  let matches = 0;
  for (const record of readEvtx(log, { sink: ({ code }) => void told.push(code) })) {
    writer.write(record);
    selection.read(record);
    if (selection.test(0, wanted)) matches++;
    xml += record.toXml();
  }
  return {
    json: digest(writer.take()),
    xml: digest(new TextEncoder().encode(xml)),
    matches,
    carved: [...recoverEvtx(image)].map(({ recordId, eventId }) => `${recordId} ${eventId}`),
    told,
  };
}

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env["PATH"] ?? "").split(delimiter).map((part) => join(part, name)))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
const why = CHROMIUM === undefined ? " (skipped: no chromium on the PATH)" : "";

test.skipIf(CHROMIUM === undefined)(
  `a page reads a log as Node does, from the modules as they are${why}`,
  async () => {
    const logs = makeLogs();
    const log = logs.get("Security.evtx") as Uint8Array;
    const expected = examine(door, log, logs.get("memory.raw") as Uint8Array);
    expect([expected.matches, expected.carved.length]).toEqual([3, 280]);
    const counts = { 4624: 600, 4688: 300 };
    const got = await inChromium(CHROMIUM as string, logs);
    // What the modules of dist give; `npm run build` brings them up to date.
    expect(got).toEqual({ ...expected, counts });
  },
  60_000,
);

/** Opens the page in Chromium; gives what it found. */
async function inChromium(path: string, logs: ReadonlyMap<string, Uint8Array>): Promise<unknown> {
  const profile = mkdtempSync(join(tmpdir(), "tocsin-chromium-"));
  const server = await serve(logs);
  const { port } = server.address() as AddressInfo;
  // Chromium refuses its sandbox to root.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const args = ["--headless", "--disable-gpu", `--user-data-dir=${profile}`, ...sandbox];
  try {
    const { stdout } = await promisify(execFile)(
      path,
      [...args, "--virtual-time-budget=20000", "--dump-dom", `http://127.0.0.1:${port}/`],
      { timeout: 50_000 },
    );
    const text = /<pre>([^<]*)<\/pre>/u.exec(stdout)?.[1];
    if (text === undefined) throw new Error(`the page has no result: ${stdout.slice(0, 500)}`);
    return JSON.parse(decodeURIComponent(text));
  } finally {
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const PAGE = `<!doctype html><meta charset="utf-8" />
<script type="importmap">{ "imports": { "@tocsin/evtx": "/dist/index.js" } }</script>
<pre></pre>
<script type="module">
  const bytesOf = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
  const show = (value) => (document.querySelector("pre").textContent = encodeURIComponent(JSON.stringify(value)));
  try {
    const door = await import("@tocsin/evtx");
    const { countEvents } = await import("/page.js");
    const log = await bytesOf("/Security.evtx");
    const found = (${examine.toString()})(door, log, await bytesOf("/memory.raw"));
    show({ ...found, counts: await countEvents(new File([log], "Security.evtx")) });
  } catch (error) {
    show(String(error?.stack ?? error));
  }
</script>`;

/** The page, the modules, the logs, and the example of the README for browsers. */
async function serve(logs: ReadonlyMap<string, Uint8Array>): Promise<Server> {
  const example = readExamples().find(({ name }) => name === "page.js")?.code ?? "";
  const texts = new Map([
    ["/", PAGE],
    ["/page.js", example],
  ]);
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://127.0.0.1");
    const body = texts.get(pathname) ?? logs.get(pathname.slice(1)) ?? moduleAt(pathname);
    const type = pathname === "/" ? "text/html" : "text/javascript";
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return server;
}

/** A module of dist; the address was made one without `..` before. */
function moduleAt(pathname: string): Uint8Array | undefined {
  const isModule = pathname.startsWith("/dist/") && extname(pathname) === ".js";
  return isModule ? readFileSync(join(DIST, pathname.slice("/dist".length))) : undefined;
}
