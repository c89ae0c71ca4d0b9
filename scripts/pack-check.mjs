// Installs what would be published into an empty project outside the repository, and starts the
// installed command there on the machine's own Node.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ensure, main } from "./ensure.mjs";
import { packPublic } from "./pack.mjs";
import { machineNode, readManifest } from "./places.mjs";
import { run, runNpm, secondsSince } from "./run.mjs";

/** What must work in an empty folder: arguments and a text the output must contain. */
const COMMANDS = [
  { args: ["--version"], expected: /^\d+\.\d+\.\d+/m },
  { args: ["--help"], expected: /tocsin COMMAND/ },
  { args: ["doctor"], expected: /node/i },
  { args: ["read", "warning.md"], expected: /evil\.example/ },
  // The line is found, so the exit code is 1.
  {
    args: ["check", "warning.md", "--evidence", "dns.log", "--out", "."],
    expected: /^HIT\n[^]*answer\.html/,
    code: 1,
  },
];

/** What the commands are given. */
const FILES = {
  "warning.md": "# Warning\n\n## Indicators\n\n- evil[.]example\n",
  "dns.log": "2024-05-13T10:00:00Z 10.0.0.5 asked for a.evil.example\n",
};

/**
 * @param {string} project
 * @returns {string} the script behind the installed command
 */
function installedCommand(project) {
  const folder = join(project, "node_modules", "tocsin");
  const { bin } = readManifest(folder);
  const relative = typeof bin === "object" ? bin["tocsin"] : bin;
  const script = relative === undefined ? undefined : join(folder, relative);
  if (script === undefined || !existsSync(script)) {
    throw new Error(
      `the packed "tocsin" brings no command: its package.json names ${relative ?? "no bin"}, ` +
        "which is not in the tarball. Build packages/cli/src/main.ts",
    );
  }
  return script;
}

/** @param {string} project */
async function install(project) {
  const tarballs = await packPublic(project);
  const manifest = { name: "empty-project", version: "1.0.0", private: true };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  const files = tarballs.map(({ file }) => `./${basename(file)}`);
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", ...files];
  // Under `npm run` the environment still names the repository as npm's place of work.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^npm_config_(local_)?prefix$/i.test(key)),
  );
  const { code, output } = await runNpm(args, { cwd: project, quiet: true, env });
  if (code !== 0) throw new Error(`npm install of the tarballs failed (exit ${code}):\n${output}`);
  return tarballs.length;
}

/**
 * @param {string} script
 * @param {string} cwd
 */
async function tryCommands(script, cwd) {
  const node = machineNode();
  let failures = 0;
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
  for (const { args, expected, code: wanted = 0 } of COMMANDS) {
    const { code, output } = await run(node, [script, ...args], { cwd, quiet: true });
    const good = code === wanted && expected.test(output);
    console.log(`${good ? "ok  " : "FAIL"} tocsin ${args.join(" ")} (exit ${code})`);
    if (good) continue;
    failures += 1;
    console.log(`     expected exit ${wanted} and output matching ${expected}, got:\n${output}`);
  }
  return failures;
}

await main(async () => {
  await ensure();
  const start = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "tocsin-pack-"));
  const project = join(folder, "an empty project");
  mkdirSync(project);
  try {
    const count = await install(project);
    const { output } = await run(machineNode(), ["--version"], { quiet: true });
    console.log(`ok   ${count} tarballs installed; running on Node ${output.trim()}`);
    const failures = await tryCommands(installedCommand(project), project);
    console.log(failures === 0 ? `pack-check passed in ${secondsSince(start)}` : "");
    return failures === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
