import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FLOORS, HIGHEST_PURE_FLOOR, publishedName, SOLE_OWNERS } from "./house/floors.ts";
import { readJson, referencesOf, ROOT, roomsIn, sourcesOf } from "./house/rooms.ts";
import type { Room } from "./house/rooms.ts";
import { dependencyViolations, violations } from "./house/rules.ts";

const PACKAGES = roomsIn("packages");
const TOOLS = roomsIn("tools");
const ROOMS = [...PACKAGES, ...TOOLS];
const each = (rooms: readonly Room[]) => rooms.map((room) => [room.name, room] as const);

test("every room in packages/ is in the floor table", () => {
  const missing = PACKAGES.filter(({ name }) => FLOORS[name] === undefined);
  expect(missing.map(({ name }) => name)).toEqual([]);
});

test.each(each(PACKAGES))("%s is public under its own name and has a README", (name, room) => {
  expect(room.manifest.name).toBe(publishedName(name));
  expect(room.manifest.private).toBeUndefined();
  expect(existsSync(join(room.folder, "README.md"))).toBe(true);
});

test.each(each(TOOLS))("tools/%s is private", (_, room) => {
  expect(room.manifest.private).toBe(true);
});

test.each(each(ROOMS))("%s imports only what it declares, from lower floors", (_, room) => {
  const found = sourcesOf(room).flatMap((file) =>
    violations(room, file, readFileSync(file, "utf8"), ROOMS),
  );
  expect(found).toEqual([]);
});

test.each(each(ROOMS))("%s depends only on lower floors", (_, room) => {
  expect(dependencyViolations(room, ROOMS)).toEqual([]);
});

test.each(each(ROOMS))("%s refers in tsconfig.json to exactly its dependencies", (_, room) => {
  const declared = ROOMS.filter(({ manifest }) => room.manifest.dependencies?.[manifest.name]);
  const referred = referencesOf(join(room.folder, "tsconfig.json"));
  expect(referred.sort()).toEqual(declared.map(({ folder }) => folder).sort());
});

test("tsconfig.build.json refers to every room", () => {
  const referred = referencesOf(join(ROOT, "tsconfig.build.json"));
  expect(referred.sort()).toEqual(ROOMS.map(({ folder }) => folder).sort());
});

const PURE = PACKAGES.filter(({ name }) => (FLOORS[name] ?? Infinity) <= HIGHEST_PURE_FLOOR);

test.each(each(PURE))("%s is compiled without the types of Node", (_, room) => {
  const config = readJson(join(room.folder, "tsconfig.json"));
  expect(config).toMatchObject({ compilerOptions: { types: [] } });
});

test.each(Object.entries(SOLE_OWNERS))("%s is a dependency of %s alone", (dependency, owner) => {
  const others = PACKAGES.filter(
    ({ name, manifest }) => name !== owner && manifest.dependencies?.[dependency] !== undefined,
  );
  expect(others.map(({ name }) => name)).toEqual([]);
});
