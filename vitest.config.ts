import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "tools/*/test/**/*.test.ts", "test/**/*.test.ts"],
    globals: false,
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
