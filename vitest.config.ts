import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Whole commands keep rules in a cache: not in that of whoever runs the tests.
const cache = join(mkdtempSync(join(tmpdir(), "tocsin-tests-")), "cache");

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "tools/*/test/**/*.test.ts", "test/**/*.test.ts"],
    globals: false,
    env: { TOCSIN_CACHE: cache },
    // Whole-command tests start real processes; everything else is far below this.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    pool: "forks",
    maxWorkers: 2,
    reporters: ["default"],
    // An empty package is not an error, a misspelt path on the command line is.
    passWithNoTests: false,
  },
});
