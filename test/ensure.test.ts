import { expect, test } from "vitest";
import { staleReason } from "../scripts/ensure.mjs";

const WANTED = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/yaml": { version: "2.9.1", resolved: "https://registry.example/yaml.tgz" },
    "node_modules/only-there": { version: "1.0.0", optional: true },
    "packages/sigma": { version: "0.1.0" },
  },
};

test("staleReason finds nothing when all but optional parts are installed", () => {
  const { "": _root, "node_modules/only-there": _optional, ...packages } = WANTED.packages;
  expect(staleReason(WANTED, { packages })).toBeUndefined();
});

test.each([
  ["nothing", undefined, "node_modules is missing"],
  ["an empty folder", {}, "older than package-lock.json (node_modules/yaml)"],
  [
    "another version",
    { packages: { ...WANTED.packages, "node_modules/yaml": { version: "2.9.0" } } },
    "older than package-lock.json (node_modules/yaml)",
  ],
])("staleReason names what differs when %s is installed", (_, installed, reason) => {
  expect(staleReason(WANTED, installed)).toContain(reason);
});
