// Writes the generated part of examples/andariel: node tools/testkit/dist/main.js --out examples/andariel
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { makeExample } from "./example.ts";
import { ANDARIEL } from "./scenario/play.ts";

const { values } = parseArgs({ options: { out: { type: "string" } } });
if (values.out === undefined) {
  process.stderr.write("testkit: expected --out FOLDER, the folder of the example\n");
  process.exitCode = 2;
} else {
  // Files of an earlier story must not stay.
  rmSync(join(values.out, "evidence"), { recursive: true, force: true });
  for (const [path, bytes] of makeExample(ANDARIEL)) {
    const target = join(values.out, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    process.stdout.write(`${target} ${bytes.length}\n`);
  }
}
