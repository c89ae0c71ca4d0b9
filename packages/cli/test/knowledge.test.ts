import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fetchSource } from "../src/fetch-source.ts";
import { folder, MAIN, runIn } from "./support.ts";

const wiper = (version: number, ...names: readonly string[]) =>
  JSON.stringify({
    name: "Wiper",
    type: "wiper",
    version,
    values: names.map((value) => ({ value, meta: { synonyms: [`${value} Two`] } })),
  });
const LIMITS = { maxBytes: 10_000, timeoutMs: 5000 };

function makeCase() {
  const cwd = folder({ "wiper.json": wiper(999, "Fernwipe"), "old.json": wiper(0, "Fernwipe") });
  const data = join(cwd, "data");
  return {
    data,
    run: (...args: readonly string[]) => runIn(cwd, args, { TOCSIN_DATA: data }),
    cwd,
  };
}

test("knowledge tells versions, licences and counts", () => {
  const { run } = makeCase();
  const { status, stdout } = run("knowledge");
  expect(status).toBe(0);
  expect(stdout).toContain("MITRE ATT&CK 18.1\n");
  expect(stdout).toContain("187 actors");
  expect(stdout).toContain("licence  CC-BY-4.0");
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    "© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.",
  );
  const json = JSON.parse(run("knowledge", "--format", "json").stdout);
  expect(json).toMatchObject({ version: "1", copies: null });
  expect(json.sources.map(({ id }: { id: string }) => id)).toContain("misp-threat-actor");
});

test("an update is kept and preferred, and a reset forgets it", () => {
  const { run, data } = makeCase();
  expect(run("actor", "fernwipe").stdout).not.toContain("Malware");
  const { status, stdout, stderr } = run("knowledge", "update", "--from", "wiper.json");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("MISP wiper: 1 -> 999\n");
  expect(stdout).toContain("new names            2: Fernwipe, Fernwipe Two");
  expect(readdirSync(data)).toEqual(["knowledge.json"]);
  expect(run("actor", "fernwipe two").stdout).toContain("(MISP wiper 999)");
  expect(run("knowledge").stdout).toContain("MISP wiper 999 (your copy)");
  expect(run("knowledge", "update", "--from", "wiper.json").stdout).toContain("Nothing is new");
  expect(run("knowledge", "reset").stdout).toContain("removed");
  expect(run("actor", "fernwipe").stdout).not.toContain("Malware");
  expect(run("knowledge", "reset")).toMatchObject({ status: 0 });
});

test.skipIf(process.platform === "win32")("only its owner may look at the copies", () => {
  const { run, data } = makeCase();
  run("knowledge", "update", "--from", "wiper.json");
  expect(statSync(data).mode & 0o777).toBe(0o700);
  expect(statSync(join(data, "knowledge.json")).mode & 0o777).toBe(0o600);
});

test("a dry run says the same and writes nothing", () => {
  const { run, data } = makeCase();
  const dry = run("knowledge", "update", "--from", "wiper.json", "--dry-run");
  expect(dry.stdout).toContain("MISP wiper: 1 -> 999");
  expect(dry.stdout).toContain("Nothing was written");
  expect(existsSync(data)).toBe(false);
});

test("what cannot be taken is told, and the rest is taken", () => {
  const { run, cwd } = makeCase();
  writeFileSync(join(cwd, "bad.json"), "{");
  const got = run(
    "knowledge",
    "update",
    "--from",
    "bad.json",
    "old.json",
    "none.json",
    "wiper.json",
  );
  expect(got.status).toBe(3);
  expect(got.stderr).toContain("bad.json is no JSON");
  expect(got.stderr).toContain("MISP wiper 0 was not taken: this version came with 1");
  expect(got.stderr).toContain("none.json does not exist");
  expect(got.stdout).toContain("1 -> 999");
  expect(run("knowledge", "update", "--from", "bad.json")).toMatchObject({ status: 2, stdout: "" });
  expect(run("knowledge", "update")).toMatchObject({ status: 2, stdout: "" });
});

test("damaged copies are told and not used", () => {
  const { run, data } = makeCase();
  run("knowledge", "update", "--from", "wiper.json");
  writeFileSync(
    join(data, "knowledge.json"),
    '{"format":"tocsin-knowledge","version":"1","parts":[7]}',
  );
  const got = run("actor", "andariel");
  expect(got.status).toBe(0);
  expect(got.stderr).toContain("parts[0]: expected an object, got 7");
  expect(got.stdout).toContain("Andariel G0138");
});

test("an update that cannot be written fails in words", () => {
  const { run, cwd } = makeCase();
  writeFileSync(join(cwd, "data"), "a file in the way");
  const got = run("knowledge", "update", "--from", "wiper.json");
  expect(got.status).toBe(4);
  expect(got.stderr).toContain("could not be written");
});

/** A server on the loopback address for the time of a test. */
async function serve<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const never = new AbortController().signal;

test("an update is fetched from a URL, by way of a redirect on the same host", async () => {
  const { cwd, data } = makeCase();
  await serve(
    ({ url }, response) => {
      if (url === "/a") response.writeHead(302, { location: "/wiper.json" }).end();
      else response.end(wiper(1000, "Fernwipe"));
    },
    async (url) => {
      const child = spawn(process.execPath, [MAIN, "knowledge", "update", "--from", `${url}/a`], {
        cwd,
        env: { TOCSIN_DATA: data, PATH: "" },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let out = "";
      child.stdout.on("data", (chunk) => (out += String(chunk)));
      expect(await once(child, "close")).toEqual([0, null]);
      expect(out).toContain("MISP wiper: 1 -> 1000");
    },
  );
});

test.each<[string, RequestListener, RegExp]>([
  [
    "a redirect to another host",
    (_, response) => void response.writeHead(301, { location: "http://other.example/x" }).end(),
    /redirects to another host, http:\/\/other\.example\/x; it was not followed/,
  ],
  [
    "a redirect to another protocol",
    (_, response) => void response.writeHead(301, { location: "file:///etc/passwd" }).end(),
    /redirects to another host/,
  ],
  [
    "redirects without end",
    (_, response) => void response.writeHead(302, { location: "/" }).end(),
    /redirects more than 5 times/,
  ],
  ["an error", (_, response) => void response.writeHead(404).end(), /the server answered 404/],
  ["too much", (_, response) => void response.end("x".repeat(10_001)), /more than 10000 bytes/],
  [
    "a cut transfer",
    (_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("x");
      setTimeout(() => response.destroy(), 20);
    },
    /was not taken/,
  ],
])("%s is refused in words", async (_, listener, message) => {
  await serve(listener, async (url) => {
    await expect(fetchSource(url, LIMITS, never)).rejects.toThrow(
      expect.objectContaining({ code: "CLI_INPUT", message: expect.stringMatching(message) }),
    );
  });
});

test("a server that never ends is left after the time", async () => {
  await serve(
    (_, response) => void response.write("x"),
    async (url) => {
      await expect(fetchSource(url, { ...LIMITS, timeoutMs: 200 }, never)).rejects.toThrow(
        /did not come within 0\.2 seconds/,
      );
    },
  );
});

test("a stopped fetch ends at once", async () => {
  const stop = new AbortController();
  await serve(
    () => stop.abort(),
    async (url) => {
      await expect(fetchSource(url, LIMITS, stop.signal)).rejects.toThrow(/it was stopped/);
    },
  );
});
